import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Reach } from '#kernel/actor.ts'
import { rangeOf } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { ChangeVerb, Planned, Told } from './changing.ts'
import type { TreeRow } from './lives.ts'
import { idsOfPath } from './model.ts'

const columns = sql`u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo"`

/** One change of a workspace's tree at a time. */
export async function lockTree(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.organisation.tree', 0))`)
}

/** Every row of these units, of all that ever was below them, of what stands above any of them, and of the units with these codes. */
export async function rowsAround(tx: Tx, reach: Reach, ids: readonly number[], codes: readonly string[]): Promise<TreeRow[]> {
  const own = await tx.rows(sql<{ path: string }>`select distinct u.path from organisation_unit u where u.id = any(${ids}::int[]) and ${inReach('u.path', reach)}`)
  const ranges = own.map(({ path }) => rangeOf(path))
  const above = own.flatMap(({ path }) => idsOfPath(path))
  return tx.rows<TreeRow>(sql`
    with wanted as (
      select b.id from unnest(${ranges.map(({ lo }) => lo)}::text[], ${ranges.map(({ hi }) => hi)}::text[]) r (lo, hi) join organisation_unit b on b.path >= r.lo and b.path < r.hi
      union select unnest(${above}::int[])
      union select c.id from organisation_unit c where c.code = any(${codes}::text[])
    )
    select ${columns} from wanted w join organisation_unit u on u.id = w.id where ${inReach('u.path', reach)} order by u.id, u.valid_from`)
}

/** The number for a new unit. */
export async function nextUnitId(tx: Tx): Promise<number> {
  return (await tx.one(sql<{ id: number }>`select greatest((select max(id) from organisation_unit), (select max(id) from organisation_unit_past)) + 1 as id`)).id
}

/** Writes a planned change: rows replaced and kept as past, rows and successions added, all under the change's id. */
export async function writeChange(
  tx: Tx, plan: Planned, change: { id: Uuid; verb: ChangeVerb; onDay: DateText; reason: string; at: InstantText; by: string },
): Promise<void> {
  await tx.run(sql`select organisation_change_tree(${change.id}, ${change.verb}, ${plan.unitId}, ${plan.path}, ${plan.others}::int[], ${change.onDay}::date, ${change.reason},
    ${JSON.stringify(plan.told)}::jsonb, ${change.at}::timestamptz, ${change.by}, ${JSON.stringify(plan.gone)}::jsonb, ${JSON.stringify(plan.rows)}::jsonb, ${JSON.stringify(plan.successors)}::jsonb)`)
}

export type ChangeRow = { id: Uuid; verb: ChangeVerb; unitId: number; onDay: DateText; reason: string; told: Told; at: InstantText; by: string; number: bigint }

const changeFields = sql`c.id, c.verb, c.unit_id as "unitId", c.on_day as "onDay", c.reason, c.told, c.at, c.by, n.number`

/** A change by the request that made it. */
export async function changeById(tx: Tx, id: Uuid): Promise<ChangeRow | undefined> {
  return tx.maybe<ChangeRow>(sql`select ${changeFields} from organisation_change c join organisation_change_number n on n.id = c.id where c.id = ${id}`)
}

/** Changes that speak of a unit, the newest known first. */
export async function changesOfUnit(tx: Tx, unitId: number, limit: number): Promise<ChangeRow[]> {
  return tx.rows<ChangeRow>(sql`select ${changeFields} from organisation_change c join organisation_change_number n on n.id = c.id
    where c.unit_id = ${unitId} or ${unitId} = any(c.others) order by n.number desc limit ${limit}`)
}

/** Changes of the whole tree in reach, the newest known first. */
export async function changesInReach(tx: Tx, limit: number): Promise<ChangeRow[]> {
  return tx.rows<ChangeRow>(sql`select ${changeFields} from organisation_change c join organisation_change_number n on n.id = c.id order by n.number desc limit ${limit}`)
}
