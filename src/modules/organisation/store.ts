import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Reach } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import { inReach } from '#platform/database/reach.ts'
import { idsOfPath, type Unit, type UnitLevel } from './model.ts'

const columns = sql`u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo"`

/** The row of a unit that holds on a day; without a day, the one that holds now. */
function holds(day: DateText | null | undefined) {
  return day ? sql`(u.valid_from <= ${day}::date and (u.valid_to is null or u.valid_to >= ${day}::date))` : sql`u.valid_to is null`
}

/** The unit with that number, if the reach holds it. */
export async function unitById(tx: Tx, reach: Reach, id: number, day?: DateText | null): Promise<Unit | undefined> {
  return tx.maybe<Unit>(sql`select ${columns} from organisation_unit u where u.id = ${id} and ${holds(day)} and ${inReach('u.path', reach)}`)
}

/** The unit with that unpadded code, if the reach holds it. */
export async function unitByCode(tx: Tx, reach: Reach, code: string, day?: DateText | null): Promise<Unit | undefined> {
  return tx.maybe<Unit>(sql`select ${columns} from organisation_unit u where u.code = ${code} and ${holds(day)} and ${inReach('u.path', reach)}`)
}

/** Many units by number at once, in no order. */
export async function unitsByIds(tx: Tx, reach: Reach, ids: readonly number[], day?: DateText | null): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u where u.id = any(${ids}::int[]) and ${holds(day)} and ${inReach('u.path', reach)}`)
}

/** What stands directly below a unit, by code. Placeholders come as they are. */
export async function rowsBelow(tx: Tx, reach: Reach, parentIds: readonly number[], day?: DateText | null): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u
    where u.parent_id = any(${parentIds}::int[]) and ${holds(day)} and ${inReach('u.path', reach)} order by u.code`)
}

/** The units whose numbers stand on these paths, highest first, without asking the reach: a unit's address is told with the unit. */
export async function unitsOnPaths(tx: Tx, paths: readonly string[], day?: DateText | null): Promise<Unit[]> {
  const ids = [...new Set(paths.flatMap(idsOfPath))]
  return tx.rows<Unit>(sql`select ${columns} from organisation_units_named(${ids}::int[]) u where ${holds(day)} order by u.level, u.path`)
}

/** How many units of each level stand directly below each of these today; below a placeholder they count for its parent. */
export async function countsBelow(tx: Tx, ids: readonly number[]): Promise<Map<number, { level: UnitLevel; count: number; pseudo: number }[]>> {
  const rows = await tx.rows<{ id: number; level: UnitLevel; count: number; pseudo: number }>(sql`
    with parent as (
      select id, id as counts_for from unnest(${ids}::int[]) as id
      union all
      select h.id, h.parent_id from organisation_unit h where h.parent_id = any(${ids}::int[]) and h.placeholder and h.valid_to is null
    )
    select p.counts_for as id, u.level, count(*)::int as count, count(*) filter (where u.pseudo)::int as pseudo
    from parent p join organisation_unit u on u.parent_id = p.id
    where not u.placeholder and u.valid_to is null group by p.counts_for, u.level order by p.counts_for, u.level`)
  const counts = new Map<number, { level: UnitLevel; count: number; pseudo: number }[]>()
  for (const { id, ...count } of rows) counts.set(id, [...(counts.get(id) ?? []), count])
  return counts
}

/** How many units of each level stand at or below a path today, and how many of them are pseudo; placeholders are none. */
export async function countsByLevel(tx: Tx, range: { lo: string; hi: string }): Promise<{ level: UnitLevel; count: number; pseudo: number }[]> {
  return tx.rows(sql`select u.level, count(*)::int as count, count(*) filter (where u.pseudo)::int as pseudo from organisation_unit u
    where u.path >= ${range.lo} and u.path < ${range.hi} and u.valid_to is null and not u.placeholder group by u.level order by u.level`)
}

/** Units whose name holds the text or whose code begins with it; exact names first, then higher levels. */
export async function findUnits(tx: Tx, reach: Reach, text: string, limit: number): Promise<Unit[]> {
  const literal = text.replace(/[\\%_]/g, '\\$&')
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u
    where u.valid_to is null and ${inReach('u.path', reach)} and (u.name ilike ${`%${literal}%`} or u.code like ${`${literal}%`})
    order by (u.name = ${text} or u.code = ${text}) desc, (u.name ilike ${`${literal}%`}) desc, u.level, u.path limit ${limit}`)
}

/** All units at or below a path, of some levels or of all, in the order of the tree. */
export async function unitsInRange(tx: Tx, reach: Reach, range: { lo: string; hi: string }, levels: readonly number[] | null, day?: DateText | null): Promise<Unit[]> {
  const ofLevels = levels ? sql`u.level = any(${levels}::int[])` : sql`true`
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u
    where u.path >= ${range.lo} and u.path < ${range.hi} and ${holds(day)} and ${ofLevels} and ${inReach('u.path', reach)} order by u.code`)
}

/** The same a page at a time, in the order of paths: those after a path, at most `limit`. */
export async function unitsInRangeAfter(tx: Tx, reach: Reach, range: { lo: string; hi: string }, levels: readonly number[], after: string, limit: number): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u where u.path >= ${range.lo} and u.path < ${range.hi} and u.path > ${after} and ${holds(null)}
    and u.level = any(${levels}::int[]) and ${inReach('u.path', reach)} order by u.path limit ${limit}`)
}

/** Names and parents of units as they stand now, without asking the reach. */
export async function unitsNamed(tx: Tx, ids: readonly number[]): Promise<Pick<Unit, 'id' | 'name' | 'parentId'>[]> {
  return tx.rows(sql`select u.id, u.name, u.parent_id as "parentId" from organisation_units_named(${ids}::int[]) u where ${holds(null)}`)
}

/** Every path that these units have had, also where they stood out of reach: what a unit did elsewhere is counted with it. */
export async function pathsOf(tx: Tx, ids: readonly number[]): Promise<{ id: number; path: string }[]> {
  return tx.rows(sql`select distinct u.id, u.path from organisation_units_named(${ids}::int[]) u order by u.id, u.path`)
}

/** Every dated row of every unit, a page at a time in order of number and day: for exports. */
export async function unitRowsAfter(tx: Tx, after: { id: number; validFrom: DateText }, limit: number): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u where (u.id, u.valid_from) > (${after.id}, ${after.validFrom}::date) order by u.id, u.valid_from limit ${limit}`)
}

/** Loads a whole tree. For the owner, when a workspace is made. */
export async function loadUnits(tx: Tx, rows: Iterable<readonly (string | number | boolean | null)[]>): Promise<number> {
  return tx.copyIn('organisation_unit', ['id', 'code', 'name', 'level', 'pseudo', 'placeholder', 'parent_id', 'path', 'valid_from', 'valid_to'], rows)
}

/** Keeps the indexes that only reading needs out of the way of a load, and makes them again after it. */
export async function dropReadIndexes(tx: Tx): Promise<void> {
  await tx.run(sql`drop index organisation_unit_path`)
  await tx.run(sql`drop index organisation_unit_parent`)
}
export async function makeReadIndexes(tx: Tx): Promise<void> {
  await tx.run(sql`create index organisation_unit_path on organisation_unit (path)`)
  await tx.run(sql`create index organisation_unit_parent on organisation_unit (parent_id)`)
}
