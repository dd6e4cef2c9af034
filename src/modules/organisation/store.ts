import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Reach } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { idsOfPath, type Unit, type UnitLevel } from './model.ts'

const columns = sql`u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo"`

/** Which tree is asked: as it stood on a day (none: as it stands now), as it was known before these changes (none: as it is known). */
export type TreeAt = { readonly day?: DateText | null | undefined; readonly unknown?: readonly Uuid[] }
const now: TreeAt = {}

/** The row of a unit that holds on a day; without a day, the one that holds now. */
function holds({ day }: TreeAt) {
  return day ? sql`(u.valid_from <= ${day}::date and (u.valid_to is null or u.valid_to >= ${day}::date))` : sql`u.valid_to is null`
}

/** The rows of the tree as `u`: those known now, or, where changes are not known yet, those that stood before them. */
function units({ unknown = [] }: TreeAt) {
  if (unknown.length === 0) return sql`organisation_unit u`
  const fields = sql`id, code, name, level, pseudo, placeholder, path, parent_id, valid_from, valid_to`
  return sql`(select ${fields} from organisation_unit where known_change is null or known_change <> all(${unknown}::uuid[])
    union all select ${fields} from organisation_unit_past where superseded_change = any(${unknown}::uuid[]) and (known_change is null or known_change <> all(${unknown}::uuid[]))) u`
}

/** The unit with that number, if the reach holds it. */
export async function unitById(tx: Tx, reach: Reach, id: number, at: TreeAt = now): Promise<Unit | undefined> {
  return tx.maybe<Unit>(sql`select ${columns} from ${units(at)} where u.id = ${id} and ${holds(at)} and ${inReach('u.path', reach)}`)
}

/** The unit with that unpadded code, if the reach holds it. */
export async function unitByCode(tx: Tx, reach: Reach, code: string, at: TreeAt = now): Promise<Unit | undefined> {
  return tx.maybe<Unit>(sql`select ${columns} from ${units(at)} where u.code = ${code} and ${holds(at)} and ${inReach('u.path', reach)}`)
}

/** Many units by number at once, in no order. */
export async function unitsByIds(tx: Tx, reach: Reach, ids: readonly number[], at: TreeAt = now): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from ${units(at)} where u.id = any(${ids}::int[]) and ${holds(at)} and ${inReach('u.path', reach)}`)
}

/** What stands directly below a unit, by code. Placeholders come as they are. */
export async function rowsBelow(tx: Tx, reach: Reach, parentIds: readonly number[], at: TreeAt = now): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from ${units(at)}
    where u.parent_id = any(${parentIds}::int[]) and ${holds(at)} and ${inReach('u.path', reach)} order by u.code`)
}

/** The units whose numbers stand on these paths, highest first, without asking the reach: a unit's address is told with the unit. */
export async function unitsOnPaths(tx: Tx, paths: readonly string[], at: TreeAt = now): Promise<Unit[]> {
  const ids = [...new Set(paths.flatMap(idsOfPath))]
  return tx.rows<Unit>(sql`select ${columns} from organisation_units_named(${ids}::int[]) u where ${holds(at)} order by u.level, u.path`)
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

/** A name as it is looked for without marks (`withoutMarks` of the kernel, in SQL): Thục Phán is found by “thuc phan”. */
const plainName = sql.raw(`lower(translate(normalize(u.name, nfd), 'Đđ' || U&'\\0300\\0301\\0302\\0303\\0306\\0309\\031B\\0323', 'dd'))`)

/** Units whose name holds the text, with its marks or (`plain`, null where it has no Latin letter) without them, or whose code begins with it; exact names first, then higher levels. */
export async function findUnits(tx: Tx, reach: Reach, text: string, plain: string | null, limit: number): Promise<Unit[]> {
  const like = (words: string) => words.replace(/[\\%_]/g, '\\$&')
  const holdsPlain = plain === null ? sql`false` : sql`${plainName} like ${`%${like(plain)}%`}`
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u
    where u.valid_to is null and ${inReach('u.path', reach)} and (u.name ilike ${`%${like(text)}%`} or u.code like ${`${like(text)}%`} or ${holdsPlain})
    order by (u.name = ${text} or u.code = ${text}) desc, (u.name ilike ${`%${like(text)}%`}) desc, (u.name ilike ${`${like(text)}%`}) desc, u.level, u.path limit ${limit}`)
}

/** All units at or below a path, of some levels or of all, in the order of the tree. */
export async function unitsInRange(tx: Tx, reach: Reach, range: { lo: string; hi: string }, levels: readonly number[] | null, at: TreeAt = now): Promise<Unit[]> {
  const ofLevels = levels ? sql`u.level = any(${levels}::int[])` : sql`true`
  return tx.rows<Unit>(sql`select ${columns} from ${units(at)}
    where u.path >= ${range.lo} and u.path < ${range.hi} and ${holds(at)} and ${ofLevels} and ${inReach('u.path', reach)} order by u.code`)
}

/** The same a page at a time, in the order of paths: those after a path, at most `limit`. */
export async function unitsInRangeAfter(tx: Tx, reach: Reach, range: { lo: string; hi: string }, levels: readonly number[], after: string, limit: number): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u where u.path >= ${range.lo} and u.path < ${range.hi} and u.path > ${after} and ${holds(now)}
    and u.level = any(${levels}::int[]) and ${inReach('u.path', reach)} order by u.path limit ${limit}`)
}

