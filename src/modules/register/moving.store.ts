import { sql, type Tx } from '#platform/database/transaction.ts'

/** Cards and households that stand at a path, to another unit's. */
export type CardMove = { readonly fromPath: string; readonly toUnitId: number; readonly toPath: string }

/**
 * Puts the cards and households of some paths at other units, since the tree of units changed. All at once: what comes to a path does not
 * leave it again. Out: how many cards. What happened before keeps the path under which it was recorded.
 */
export async function moveCards(tx: Tx, moves: readonly CardMove[]): Promise<number> {
  if (moves.length === 0) return 0
  const list = sql`unnest(${moves.map(({ fromPath }) => fromPath)}::text[], ${moves.map(({ toUnitId }) => toUnitId)}::int[], ${moves.map(({ toPath }) => toPath)}::text[]) m (from_path, unit_id, unit_path)`
  // A household without a number of its own is known by its village's: under the new one, unless another is known so already.
  await tx.run(sql`
    with renamed as (
      select distinct on (x.key) x.id, x.key from (
        select h.id, regexp_replace(h.key, '^([hm]):[0-9]+:', '\\1:' || m.unit_id || ':') as key from register_household h join ${list} on h.unit_path = m.from_path collate "C"
        where h.key ~ '^[hm]:' and h.unit_id <> m.unit_id and not starts_with(h.key, 'h:0:')
      ) x where not exists (select from register_household o where o.key = x.key) order by x.key, x.id
    )
    update register_household h set key = r.key from renamed r where h.id = r.id`)
  await tx.run(sql`update register_household h set unit_id = m.unit_id, unit_path = m.unit_path from ${list} where h.unit_path = m.from_path collate "C"`)
  return tx.run(sql`update register_person p set unit_id = m.unit_id, unit_path = m.unit_path from ${list} where p.unit_path = m.from_path collate "C"`)
}

/** How many cards and households stand at each of these paths; paths without any are missing. */
export async function cardsAtPaths(tx: Tx, paths: readonly string[]): Promise<Map<string, { persons: number; households: number }>> {
  const rows = await tx.rows(sql<{ path: string; persons: number; households: number }>`
    select path, (select count(*)::int from register_person p where p.unit_path = l.path collate "C") as persons, (select count(*)::int from register_household h where h.unit_path = l.path collate "C") as households
    from unnest(${paths}::text[]) l (path)`)
  return new Map(rows.filter(({ persons, households }) => persons + households > 0).map(({ path, ...counts }) => [path, counts]))
}
