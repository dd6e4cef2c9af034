import type { GrantedRole } from '#kernel/abilities.ts'
import type { DateText } from '#kernel/dates.ts'

/** A sign-in lasts so long at most, and ends earlier when nothing was asked for so long. */
export const sessionHours = 12
export const idleMinutes = 30
/** Wrong passwords for one name in ten minutes: from one address, and from all together. */
export const guessMinutes = 10
export const guessesFromOneAddress = 10
export const guessesInAll = 50

/** Who acts on the command line. */
export const operatorId = 'operator:cli'

export type Account = { readonly id: string; readonly name: string; readonly displayName: string; readonly language: string | null }
/** A role for a unit of a workspace, from day to day, both inclusive. */
export type Grant = {
  readonly workspace: string
  readonly unitId: number
  readonly unitCode: string
  readonly role: GrantedRole
  readonly validFrom: DateText
  readonly validTo: DateText | null
}

/** What two user names may not share: the name in NFKC, trimmed, in lower case. Chinese names are names like any other. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** True where the grant holds on a day of its workspace's calendar. */
export function holdsOn(grant: Grant, day: DateText): boolean {
  return grant.validFrom <= day && (grant.validTo === null || grant.validTo >= day)
}

/** What hangs over one session: alive, or ended by hand, by its age, or by idleness. Instants in milliseconds. */
export function sessionState(session: { created: number; lastSeen: number; ended: boolean }, now: number): 'alive' | 'ended' | 'too-old' | 'idle' {
  if (session.ended) return 'ended'
  if (now - session.created >= sessionHours * 3_600_000) return 'too-old'
  if (now - session.lastSeen >= idleMinutes * 60_000) return 'idle'
  return 'alive'
}