/** Names and parents of units as they stand, or stood last, without asking the reach. */
export async function unitsNamed(tx: Tx, ids: readonly number[]): Promise<Pick<Unit, 'id' | 'name' | 'parentId'>[]> {
  return tx.rows(sql`select distinct on (u.id) u.id, u.name, u.parent_id as "parentId" from organisation_units_named(${ids}::int[]) u order by u.id, u.valid_from desc`)
}

/** Rows of units that stood on some day of a period (null: open), directly below some unit (`parentIds`) or at or below a path, in order of unit and day. */
export async function rowsDuring(
  tx: Tx, reach: Reach, of: { parentIds: readonly number[] } | { range: { lo: string; hi: string }; level: number } | { ids: readonly number[] }, period: { from: DateText | null; to: DateText }, at: TreeAt,
): Promise<Unit[]> {
  const which = 'parentIds' in of ? sql`u.parent_id = any(${of.parentIds}::int[])` : 'ids' in of ? sql`u.id = any(${of.ids}::int[])`
    : sql`u.path >= ${of.range.lo} and u.path < ${of.range.hi} and u.level = ${of.level}`
  return tx.rows<Unit>(sql`select ${columns} from ${units(at)} where ${which} and u.valid_from <= ${period.to}::date
    and (u.valid_to is null or ${period.from}::date is null or u.valid_to >= ${period.from}::date) and ${inReach('u.path', reach)} order by u.id, u.valid_from`)
}

/** Every path that these units have had, also where they stood out of reach: what a unit did elsewhere is counted with it. */
export async function pathsOf(tx: Tx, ids: readonly number[]): Promise<{ id: number; path: string; standing: boolean }[]> {
  return tx.rows(sql`select u.id, u.path, bool_or(u.valid_to is null) as standing from organisation_units_named(${ids}::int[]) u group by u.id, u.path
    union all select s.id, s.path, false from organisation_unit_special s where s.id = any(${ids}::int[]) and s.superseded_change is not null`)
}

/** Every row of one unit that the reach holds, by day. */
export async function unitRowsOf(tx: Tx, reach: Reach, id: number): Promise<Unit[]> {
  return tx.rows<Unit>(sql`select ${columns} from organisation_unit u where u.id = ${id} and ${inReach('u.path', reach)} order by u.valid_from`)
}

/** A dated row of a unit as an export tells it: since which journal number it is known (null: since ever), and which replaced it. */
export type ToldUnit = Unit & { readonly known: bigint | null; readonly superseded: bigint | null }

/** Every dated row of every unit as known now, a page at a time in order of number and day: for exports. */
export async function unitRowsAfter(tx: Tx, after: { id: number; validFrom: DateText }, limit: number): Promise<ToldUnit[]> {
  return tx.rows<ToldUnit>(sql`select ${columns}, k.number as known, null as superseded from organisation_unit u left join organisation_change_number k on k.id = u.known_change
    where (u.id, u.valid_from) > (${after.id}, ${after.validFrom}::date) order by u.id, u.valid_from limit ${limit}`)
}

/** Every row that later knowledge replaced, in the order of being replaced: for exports. */
export async function replacedUnitRows(tx: Tx): Promise<ToldUnit[]> {
  return tx.rows<ToldUnit>(sql`select ${columns}, k.number as known, s.number as superseded from organisation_unit_past u
    left join organisation_change_number k on k.id = u.known_change join organisation_change_number s on s.id = u.superseded_change order by s.number, u.id, u.valid_from`)
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
