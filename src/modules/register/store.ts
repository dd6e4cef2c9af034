import type { RawBuilder } from 'kysely'
import { meet, type PathRange, type Reach } from '#kernel/actor.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { prefixEnd } from './model.ts'
import { partsToFind } from './names.ts'
import type { Ability, Wish } from './words.ts'

/** What the database is asked for; numbers that identify are hashes by now. */
export type Wanted =
  /** `roots`: the standing cards behind closed ones that have this number. */
  | { by: 'id-number' | 'phone'; hash: Buffer; roots: readonly Uuid[]; letters?: never }
  | { by: 'initials' | 'pinyin'; letters: string }
  | { by: 'name'; text: string; sound: string | null }

export type PersonFilter = {
  wanted: Wanted | null
  /** The paths of the unit asked for; null asks for all in reach. */
  ranges: readonly PathRange[] | null
  ability?: readonly Ability[] | undefined; wish?: readonly Wish[] | undefined; hardship?: readonly string[] | undefined
  sex?: 'female' | 'male' | undefined; worked?: 'yes' | 'no' | undefined
}
export type PersonSort = 'place' | 'name' | 'birth' | '-birth' | 'filed' | '-filed'

export type PersonListRow = {
  id: Uuid; name: string; sex: 'female' | 'male'; birth: DateText; unitId: number; householdId: Uuid; householdNumber: string | null; relation: string | null
  isHead: boolean; ability: Ability; wish: Wish; hardships: string[]; works: string | null; filedOn: DateText
}

const listColumns = sql.raw(`p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
  p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn"`)

function wantedWhere(wanted: Wanted | null): RawBuilder<unknown> {
  if (wanted === null) return sql``
  if (wanted.by === 'id-number' || wanted.by === 'phone') {
    const column = sql.ref(wanted.by === 'phone' ? 'p.phone_hash' : 'p.id_hash')
    return wanted.roots.length === 0 ? sql`and ${column} = ${wanted.hash}` : sql`and (${column} = ${wanted.hash} or p.id = any(${wanted.roots}::uuid[]))`
  }
  if (wanted.by === 'name') return sql`and strpos(p.name, ${wanted.text}) > 0`
  const { letters } = wanted as { letters: string }
  const initials = sql`(p.initials >= ${letters} and p.initials < ${prefixEnd(letters)})`
  return wanted.by === 'initials' ? sql`and ${initials}` : sql`and ((p.pinyin >= ${letters} and p.pinyin < ${prefixEnd(letters)}) or ${initials})`
}

/** Where persons come from: those with a part of a name from the one function that finds it by an index under row security. */
export function named(text: string): RawBuilder<unknown> {
  return sql`register_named(${partsToFind(text)}::text[], ${text})`
}
const personsOf = (wanted: Wanted | null) => (wanted?.by === 'name' ? named(wanted.text) : sql`register_person`)

function personWhere(reach: Reach, f: PersonFilter): RawBuilder<unknown> {
  return sql`${inReach('p.unit_path', f.ranges === null ? reach : meet(reach, f.ranges))} and p.merged_into is null ${wantedWhere(f.wanted)}
    ${f.ability ? sql`and p.ability = any(${f.ability}::text[])` : sql``} ${f.wish ? sql`and p.wish = any(${f.wish}::text[])` : sql``}
    ${f.hardship ? sql`and p.hardships && ${f.hardship}::text[]` : sql``} ${f.sex ? sql`and p.sex = ${f.sex}` : sql``}
    ${f.worked ? (f.worked === 'yes' ? sql`and p.works is not null` : sql`and p.works is null`) : sql``}`
}

const orders: Record<PersonSort, RawBuilder<unknown>> = {
  place: sql`p.unit_path, p.id`, name: sql`p.pinyin, p.name, p.id`, birth: sql`p.birth, p.id`, '-birth': sql`p.birth desc, p.id`, filed: sql`p.filed_on, p.id`, '-filed': sql`p.filed_on desc, p.id`,
}

/**
 * One page of persons and how many there are in all, in one round trip. What is searched for is found first and then put in order:
 * a rare name would else be looked for along the whole order.
 */
