import type { Tx } from '#platform/database/transaction.ts'
import { idsOfPath, readUnitCode, type Country } from './model.ts'
import type { Reach } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Slice, TreeChange } from './changing.ts'
import * as store from './change.store.ts'
import { placedAt } from './tree.ts'

/** The numbers of the units that a change names. */
export function unitsNamedIn(change: TreeChange): number[] {
  switch (change.verb) {
    case 'open': return [change.parentId]
    case 'close': return [change.unitId, ...(change.heirId === null ? [] : [change.heirId])]
    case 'rename': return [change.unitId]
    case 'move': return [change.unitId, change.parentId]
    case 'merge': return [...change.unitIds, ...('unitId' in change.into ? [change.into.unitId] : [])]
    case 'split': return [change.unitId, ...change.into.flatMap(({ children }) => children)]
  }
}

function codesIn(change: TreeChange): string[] {
  switch (change.verb) {
    case 'open': case 'rename': return [change.code]
    case 'move': return change.code === null ? [] : [change.code]
    case 'merge': return 'code' in change.into ? [change.into.code] : []
    case 'split': return change.into.map(({ code }) => code)
    case 'close': return []
  }
}

/** What `planChange` decides from, within the reach. Of what is only named as parent or heir, all below it comes too: it is not much, and one query. */
export async function sliceFor(tx: Tx, reach: Reach, change: TreeChange, of: { topUnitId: number; country: Country; today: DateText }): Promise<Slice> {
  const codes = codesIn(change).flatMap((code) => readUnitCode(code, of.country)?.code ?? [])
  return { ...of, rows: await store.rowsAround(tx, reach, unitsNamedIn(change), codes), nextId: await store.nextUnitId(tx) }
}

/** Every path at which something may have been filed and which is no unit's path any more, and the unit that takes its place today; null: none. */
export async function movedPaths(tx: Tx): Promise<{ fromPath: string; toUnitId: number; toPath: string }[]> {
  return (await placedAt(tx, '9999-12-31', null)).flatMap(({ path, to }) => (to === null ? [] : [{ fromPath: path, toUnitId: idsOfPath(to).at(-1)!, toPath: to }]))
}
