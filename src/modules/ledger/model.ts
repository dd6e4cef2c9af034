import { createHash } from 'node:crypto'
import type { SubjectType } from '#kernel/counting.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Level } from '#kernel/levels.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'

/** A facet's closed set of values. `many`: an entry may carry several at once (two hardships). */
export type FacetDeclaration = { readonly values: readonly string[]; readonly many?: boolean }

/** A kind of entry, declared by the module that posts it: one subject type, closed facets, no free text. */
export type KindDeclaration<F extends Record<string, FacetDeclaration> = Record<string, FacetDeclaration>> = {
  /** `<module>.<what happened>`: `register.person-filed`. */
  readonly kind: string
  /** `as-referred`: whatever the entry that it refers to is about. */
  readonly subject: SubjectType | 'as-referred'
  readonly facets: F
}

export type FacetValue = string | readonly string[]
export type Facets = Readonly<Record<string, FacetValue>>

/** The entry that this one takes back or speaks of. */
export type EntryRef = { readonly posting: bigint; readonly line: number }

/** An entry as a module hands it in. Made only by `entryOf`, which holds it against its kind. */
export type Entry = {
  readonly kind: string
  readonly subject: Uuid
  readonly unitId: number
  readonly unitPath: string
  readonly happenedOn: DateText
  readonly count: number
  readonly amount: bigint | null
  readonly currency: 'CNY' | 'VND' | null
  readonly facets: Facets
  readonly plan: string | null
  readonly source: Uuid | null
  readonly refers: EntryRef | null
}

type Optional = 'count' | 'amount' | 'currency' | 'facets' | 'plan' | 'source' | 'refers'
export type EntryInput = Omit<Entry, 'kind' | Optional> & Partial<Pick<Entry, Optional>>

/** Declares a kind; the answer makes entries of it. */
export function declareKind<F extends Record<string, FacetDeclaration>>(declaration: KindDeclaration<F>): KindDeclaration<F> {
  return Object.freeze(declaration)
}

/**
 * An entry of a declared kind. A facet or value that the kind does not declare is a fault of the program (the input
 * was checked long before), so it throws.
 */
