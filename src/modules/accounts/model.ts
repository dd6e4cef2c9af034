import type { GrantedRole } from '#kernel/abilities.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { mayWith } from './policy.ts'

/** A sign-in lasts so long at most, and ends earlier when nothing was asked for so long. */
export const sessionHours = 12
export const idleMinutes = 30
/**
 * Wrong guesses in so many minutes: at one account from all devices that it does not know, from one address, and at one account from
 * one device that it knows (ASVS 6.1.1). Codes of the second factor are fewer: a million of them are soon tried.
 */
export const guessMinutes = 15
export const guessesAtOneAccount = 10
export const guessesFromOneAddress = 100
export const guessesAtOneFactor = 5
/** An account that nobody signed in to for so long must be let in again by an administrator (GB/T 22239-2019, 8.1.4.2). */
export const unusedDays = 90
/** A one-time link for a password is good for so long. */
export const linkHours = 72
export const recoveryCodeCount = 10
/** So many browsers of an account are remembered as known; the one unused longest is forgotten first. */
export const knownDevices = 20

/** Who acts on the command line. */
export const operatorId = 'operator:cli'

export type Account = { readonly id: Uuid; readonly name: string; readonly displayName: string; readonly language: string | null }
/** A role for a unit of a workspace, from day to day, both inclusive, and not longer than until it was ended. */
export type Grant = {
  readonly id: Uuid
  readonly workspace: string
  readonly unitId: number
  readonly unitCode: string
  readonly role: GrantedRole
  readonly validFrom: DateText
  readonly validTo: DateText | null
  readonly personId: Uuid | null
  readonly ended: boolean
}

/** What two user names may not share: the name in NFKC, trimmed, in lower case. Chinese names are names like any other. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** A user name as it is kept, or null where it is none: 2 to 40 characters in one line, and no number, which might be somebody's phone. */
export function userNameOf(text: string): string | null {
  const name = text.normalize('NFC').trim()
  const length = [...name].length
  return length >= 2 && length <= 40 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name) && phoneOf(name) === null ? name : null
}

/** A phone as it is kept: digits alone, without the country's own prefix; null where it is none. */
export function phoneOf(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s()-]/g, '').replace(/^(\+|00)86/, '').replace(/^(\+|00)84/, '0')
  return /^\+?\d{7,15}$/.test(digits) ? digits : null
}

/** True where the grant holds on a day of its workspace's calendar. */
export function holdsOn(grant: Pick<Grant, 'validFrom' | 'validTo' | 'ended'>, day: DateText): boolean {
  return !grant.ended && grant.validFrom <= day && (grant.validTo === null || grant.validTo >= day)
}

/** What hangs over one session: alive, or ended by hand, by its age, or by idleness. Instants in milliseconds. */
export function sessionState(session: { created: number; lastSeen: number; ended: boolean }, now: number): 'alive' | 'ended' | 'too-old' | 'idle' {
  if (session.ended) return 'ended'
  if (now - session.created >= sessionHours * 3_600_000) return 'too-old'
  if (now - session.lastSeen >= idleMinutes * 60_000) return 'idle'
  return 'alive'
}

/** Where a session stands with its second factor: not asked for, its code awaited, to be set up first, passed. */
export type FactorState = 'none' | 'due' | 'enrol' | 'passed'
/** The next step of a sign-in: nothing but that step answers before it is `in`. */
export function stepOf(session: { factor: FactorState; passwordDue: boolean }): 'in' | 'factor' | 'enrol' | 'password' {
  if (session.factor === 'due') return 'factor'
  if (session.factor === 'enrol') return 'enrol'
  return session.passwordDue ? 'password' : 'in'
}

/** The three that exclude one another (GB/T 22239-2019, 8.1.5). */
export const administrators: readonly GrantedRole[] = ['system-admin', 'security-admin', 'audit-admin']
export const isAdministrator = (role: GrantedRole): boolean => administrators.includes(role)
/** True where the role gets at personal data by the register. */
export const readsPersons = (role: GrantedRole): boolean => mayWith([role], 'register.read')

/** True where one account may never hold both on the same day: two of the three administrators, or one of them beside whoever reads personal data. */
export function excludes(a: GrantedRole, b: GrantedRole): boolean {
  if (isAdministrator(a) && isAdministrator(b)) return a !== b
  return (isAdministrator(a) && readsPersons(b)) || (isAdministrator(b) && readsPersons(a))
}

/** What stands in the way of signing in. Instants in milliseconds. */
export function accountState(account: { blocked: boolean; hasPassword: boolean; usedAt: number }, now: number): 'blocked' | 'new' | 'unused' | 'active' {
  if (account.blocked) return 'blocked'
  if (!account.hasPassword) return 'new'
  return now - account.usedAt >= unusedDays * 86_400_000 ? 'unused' : 'active'
}
