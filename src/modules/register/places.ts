import type { WorkspaceDb, Tx } from '#platform/database/transaction.ts'
import { unitsNamed } from '#modules/organisation/index.ts'

/** A village (or whatever unit a card stands in) as lists name it. */
export type PlaceBrief = { id: number; name: string; townId: number | null; town: string | null }

type Known = { at: number; place: PlaceBrief }
const known = new Map<string, Known>()
/** Names change by a decree, not by the minute: so long a list may show the old one. */
const keepMilliseconds = 30_000

/**
 * Names of units and their towns, remembered for half a minute: a list of 50 asks for the same villages again and again. The cards were found in
 * reach before, and whoever sees one is told where it stands: so what is remembered is the same for everybody.
 */
export async function placesOf(tx: Tx, db: WorkspaceDb, ids: readonly number[], now: number): Promise<Map<number, PlaceBrief>> {
  const wanted = [...new Set(ids)]
  const key = (id: number) => `${db.schema}:${id}`
  const missing = wanted.filter((id) => (known.get(key(id))?.at ?? 0) < now - keepMilliseconds)
  if (missing.length > 0) {
    if (known.size > 50_000) known.clear()
    const units = await unitsNamed(tx, missing)
    const towns = await unitsNamed(tx, [...units.values()].flatMap(({ parentId }) => (parentId === null ? [] : [parentId])))
    for (const [id, { name, parentId }] of units) {
      const town = towns.get(parentId ?? -1)
      known.set(key(id), { at: now, place: { id, name, townId: town?.id ?? null, town: town?.name ?? null } })
    }
  }
  return new Map(wanted.map((id) => [id, known.get(key(id))?.place ?? { id, name: '', townId: null, town: null }]))
}
