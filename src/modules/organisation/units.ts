import type { Reach } from '#kernel/actor.ts'
import { rangeOf } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import { sought } from '#kernel/marks.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { readUnitCode, type Country, type Unit } from './model.ts'
import * as store from './store.ts'
import { changesAfter } from './tree.ts'

/** A day asks for the tree as it stood then; none, as it stands now. `asOf`: as it was known after that journal number; none, as it is known. */
export type At = { readonly day?: DateText | null; readonly asOf?: bigint | null }

/** The same with the changes that are not known yet. */
export async function treeAt(tx: Tx, { day, asOf }: At): Promise<store.TreeAt> {
  return { day, unknown: await changesAfter(tx, asOf) }
}

/** The unit with that number; undefined where there is none or the reach does not hold it. */
export async function unitById(tx: Tx, reach: Reach, id: number, at: At = {}): Promise<Unit | undefined> {
  return store.unitById(tx, reach, id, await treeAt(tx, at))
}

/** Many units by number, keyed by it. What the reach does not hold is missing. */
export async function unitsById(tx: Tx, reach: Reach, ids: readonly number[], at: At = {}): Promise<Map<number, Unit>> {
  const units = ids.length ? await store.unitsByIds(tx, reach, [...new Set(ids)], await treeAt(tx, at)) : []
  return new Map(units.map((unit) => [unit.id, unit]))
}

/** The unit with a code as people write it (padded or not, `cn:` or not); undefined where it is none, unknown or out of reach. */
export async function unitByCode(tx: Tx, reach: Reach, code: string, at: At & { country?: Country } = {}): Promise<Unit | undefined> {
  const read = readUnitCode(code, at.country ?? 'cn') ?? readUnitCode(code, 'vn')
  return read ? store.unitByCode(tx, reach, read.code, await treeAt(tx, at)) : undefined
}

/**
 * What stands directly below a unit, by code: below a placeholder (市辖区 of a municipality) its children stand in its place;
 * zones are listed and flagged `pseudo`. `asFiled` lists placeholders as they are.
 */
export async function childrenOf(tx: Tx, reach: Reach, unitId: number, at: At & { asFiled?: boolean } = {}): Promise<Unit[]> {
  const children = await store.rowsBelow(tx, reach, [unitId], await treeAt(tx, at))
  const placeholders = children.filter((unit) => unit.placeholder)
  if (at.asFiled || placeholders.length === 0) return children
  const lifted = await Promise.all(placeholders.map((unit) => childrenOf(tx, reach, unit.id, at)))
  return [...children.filter((unit) => !unit.placeholder), ...lifted.flat()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A unit's address: what stands above it in the workspace, highest first, itself last. Empty where the reach does not hold it. */
export async function ancestorsOf(tx: Tx, reach: Reach, unitId: number, at: At = {}): Promise<Unit[]> {
  const unit = await unitById(tx, reach, unitId, at)
  return unit ? store.unitsOnPaths(tx, [unit.path], at) : []
}

/** Names and parents of units wherever they stand: what is shown of a card or entry in reach says where it is, down from the town. */
export async function unitsNamed(tx: Tx, ids: readonly number[]): Promise<Map<number, Pick<Unit, 'id' | 'name' | 'parentId'>>> {
  const units = ids.length ? await store.unitsNamed(tx, [...new Set(ids)]) : []
  return new Map(units.map((unit) => [unit.id, unit]))
}

/** What is looked for in names without their marks; null where there is no Latin letter to carry one. */
const plainOf = (text: string) => (/[a-z]/.test(sought(text)) ? sought(text) : null)

/** Units whose name holds the text, its marks typed or not, or whose code begins with it, at most `limit`. Blank text finds nothing. */
export async function searchUnits(tx: Tx, reach: Reach, text: string, limit = 20): Promise<Unit[]> {
  const wanted = text.normalize('NFKC').trim()
  return wanted ? store.findUnits(tx, reach, wanted, plainOf(wanted), Math.min(limit, 200)) : []
}

/** All units at or below a path, by code: of some levels (0–5) or all. For an index of villages, and for exports. */
export async function unitsBelow(tx: Tx, reach: Reach, of: { path: string; levels?: readonly number[] } & At): Promise<Unit[]> {
  return store.unitsInRange(tx, reach, rangeOf(of.path), of.levels ?? null, await treeAt(tx, of))
}

/** Today's units of some levels at or below a path in pages of `size`, in the order of paths: a whole country never stands in memory at once. */
export async function* unitPagesBelow(tx: Tx, reach: Reach, of: { path: string; levels: readonly number[] }, size: number): AsyncGenerator<Unit[]> {
  for (let after = ''; ; ) {
    const page = await store.unitsInRangeAfter(tx, reach, rangeOf(of.path), of.levels, after, size)
    if (page.length > 0) yield page
    if (page.length < size) return
    after = page.at(-1)!.path
  }
}

