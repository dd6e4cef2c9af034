import type { DateText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { Act } from './words.ts'

/** One change in an agency's life, and the name it has from then on. */
export type LifeStep = { readonly act: Act; readonly name: string; readonly on: DateText }
export type LifeRefusal = 'agency-in-future' | 'agency-left' | 'agency-day-before' | 'agency-same-name' | 'agency-taken-back'

/** Names that differ in blanks, width or case alone are one. */
export function sameName(a: string, b: string): boolean {
  return tight(a) === tight(b)
}
const tight = (name: string) => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/**
 * Whether a change may be written (R2, R3, R6). In: what stands of the agency's life, oldest first; the change; today in the workspace's calendar.
 * Out: undefined where it may, else a refusal at its field.
 */
export function lifeRefusal(life: readonly LifeStep[], change: LifeStep, today: DateText): Refusal<LifeRefusal> | undefined {
  const newest = life.at(-1)
  if (!newest && change.act !== 'joined') return refuse('agency-taken-back')
  if (newest?.act === 'left') return refuse('agency-left', { on: newest.on })
  if (change.on > today) return refuse('agency-in-future', {}, 'on')
  if (newest && change.on < newest.on) return refuse('agency-day-before', { on: newest.on }, 'on')
  if (change.act === 'renamed' && newest && newest.name === change.name) return refuse('agency-same-name', {}, 'name')
  return undefined
}

/**
 * Whether a step may be taken back (R6): one with an entry, not taken back before; the joining only where no leaving stands, since an agency that never
 * joined cannot have left. In: the whole life with what was taken back; the step. Out: undefined where it may, else a refusal.
 */
export function reversalRefusal(life: readonly (LifeStep & { readonly id: string; readonly reversed: boolean })[], step: string): Refusal<'entry-not-found' | 'entry-reversed' | 'agency-leaving-stands'> | undefined {
  const found = life.find(({ id, act }) => id === step && act !== 'renamed')
  if (!found) return refuse('entry-not-found')
  if (found.reversed) return refuse('entry-reversed')
  const leaving = life.find(({ act, reversed }) => act === 'left' && !reversed)
  return found.act === 'joined' && leaving ? refuse('agency-leaving-stands', { on: leaving.on }) : undefined
}
