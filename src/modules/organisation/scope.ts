import type { Reach } from '#kernel/actor.ts'
import { rangeOf } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Scope, Unit } from './model.ts'
import { joined, rangesOf } from './placing.ts'
import * as store from './store.ts'
import { ofTree, placedAt } from './tree.ts'
import { childrenOf, treeAt, unitById } from './units.ts'

/** A day under whose boundaries entries count, or `then`: each where it was recorded. */
export type Boundary = DateText | 'then'
/** The period of a question; only `then` asks it. A null `from` is open. */
export type Period = { readonly from: DateText | null; readonly to: DateText }
/** What the parts are: the children (placeholders give way to theirs, zones are parts of their own), the units of one level (0–5), or none. */
export type PartsBy = 'children' | number | null

/** A day after all others: on it stands what stands now. */
const now: DateText = '9999-12-31'

/**
 * The stretches of recorded paths that count for a unit and for its parts (decisions/0017).
 * In: the unit's number; the boundary; what its parts are; the journal number as of which the tree is known (null: the head of this snapshot); for `then` the period;
 * under a day `standing`, the unit itself where it was just read in this reach, as of that day and number.
 * Out: `ranges`, which do not cover one another: `key` is the part's code (with its number behind @ where two parts had the same code), the unit's own
 * code for what is recorded at it or counts at no part; `whole`, the same without keys. Parts are named as they stood on the day; for `then`
 * they are the units that stood there on some day of the period, named as they last did in it.
 * Under a day, each entry counts where its unit stands on that day; what does not stand on it, by its successors (`placedOn`).
 * Refuses `unit-not-found` where the reach does not hold the unit then.
 */
export async function scopeOf(
  tx: Tx, reach: Reach, unitId: number, boundary: Boundary, by: PartsBy = null, asOf: bigint | null = null, period: Period = { from: null, to: now }, standing?: Unit,
): Promise<Scope | Refusal<'unit-not-found'>> {
  const isThen = boundary === 'then'
  return ofTree(
    tx, asOf, ['scope', reach, unitId, boundary, by, isThen ? period : null],
    () => (isThen ? scopeThen(tx, reach, unitId, by, asOf, period) : scopeOn(tx, reach, unitId, boundary, by, asOf, standing)),
    (answer) => (isRefusal(answer) ? 0 : answer.ranges.length + answer.parts.length),
  )
}

async function scopeOn(tx: Tx, reach: Reach, unitId: number, day: DateText, by: PartsBy, asOf: bigint | null, standing?: Unit): Promise<Scope | Refusal<'unit-not-found'>> {
  const unit = standing ?? (await unitById(tx, reach, unitId, { day, asOf }))
  if (!unit) return refuse('unit-not-found')
  const parts = await partsOn(tx, reach, unit, day, by, asOf)
  const keys = keysOf(unit, parts)
  const ranges = rangesOf(new Map([unit, ...parts].map((one) => [one.path, keys.get(one.id)!])), await placedAt(tx, day, asOf))
  return scope(unit, parts, keys, ranges)
}

async function partsOn(tx: Tx, reach: Reach, unit: Unit, day: DateText, by: PartsBy, asOf: bigint | null): Promise<Unit[]> {
  if (by === null) return []
  if (by === 'children') return childrenOf(tx, reach, unit.id, { day, asOf })
  const units = await store.unitsInRange(tx, reach, rangeOf(unit.path), [by], await treeAt(tx, { day, asOf }))
  return units.filter((part) => part.id !== unit.id && !part.placeholder)
}