export function entryOf(declared: KindDeclaration, input: EntryInput): Entry {
  const facets: Record<string, FacetValue> = {}
  for (const [name, value] of Object.entries(input.facets ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const facet = declared.facets[name]
    if (!facet) throw new Error(`${declared.kind} declares no facet ${name}`)
    const values = typeof value === 'string' ? [value] : value
    if (typeof value !== 'string' && !facet.many) throw new Error(`${declared.kind}: facet ${name} holds one value`)
    const strange = values.find((one) => !facet.values.includes(one))
    if (strange !== undefined) throw new Error(`${declared.kind}: facet ${name} knows no ${strange}`)
    facets[name] = facet.many ? [...new Set(values)].sort() : value
  }
  return {
    kind: declared.kind, subject: input.subject, unitId: input.unitId, unitPath: input.unitPath, happenedOn: input.happenedOn,
    count: input.count ?? 1, amount: input.amount ?? null, currency: input.currency ?? null, facets,
    plan: input.plan ?? null, source: input.source ?? null, refers: input.refers ?? null,
  }
}

/** The level that must have passed an entry before `id` may take it up: the nearest lower one at work, or none. */
export function levelBefore(levels: readonly Level[], id: string): Level | undefined {
  const place = levels.findIndex((level) => level.id === id)
  return levels.slice(0, Math.max(place, 0)).reverse().find((level) => level.atWork)
}

/** The ids of the levels above one, lowest first. */
export function levelsAbove(levels: readonly Level[], id: string): string[] {
  const place = levels.findIndex((level) => level.id === id)
  return place < 0 ? [] : levels.slice(place + 1).map((level) => level.id)
}

/** How many entries of a batch are re-visited: one in twenty, at least ten, never more than there are. */
export function sampleSizeOf(members: number): number {
  return Math.min(members, Math.max(10, Math.ceil(members / 20)))
}

/**
 * The sample of a batch: members in the order of SHA-256(seed, posting, line), the first `size` of them. Anybody who has the
 * seed draws the same sample again; nobody who draws can choose it.
 */
export function drawSample<M extends EntryRef>(members: readonly M[], seed: string, size: number): (M & { sampled: number | null })[] {
  const order = members
    .map((member, place) => ({ place, key: createHash('sha256').update(`${seed}\n${member.posting}\n${member.line}`).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const drawn = new Map(order.slice(0, size).map(({ place }, index) => [place, index + 1]))
  return members.map((member, place) => ({ ...member, sampled: drawn.get(place) ?? null }))
}

/**
 * Nobody checks what she recorded herself: of what waits, what a checker may put into a batch, and how many stay for a colleague.
 * `recordedBy` is the actor of the posting, as the journal keeps it.
 */
export function withoutOwn<M extends { readonly recordedBy: string }>(waiting: readonly M[], actor: string): { members: M[]; left: number } {
  const members = waiting.filter(({ recordedBy }) => recordedBy !== actor)
  return { members, left: waiting.length - members.length }
}

/** May she look through, and end, a batch with entries recorded by these? A colleague may have put hers into it. */
export function ownRefusal(recorders: readonly string[], actor: string): Refusal<BatchRefusal> | undefined {
  return recorders.includes(actor) ? refuse('check-own') : undefined
}

export type BatchRefusal =
  | 'check-own'
  | 'batch-not-passed' | 'taking-back-reason-missing' | 'nothing-to-take-back' | 'passed-above'
  | 'level-unknown' | 'level-not-at-work' | 'level-not-of-unit' | 'batch-empty' | 'batch-not-found' | 'batch-closed' | 'batch-not-finished'
  | 'batch-reason-missing' | 'sample-not-found'

/** May a batch of this unit be opened at this level? The unit must be one of the level's. */
export function openingRefusal(levels: readonly Level[], levelId: string, unitLevel: number): Refusal<BatchRefusal> | undefined {
  const level = levels.find((one) => one.id === levelId)
  if (!level) return refuse('level-unknown', { level: levelId, known: levels.map((one) => one.id).join(', ') }, 'level')
  if (!level.atWork) return refuse('level-not-at-work', { level: levelId }, 'level')
  if (level.unitLevel !== unitLevel) return refuse('level-not-of-unit', { level: levelId }, 'unitId')
  return undefined
}

/** May an open batch be closed so? Every sampled entry must have been looked at; a returned batch says why. */
export function closingRefusal(batch: { outcome: string | null; found: number; sampleSize: number }, outcome: 'passed' | 'returned', reason: string): Refusal<BatchRefusal> | undefined {
  if (batch.outcome !== null) return refuse('batch-closed')
  if (outcome === 'passed' && batch.found < batch.sampleSize) return refuse('batch-not-finished', { left: batch.sampleSize - batch.found, size: batch.sampleSize })
  if (outcome === 'returned' && reason.trim() === '') return refuse('batch-reason-missing', {}, 'reason')
  return undefined
}

/**
 * May a level take back what a batch of it passed? `found`: what still stands passed by it of what is to be taken back, who recorded each, and
 * the higher levels that have passed it on: those take back first, else an entry would be checked by the county and not by the village.
 */
export function takingBackRefusal(
  batch: { outcome: string | null }, found: readonly { readonly recordedBy: string; readonly above: readonly string[] }[], actor: string, reason: string,
): Refusal<BatchRefusal> | undefined {
  if (batch.outcome !== 'passed') return refuse('batch-not-passed')
  if (reason.trim() === '') return refuse('taking-back-reason-missing', {}, 'reason')
  if (found.length === 0) return refuse('nothing-to-take-back')
  const passedOn = found.filter(({ above }) => above.length > 0)
  if (passedOn.length > 0) return refuse('passed-above', { count: passedOn.length, level: passedOn[0]!.above[0]! })
  return ownRefusal(found.map(({ recordedBy }) => recordedBy), actor)
}
