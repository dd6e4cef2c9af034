import { meet, type PathRange, type Reach } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { TwinReason } from './merging.contract.ts'

/** The standing cards in reach, at or below the unit asked for. */
const standing = (reach: Reach, ranges: readonly PathRange[] | null) => sql`p.merged_into is null and ${inReach('p.unit_path', ranges === null ? reach : meet(reach, ranges))}`
const apart = sql`not exists (select from register_apart x where x.person_id = t.a and x.other_id = t.b)`

/** More pairs than this are not held against one another by their numbers. */
const mostNear = 3_000

export type Sealed = { a: Uuid; b: Uuid; one: Buffer; other: Buffer }
/**
 * Pairs of one name and sex whose days of birth differ in one of year, month and day, and whose numbers agree in what their masks show (region, order):
 * the numbers, sealed, for a closer look. A number wrong elsewhere has the same birth, and is found by that. Joined three ways, each on the two
 * parts of the birth that agree, so that a common name is not held against itself.
 */
export async function nearBirths(tx: Tx, reach: Reach, ranges: readonly PathRange[] | null): Promise<Sealed[]> {
  return tx.rows(sql<Sealed>`
    with live as materialized (select p.id, p.pinyin || p.sex || left(p.id_mask, 4) || left(right(p.id_mask, 2), 1) as known,
        extract(year from p.birth) as y, extract(month from p.birth) as m, extract(day from p.birth) as d
      from register_person p where ${standing(reach, ranges)}),
    t as (
      select a.id as a, b.id as b from live a join live b on b.known = a.known and b.m = a.m and b.d = a.d and a.y <> b.y and a.id < b.id
      union select a.id, b.id from live a join live b on b.known = a.known and b.y = a.y and b.d = a.d and a.m <> b.m and a.id < b.id
      union select a.id, b.id from live a join live b on b.known = a.known and b.y = a.y and b.m = a.m and a.d <> b.d and a.id < b.id)
    select t.a, t.b, a.id_cipher as one, b.id_cipher as other from (select * from t where ${apart} order by t.a, t.b limit ${mostNear}) t
    join register_person a on a.id = t.a join register_person b on b.id = t.b`)
}

export type TwinRow = {
  total: number; reasons: TwinReason[]
  a: TwinCardRow | null; b: TwinCardRow | null
}
export type TwinCardRow = {
  id: Uuid; name: string; sex: 'female' | 'male'; birth: DateText; idMask: string; idCipher: string; phoneMask: string | null; unitId: number; householdNumber: string | null; filedOn: DateText
}

const cardJson = (alias: string, home: string) => sql.raw(`json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'sex', ${alias}.sex, 'birth', ${alias}.birth, 'idMask', ${alias}.id_mask,
  'idCipher', encode(${alias}.id_cipher, 'hex'), 'phoneMask', ${alias}.phone_mask, 'unitId', ${alias}.unit_id, 'householdNumber', ${home}.number, 'filedOn', ${alias}.filed_on)`)

/**
 * One page of likely twins and how many there are, those with most reasons first. The same name (or sound) and birth; the same phone, or
 * household, with the same sound of the name; and the pairs `near` whose numbers were found to be near.
 */
export async function twinPage(tx: Tx, reach: Reach, ranges: readonly PathRange[] | null, near: readonly { a: Uuid; b: Uuid }[], page: { limit: number; offset: number }): Promise<TwinRow[]> {
  return tx.rows(sql<TwinRow>`
    with live as materialized (select p.id, p.name, p.pinyin, p.sex, p.birth, p.phone_hash, p.household_id from register_person p where ${standing(reach, ranges)}),
    found as (
      select a.id as a, b.id as b, case when a.name = b.name then 'name-birth' else 'sound-birth' end as reason from live a join live b on b.pinyin = a.pinyin and b.birth = a.birth and b.sex = a.sex and a.id < b.id
      union all select a.id, b.id, 'phone' from live a join live b on b.phone_hash = a.phone_hash and (b.pinyin = a.pinyin or (b.birth = a.birth and b.sex = a.sex)) and a.id < b.id
      union all select a.id, b.id, 'household' from live a join live b on b.household_id = a.household_id and b.pinyin = a.pinyin and a.id < b.id
      union all select n.a, n.b, 'number-near' from unnest(${near.map(({ a }) => a)}::uuid[], ${near.map(({ b }) => b)}::uuid[]) n (a, b)),
    t as materialized (select t.a, t.b, array_agg(distinct t.reason) as reasons from found t where ${apart} group by t.a, t.b),
    page as (select * from t order by cardinality(t.reasons) desc, t.a, t.b limit ${page.limit} offset ${page.offset})
    select (select count(*)::int from t) as total, l.reasons, l.a, l.b from (select 1) one left join lateral (
      select page.reasons, ${cardJson('a', 'ha')} as a, ${cardJson('b', 'hb')} as b, page.a as first, page.b as second
      from page join register_person a on a.id = page.a join register_person b on b.id = page.b
      left join register_household ha on ha.id = a.household_id left join register_household hb on hb.id = b.household_id) l on true
    order by cardinality(l.reasons) desc, l.first, l.second`)
}