async function scopeThen(tx: Tx, reach: Reach, unitId: number, by: PartsBy, asOf: bigint | null, period: Period): Promise<Scope | Refusal<'unit-not-found'>> {
  const at = await treeAt(tx, { asOf })
  const [own, ever] = [await store.rowsDuring(tx, reach, { ids: [unitId] }, period, at), await store.rowsDuring(tx, reach, { ids: [unitId] }, { from: null, to: now }, at)]
  const unit = own.at(-1)
  if (!unit) return refuse('unit-not-found')
  const rows = by === null ? [] : by === 'children' ? await rowsBelowThen(tx, reach, [unitId], period, at)
    : (await Promise.all([...new Set(ever.map(({ path }) => path))].map((path) => store.rowsDuring(tx, reach, { range: rangeOf(path), level: by }, period, at)))).flat().filter((row) => row.id !== unitId && !row.placeholder)
  const parts = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id))
  const keys = keysOf(unit, parts)
  const ranges = rangesOf(new Map([...ever, ...rows].map((row) => [row.path, keys.get(row.id)!])), [])
  return scope(unit, parts, keys, ranges)
}

/** What stood directly below these units in the period; below placeholders, what stood below them. */
async function rowsBelowThen(tx: Tx, reach: Reach, parentIds: readonly number[], period: Period, at: store.TreeAt): Promise<Unit[]> {
  const rows = await store.rowsDuring(tx, reach, { parentIds }, period, at)
  const placeholders = rows.filter((row) => row.placeholder)
  const lifted = placeholders.length ? await rowsBelowThen(tx, reach, placeholders.map(({ id }) => id), period, at) : []
  return [...rows.filter((row) => !row.placeholder), ...lifted]
}

/** The key of the unit and of each part: its code; where others had it too, the one that stood last keeps it. */
function keysOf(unit: Unit, parts: readonly Unit[]): Map<number, string> {
  const taken = new Set([unit.code])
  const keys = new Map([[unit.id, unit.code]])
  for (const part of parts.toSorted((a, b) => (a.validFrom > b.validFrom ? -1 : a.validFrom < b.validFrom ? 1 : b.id - a.id))) {
    keys.set(part.id, taken.has(part.code) ? `${part.code}@${part.id}` : part.code)
    taken.add(part.code)
  }
  return keys
}

function scope(unit: Unit, parts: readonly Unit[], keys: ReadonlyMap<number, string>, ranges: readonly { key: string; lo: string; hi: string }[]): Scope {
  const ids = new Map([...keys].map(([id, key]) => [key, id]))
  return {
    unit, parts: parts.map((part) => ({ ...part, key: keys.get(part.id)! })), whole: joined(ranges),
    ranges: ranges.map((range) => ({ key: range.key, unitId: ids.get(range.key)!, lo: range.lo, hi: range.hi })),
  }
}

/**
 * What a grant for a unit reaches: every path that the unit has had, and what counts for it today though it was recorded elsewhere (a village that
 * came to it, what it took over). Empty for a number that no unit has.
 */
export async function reachOfUnit(tx: Tx, unitId: number): Promise<Reach> {
  return ofTree(tx, null, ['reach', unitId], () => reachNow(tx, unitId), (reach) => reach.length)
}

/** The unit that stands with this number, and what a grant for it reaches; null where it ended or never was. */
export async function grantedUnit(tx: Tx, unitId: number): Promise<{ unit: Unit; reach: Reach } | null> {
  return ofTree(tx, null, ['granted', unitId], async () => {
    const reach = await reachOfUnit(tx, unitId)
    const unit = await unitById(tx, reach, unitId)
    return unit ? { unit, reach } : null
  }, (granted) => granted?.reach.length ?? 0)
}

async function reachNow(tx: Tx, unitId: number): Promise<Reach> {
  const rows = await store.pathsOf(tx, [unitId])
  const standing = rows.find((row) => row.standing)
  const own = [...new Set(rows.map(({ path }) => path))].map(rangeOf)
  if (!standing) return own
  const counts = rangesOf(new Map([[standing.path, '']]), (await placedAt(tx, now, null)).filter(({ to }) => to !== null && to.startsWith(standing.path)))
  return joined([...own, ...counts].map(({ lo, hi }) => ({ lo, hi })).sort((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0)))
}