export async function personPage(tx: Tx, reach: Reach, f: PersonFilter, page: { sort: PersonSort; limit: number; offset: number }): Promise<{ total: number; rows: PersonListRow[] }> {
  const where = personWhere(reach, f)
  if (f.wanted !== null) {
    const found = await tx.rows(sql<PersonListRow & { total: number }>`
      with hit as materialized (select p.id, p.unit_path, p.pinyin, p.name, p.birth, p.filed_on from ${personsOf(f.wanted)} p where ${where}),
      page as materialized (select p.id, row_number() over (order by ${orders[page.sort]}) as place from hit p order by ${orders[page.sort]} limit ${page.limit} offset ${page.offset})
      select t.total, l.* from (select count(*)::int as total from hit) t
      left join lateral (select ${listColumns}, page.place from page join register_person p on p.id = page.id left join register_household h on h.id = p.household_id) l on true
      order by l.place`)
    return { total: found[0]!.total, rows: found[0]!.id === null ? [] : found }
  }
  const rows = await tx.rows(sql<PersonListRow & { total: number }>`
    select t.total, l.* from (select count(*)::int as total from register_person p where ${where}) t
    left join lateral (
      select ${listColumns}, row_number() over (order by ${orders[page.sort]}) as place from (
        select p.* from register_person p where ${where} order by ${orders[page.sort]} limit ${page.limit} offset ${page.offset}) p
      left join register_household h on h.id = p.household_id) l on true
    order by l.place`)
  return { total: rows[0]!.total, rows: rows[0]!.id === null ? [] : rows }
}

/** Persons whose names sound like the words but are written otherwise: at most 10. */
export async function homophones(tx: Tx, reach: Reach, f: PersonFilter & { wanted: { by: 'name'; text: string; sound: string } }): Promise<PersonListRow[]> {
  const { text, sound } = f.wanted
  return tx.rows(sql<PersonListRow>`
    select ${listColumns} from register_person p left join register_household h on h.id = p.household_id
    where ${personWhere(reach, { ...f, wanted: null })} and p.pinyin >= ${sound} and p.pinyin < ${prefixEnd(sound)} and strpos(p.name, ${text}) = 0
    order by p.pinyin, p.unit_path, p.id limit 10`)
}

/** The next rows of an export after a place: keyset by path and id, so that 100,000 rows cost no more than their reading. */
export async function personsAfter(tx: Tx, reach: Reach, f: PersonFilter, after: { path: string; id: Uuid } | null, limit: number) {
  return tx.rows(sql<PersonListRow & { unitPath: string; idMask: string; phoneMask: string | null; education: string | null; health: string | null; incomeFen: bigint | null; trade: string | null; helper: string | null }>`
    select ${listColumns}, p.unit_path as "unitPath", p.id_mask as "idMask", p.phone_mask as "phoneMask", p.education, p.health, p.income_fen as "incomeFen", p.trade, p.helper
    from ${personsOf(f.wanted)} p left join register_household h on h.id = p.household_id
    where ${personWhere(reach, f)} ${after === null ? sql`` : sql`and (p.unit_path, p.id) > (${after.path}, ${after.id})`}
    order by p.unit_path, p.id limit ${limit}`)
}

/** Ids of the persons of a filter, in the order of an export. */
export async function personIds(tx: Tx, reach: Reach, f: PersonFilter): Promise<Uuid[]> {
  return (await tx.rows<{ id: Uuid }>(sql`select p.id from ${personsOf(f.wanted)} p where ${personWhere(reach, f)} order by p.unit_path, p.id`)).map(({ id }) => id)
}

export type CardRow = PersonListRow & {
  unitPath: string; idMask: string; phoneMask: string | null; ethnicity: string | null; education: string | null; health: string | null; incomeFen: bigint | null
  trade: string | null; helper: string | null; note: string | null; sheetOn: DateText; classedOn: DateText; createdAt: InstantText
  headName: string | null; size: number | null; subject: null
  members: { id: Uuid; name: string; sex: 'female' | 'male'; birth: DateText; relation: string | null; isHead: boolean }[]
  changes: ChangeRow[]
  mergedInto: Uuid | null
  merges: MergeRow[]
}
/** A merge that stands, as one of its two cards shows it: `closed` where this is the one that was closed. Of the other card what is in reach. */
export type MergeRow = { id: Uuid; closed: boolean; otherId: Uuid; otherName: string | null; otherMask: string | null; reason: string; at: InstantText; by: string }
export type ChangeRow = { id: Uuid; field: string; before: string | null; after: string | null; on: DateText; at: string; by: string }

const changeJson = sql.raw(`json_build_object('id', c.id, 'field', c.field, 'before', c.before, 'after', c.after, 'on', c.effective_on,
  'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', c.by)`)

