import { meet, type PathRange, type Reach } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { named, type ChangeRow, type PersonListRow } from './store.ts'

export type HouseholdRow = { id: Uuid; key: string; number: string | null; unitId: number; unitPath: string; headName: string | null; size: number | null; filedOn: DateText; sheetOn: DateText; members: number }

const columns = sql.raw(`h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn"`)

/** One page of households by number, name of the head or of a member, and how many there are. */
export async function householdPage(tx: Tx, reach: Reach, f: { text: string | null; ranges: readonly PathRange[] | null }, page: { limit: number; offset: number }): Promise<{ total: number; rows: HouseholdRow[] }> {
  const where = sql`${inReach('h.unit_path', f.ranges === null ? reach : meet(reach, f.ranges))}
    ${f.text === null ? sql`` : sql`and (h.number = ${f.text} or strpos(h.head_name, ${f.text}) > 0
      or h.id in (select p.household_id from ${named(f.text)} p where ${inReach('p.unit_path', reach)}))`}`
  const rows = await tx.rows(sql<HouseholdRow & { total: number }>`
    select t.total, l.* from (select count(*)::int as total from register_household h where ${where}) t
    left join lateral (select ${columns}, (select count(*)::int from register_person m where m.household_id = h.id and m.merged_into is null and ${inReach('m.unit_path', reach)}) as members
      from register_household h where ${where} order by h.unit_path, h.id limit ${page.limit} offset ${page.offset}) l on true
    order by l."unitPath", l.id`)
  return { total: rows[0]!.total, rows: rows[0]!.id === null ? [] : rows }
}

/** One household in reach with its last changes. */
export async function householdById(tx: Tx, reach: Reach, id: Uuid): Promise<(HouseholdRow & { changes: ChangeRow[] }) | undefined> {
  return tx.maybe(sql<HouseholdRow & { changes: ChangeRow[] }>`
    select ${columns}, (select count(*)::int from register_person m where m.household_id = h.id and m.merged_into is null and ${inReach('m.unit_path', reach)}) as members,
      coalesce((select json_agg(json_build_object('id', c.id, 'field', c.field, 'before', c.before, 'after', c.after, 'on', c.effective_on,
        'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', c.by) order by c.effective_on desc, c.at desc)
        from register_change c where c.household_id = h.id), '[]') as changes
    from register_household h where h.id = ${id} and ${inReach('h.unit_path', reach)}`)
}

/** The members of a household that the reach holds, its head first. */
export async function membersOf(tx: Tx, reach: Reach, id: Uuid): Promise<PersonListRow[]> {
  return tx.rows(sql<PersonListRow>`select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
      p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn"
    from register_person p left join register_household h on h.id = p.household_id
    where p.household_id = ${id} and p.merged_into is null and ${inReach('p.unit_path', reach)} order by p.is_head desc, p.birth, p.id limit 200`)
}

/** The household of a key, wherever it is: a household's number is one in the whole workspace. The caller lets nobody join one out of reach. */
export async function householdByKey(tx: Tx, key: string): Promise<HouseholdRow | undefined> {
  return tx.beyondReach((beyond) => beyond.maybe(sql<HouseholdRow>`select ${columns}, 0 as members from register_household h where h.key = ${key}`))
}
