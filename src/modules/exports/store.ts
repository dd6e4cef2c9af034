import type { Reach } from '#kernel/actor.ts'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { ExportKind } from './model.ts'

export type StoredExport = {
  readonly id: Uuid; readonly number: bigint; readonly what: ExportKind; readonly title: string; readonly filter: string; readonly sha256: Buffer
  readonly unitId: number; readonly unitPath: string; readonly persons: number | null; readonly reason: string | null; readonly askedBy: string; readonly askedAt: InstantText
  readonly approved: boolean | null; readonly decidedBy: string | null; readonly decidedAt: InstantText | null; readonly decisionReason: string | null
  readonly takings: number; readonly takenAt: InstantText | null
}

const columns = sql.raw(`e.id, e.number, e.what, e.title, e.filter, e.filter_sha256 as sha256, e.unit_id as "unitId", e.unit_path as "unitPath", e.persons, e.reason, e.asked_by as "askedBy", e.asked_at as "askedAt",
  d.approved, d.by as "decidedBy", d.at as "decidedAt", d.reason as "decisionReason",
  (select count(*)::int from exports_taking t where t.export_id = e.id) as takings, (select max(t.at) from exports_taking t where t.export_id = e.id) as "takenAt"`)

/** Writes down what is asked for; answers its number, or undefined where the id stands already. */
export async function insertExport(
  tx: Tx,
  e: { id: Uuid; what: ExportKind; title: string; filter: string; sha256: Buffer; unitId: number; unitPath: string; persons: number | null; own: boolean; reason: string | null; by: string; at: InstantText },
): Promise<bigint | undefined> {
  const row = await tx.maybe<{ number: bigint }>(sql`insert into exports_export (id, what, title, filter, filter_sha256, unit_id, unit_path, persons, own, reason, asked_by, asked_at)
    values (${e.id}, ${e.what}, ${e.title}, ${e.filter}, ${e.sha256}, ${e.unitId}, ${e.unitPath}, ${e.persons}, ${e.own}, ${e.reason}, ${e.by}, ${e.at}) on conflict (id) do nothing returning number`)
  return row?.number
}

export async function insertTaking(tx: Tx, t: { id: Uuid; exportId: Uuid; unitPath: string; persons: number | null; by: string; at: InstantText }): Promise<void> {
  await tx.run(sql`insert into exports_taking (id, export_id, unit_path, persons, by, at) values (${t.id}, ${t.exportId}, ${t.unitPath}, ${t.persons}, ${t.by}, ${t.at})`)
}

/** Lets the takings of one account pass one at a time, until the transaction ends: none is begun on a sum that another is about to change. */
export async function lockTakings(tx: Tx, by: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('exports:' || current_schema() || ':' || ${by}, 0))`)
}

/** How many persons this account took since then without a second person, its own aside, in all its units; an export taken again counts once. */
export async function takenAlone(tx: Tx, by: string, since: InstantText): Promise<number> {
  const { persons } = await tx.beyondReach((beyond) => beyond.one<{ persons: number }>(sql`select coalesce(sum(x.persons), 0)::int as persons from (
    select max(t.persons) as persons from exports_taking t join exports_export e on e.id = t.export_id
    where t.by = ${by} and t.at > ${since} and e.reason is null and not e.own group by t.export_id) x`))
  return persons
}

/** Answers false where somebody decided before. */
export async function insertDecision(tx: Tx, d: { exportId: Uuid; unitPath: string; approved: boolean; reason: string | null; by: string; at: InstantText }): Promise<boolean> {
  return (await tx.run(sql`insert into exports_decision (export_id, unit_path, approved, reason, by, at)
    values (${d.exportId}, ${d.unitPath}, ${d.approved}, ${d.reason}, ${d.by}, ${d.at}) on conflict (export_id) do nothing`)) === 1
}

/** One export; undefined out of reach. */
export async function exportById(tx: Tx, reach: Reach, id: Uuid): Promise<StoredExport | undefined> {
  return tx.maybe<StoredExport>(sql`select ${columns} from exports_export e left join exports_decision d on d.export_id = e.id where e.id = ${id} and ${inReach('e.unit_path', reach)}`)
}

/** What this account asked a second person for of the same unit with the same filter, newest first. */
export async function askedAlike(tx: Tx, reach: Reach, what: ExportKind, unitId: number, sha256: Buffer, by: string): Promise<StoredExport[]> {
  return tx.rows<StoredExport>(sql`select ${columns} from exports_export e left join exports_decision d on d.export_id = e.id
    where e.filter_sha256 = ${sha256} and e.what = ${what} and e.unit_id = ${unitId} and e.asked_by = ${by} and e.reason is not null and ${inReach('e.unit_path', reach)} order by e.asked_at desc, e.id limit 20`)
}

/** A page of exports in reach, newest first, with how many there are. `by`: only what this account asked for; `not`: what waits for a decision and was asked for by anybody else. */
export async function exportPage(tx: Tx, reach: Reach, of: { by: string | null; not: string | null }, page: { limit: number; offset: number }): Promise<{ total: number; rows: StoredExport[] }> {
  const where = sql`${inReach('e.unit_path', reach)} ${of.by === null ? sql`` : sql`and e.asked_by = ${of.by}`} ${of.not === null ? sql`` : sql`and e.reason is not null and d.export_id is null and e.asked_by <> ${of.not}`}`
  const rows = await tx.rows<StoredExport & { total: number }>(sql`
    select t.total, l.* from (select count(*)::int as total from exports_export e left join exports_decision d on d.export_id = e.id where ${where}) t
    left join lateral (select ${columns} from exports_export e left join exports_decision d on d.export_id = e.id where ${where} order by e.asked_at desc, e.id limit ${page.limit} offset ${page.offset}) l on true`)
  return { total: rows[0]!.total, rows: rows[0]!.id === null ? [] : rows }
}