/** One card with household, members and last changes; undefined out of reach. */
export async function cardById(tx: Tx, reach: Reach, id: Uuid, changes: number): Promise<CardRow | undefined> {
  return tx.maybe(sql<CardRow>`
    select ${listColumns}, p.unit_path as "unitPath", p.id_mask as "idMask", p.phone_mask as "phoneMask", p.ethnicity, p.education, p.health, p.income_fen as "incomeFen",
      p.trade, p.helper, p.note, p.sheet_on as "sheetOn", p.classed_on as "classedOn", p.created_at as "createdAt",
      case when ${inReach('h.unit_path', reach)} then h.head_name end as "headName", case when ${inReach('h.unit_path', reach)} then h.size end as size,
      (select json_agg(json_build_object('id', m.id, 'name', m.name, 'sex', m.sex, 'birth', m.birth, 'relation', m.relation, 'isHead', m.is_head) order by m.is_head desc, m.birth, m.id)
        from register_person m where m.household_id = p.household_id and (m.merged_into is null or m.id = p.id) and ${inReach('m.unit_path', reach)}) as members, p.merged_into as "mergedInto",
      coalesce((select json_agg(json_build_object('id', g.id, 'closed', g.person_id = p.id, 'otherId', case when g.person_id = p.id then g.into_id else g.person_id end, 'otherName', o.name, 'otherMask', o.id_mask,
          'reason', g.reason, 'at', to_char(g.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', g.by) order by g.at)
        from register_merge g left join register_person o on o.id = case when g.person_id = p.id then g.into_id else g.person_id end and ${inReach('o.unit_path', reach)}
        where (g.person_id = p.id or g.into_id = p.id) and not exists (select from register_merge_undone u where u.merge_id = g.id)), '[]') as merges,
      coalesce((select json_agg(x.c) from (select ${changeJson} as c from register_change c where c.person_id = p.id order by c.effective_on desc, c.at desc limit ${changes}) x), '[]') as changes
    from register_person p left join register_household h on h.id = p.household_id
    where p.id = ${id} and ${inReach('p.unit_path', reach)}`)
}

/** The sealed number of a card in reach; null where the card has none. */
export async function sealedField(tx: Tx, reach: Reach, id: Uuid, field: 'idNumber' | 'phone'): Promise<{ sealed: Buffer | null } | undefined> {
  const column = sql.ref(field === 'idNumber' ? 'p.id_cipher' : 'p.phone_cipher')
  return tx.maybe(sql<{ sealed: Buffer | null }>`select ${column} as sealed from register_person p where p.id = ${id} and ${inReach('p.unit_path', reach)}`)
}
/** Notes who saw a number and why. Answers false where the id of the request stands beside another reveal: then nothing may be shown. */
export async function insertReveal(tx: Tx, r: { id: Uuid; personId: Uuid; field: string; reason: string; at: InstantText; by: string }): Promise<boolean> {
  const made = await tx.run(sql`insert into register_reveal (id, person_id, field, reason, at, by) values (${r.id}, ${r.personId}, ${r.field}, ${r.reason}, ${r.at}, ${r.by}) on conflict (id) do nothing`)
  return made === 1 || (await tx.maybe(sql`select 1 from register_reveal where id = ${r.id} and person_id = ${r.personId} and field = ${r.field} and by = ${r.by}`)) !== undefined
}

/**
 * Names and birth years of persons in reach; for lists that other modules show. Of a card that was merged away (`asked`), the one that stands.
 * CASE and not coalesce: PostgreSQL takes coalesce for something that may leak rows past a policy, and then looks at every card instead of the index.
 */
export async function personsByIds(tx: Tx, reach: Reach, ids: readonly Uuid[]): Promise<(PersonListRow & { unitPath: string; asked: Uuid })[]> {
  return tx.rows(sql<PersonListRow & { unitPath: string; asked: Uuid }>`select a.id as asked, ${listColumns}, p.unit_path as "unitPath"
    from register_person a join register_person p on p.id = case when a.merged_into is null then a.id else a.merged_into end left join register_household h on h.id = p.household_id
    where a.id = any(${ids}::uuid[]) and ${inReach('p.unit_path', reach)}`)
}

/**
 * Names by keyed hash of the id number, in the whole workspace: a person is one person wherever she lives, so a roster is held
 * against all cards. What comes of it is a yes or no ("another name has this number"), never the name.
 */
export async function namesByIdHash(tx: Tx, hashes: readonly Buffer[]): Promise<Map<string, string>> {
  const rows = await tx.beyondReach((beyond) =>
    beyond.rows(sql<{ hash: string; name: string }>`select encode(id_hash, 'hex') as hash, name from register_person where id_hash = any(${hashes}::bytea[])`))
  return new Map(rows.map((row) => [row.hash, row.name]))
}

/** Sets, or clears, the trade that stands on a card. Called by the module care with what the ledger says. */
export async function setWorks(tx: Tx, reach: Reach, ids: readonly Uuid[], trade: string | null): Promise<number> {
  return tx.run(sql`update register_person p set works = ${trade} where p.id = any(${ids}::uuid[]) and ${inReach('p.unit_path', reach)}`)
}

/** How many persons a reach holds, counted no further than `atMost`. */
export async function countInReach(tx: Tx, reach: Reach, atMost: number): Promise<number> {
  return (await tx.one<{ n: number }>(sql`select count(*)::int as n from (select 1 from register_person p where ${inReach('p.unit_path', reach)} and p.merged_into is null limit ${atMost}) counted`)).n
}
