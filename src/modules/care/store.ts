import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

export type WorkStart = { id: Uuid; personId: Uuid; trade: string; startedOn: DateText; note: string | null; requestId: Uuid; at: InstantText; by: string }

/** Two officers who record the same person at once come one after the other. Persons are locked in one order, so that nobody waits in a circle. */
export async function lockPersons(tx: Tx, personIds: readonly Uuid[]): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('care:' || id, 0)) from (select id from unnest(${[...personIds].sort()}::text[]) with ordinality as p (id, place) order by place) x`)
}

/** Starts recorded before of these persons, in this trade on this day. The persons were looked up in reach. */
export async function sameStarts(tx: Tx, personIds: readonly Uuid[], trade: string, startedOn: DateText): Promise<{ id: Uuid; personId: Uuid }[]> {
  return tx.rows(sql<{ id: Uuid; personId: Uuid }>`select id, person_id as "personId" from care_work_start
    where person_id = any(${personIds}::uuid[]) and trade = ${trade} and started_on = ${startedOn}`)
}

/** Of these persons, those of whom a later start is recorded. */
export async function laterStarts(tx: Tx, personIds: readonly Uuid[], startedOn: DateText): Promise<Set<Uuid>> {
  const rows = await tx.rows(sql<{ personId: Uuid }>`select distinct person_id as "personId" from care_work_start where person_id = any(${personIds}::uuid[]) and started_on > ${startedOn}`)
  return new Set(rows.map(({ personId }) => personId))
}

/** Persons that an earlier arrival of a request recorded. */
export async function startsOfRequest(tx: Tx, requestId: Uuid): Promise<Set<Uuid>> {
  const rows = await tx.rows(sql<{ personId: Uuid }>`select person_id as "personId" from care_work_start where request_id = ${requestId}`)
  return new Set(rows.map(({ personId }) => personId))
}

export async function insertStarts(tx: Tx, starts: readonly WorkStart[]): Promise<void> {
  const first = starts[0]!
  await tx.run(sql`insert into care_work_start (id, person_id, trade, started_on, note, request_id, at, by)
    select s.id, s.person_id, ${first.trade}, ${first.startedOn}, ${first.note}, ${first.requestId}, ${first.at}, ${first.by}
    from unnest(${starts.map((s) => s.id)}::uuid[], ${starts.map((s) => s.personId)}::uuid[]) s (id, person_id)`)
}

/** Every start recorded of one person, for her own request: the trade as a code, the note as it was written. */
export async function startsOfPerson(tx: Tx, personId: Uuid): Promise<{ trade: string; startedOn: DateText; note: string | null; at: InstantText; by: string }[]> {
  return tx.rows(sql<{ trade: string; startedOn: DateText; note: string | null; at: InstantText; by: string }>`select trade, started_on as "startedOn", note, at, by from care_work_start where person_id = ${personId} order by at`)
}
