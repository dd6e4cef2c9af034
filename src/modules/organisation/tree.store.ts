import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { DatedRow, Succession } from './placing.ts'

/** The tree's version: another one after every change. */
export async function treeVersion(tx: Tx): Promise<Uuid> {
  return (await tx.one(sql<{ version: Uuid }>`select version from organisation_tree where id = 1`)).version
}

/** Changes of the tree and the journal numbers since which they are known, in order of the number. */
export async function changeNumbers(tx: Tx): Promise<{ id: Uuid; number: bigint }[]> {
  return tx.rows(sql<{ id: Uuid; number: bigint }>`select id, number from organisation_change_number order by number`)
}

/**
 * Every row, known now or before, of the units that changed and of those that successions name; beyond the reach, as `pathsOf`. One that was moved and moved
 * back, or moved since ever, stands in one row as if nothing had happened: that row, too.
 */
export async function datedRows(tx: Tx): Promise<DatedRow[]> {
  return tx.rows(sql<DatedRow>`
    with row as (
      select s.id, s.path, s.valid_from, s.valid_to, s.known_change, s.superseded_change from organisation_unit_special s
      union all
      select u.id, u.path, u.valid_from, u.valid_to, u.known_change, null
      from organisation_units_named((select array_agg(id) from (
        select unnest(array[c.unit_id, c.successor_id]) as id from organisation_successor c
        union select p.id from organisation_unit_special p where p.superseded_change is not null) named)) u
      where u.valid_to is null and u.valid_from = '1900-01-01'
    )
    select r.id, r.path, r.valid_from as "validFrom", r.valid_to as "validTo", k.number as known, s.number as superseded
    from row r left join organisation_change_number k on k.id = r.known_change left join organisation_change_number s on s.id = r.superseded_change`)
}

/** Every succession, with the journal number since which it is known. */
export async function successions(tx: Tx): Promise<Succession[]> {
  return tx.rows(sql<{ unitId: number; successorId: number; onDay: DateText; heir: boolean; known: bigint | null }>`
    select s.unit_id as "unitId", s.successor_id as "successorId", s.on_day as "onDay", s.heir, k.number as known
    from organisation_successor s left join organisation_change_number k on k.id = s.known_change`)
}
