import type { Reach } from '#kernel/actor.ts'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { ImportCounts, ImportDetail, ImportResult, PreviewRow } from './imports.contract.ts'

export type ImportState = ImportDetail['state']
export type Decided = { decision: 'use-id-birth' | 'take-village' | 'send-back'; villageCode?: string }
export type ImportRow = {
  id: Uuid; fileName: string; bytes: bigint; state: ImportState; unitPath: string; createdAt: InstantText; createdBy: string; forms: ImportDetail['forms']
  counts: ImportCounts | null; decided: Record<string, Decided>; result: ImportResult | null; refusal: { refused: string; facts: Record<string, string | number> } | null; journal: bigint | null
}

const columns = sql.raw(`i.id, i.file_name as "fileName", i.bytes, i.state, i.unit_path as "unitPath", i.created_at as "createdAt", i.created_by as "createdBy", i.forms, i.counts,
  i.decided, i.result, i.refusal, i.journal`)

/** What persons said that headers mean: signature of the form → header → field, or null for "nothing". */
export async function rosterForms(tx: Tx): Promise<Map<string, Record<string, string | null>>> {
  const rows = await tx.rows(sql<{ signature: string; fields: Record<string, string | null> }>`select signature, fields from register_roster_form`)
  return new Map(rows.map((row) => [row.signature, row.fields]))
}
export async function rememberForm(tx: Tx, signature: string, fields: Record<string, string | null>, by: string, at: InstantText): Promise<void> {
  await tx.run(sql`insert into register_roster_form (signature, fields, by, at) values (${signature}, ${JSON.stringify(fields)}::jsonb, ${by}, ${at})
    on conflict (signature) do update set fields = excluded.fields, by = excluded.by, at = excluded.at`)
}

export async function insertImport(tx: Tx, i: { id: Uuid; fileName: string; bytes: number; state: ImportState; unitPath: string; createdAt: InstantText; createdBy: string }): Promise<boolean> {
  return (await tx.run(sql`insert into register_import (id, file_name, bytes, state, unit_path, created_at, created_by)
    values (${i.id}, ${i.fileName}, ${i.bytes}, ${i.state}, ${i.unitPath}, ${i.createdAt}, ${i.createdBy}) on conflict (id) do nothing`)) === 1
}

/** One import of somebody whose unit the reach holds. */
export async function importById(tx: Tx, reach: Reach, id: Uuid): Promise<ImportRow | undefined> {
  return tx.maybe(sql<ImportRow>`select ${columns} from register_import i where i.id = ${id} and ${inReach('i.unit_path', reach)}`)
}
/** Two who decide rows of one import at once come one after the other: neither's decisions are lost. */
export async function lockImport(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`select 1 from register_import where id = ${id} for update`)
}
export async function importsNewest(tx: Tx, reach: Reach, states: readonly ImportState[] | null, limit: number): Promise<ImportRow[]> {
  return tx.rows(sql<ImportRow>`select ${columns} from register_import i where ${inReach('i.unit_path', reach)}
    ${states === null ? sql`` : sql`and i.state = any(${states}::text[])`} order by i.created_at desc limit ${limit}`)
}

type Change = Partial<{ state: ImportState; forms: unknown; counts: unknown; decided: unknown; result: unknown; refusal: unknown; journal: bigint; finishedAt: InstantText }>
/** Moves an import on; only from one of the states named. Answers whether it was in one. */
export async function moveImport(tx: Tx, id: Uuid, from: readonly ImportState[], change: Change): Promise<boolean> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  return (await tx.run(sql`update register_import set state = coalesce(${change.state ?? null}, state), forms = coalesce(${json(change.forms)}::jsonb, forms),
      counts = coalesce(${json(change.counts)}::jsonb, counts), decided = coalesce(${json(change.decided)}::jsonb, decided), result = coalesce(${json(change.result)}::jsonb, result),
      refusal = coalesce(${json(change.refusal)}::jsonb, refusal), journal = coalesce(${change.journal ?? null}::bigint, journal), finished_at = coalesce(${change.finishedAt ?? null}::timestamptz, finished_at)
    where id = ${id} and state = any(${from}::text[])`)) === 1
}

export async function clearRows(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`delete from register_import_row where import_id = ${id}`)
}
/** The preview's rows, from lines that `check.rows.ts` wrote. */
export async function addRows(tx: Tx, lines: AsyncIterable<Uint8Array>): Promise<void> {
  // No COPY goes into a table under row security: they come beside it first.
  await tx.run(sql`create temp table register_import_coming (like register_import_row) on commit drop`)
  await tx.copyLinesIn('register_import_coming', ['import_id', 'ordinal', 'sheet', 'row', 'verdict', 'code', 'marks', 'body'], lines)
  await tx.run(sql`insert into register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body)
    select import_id, ordinal, sheet, row, verdict, code, marks, body from register_import_coming`)
}

export type RowFilter = 'all' | 'faults' | 'decide' | 'refused' | 'repaired' | 'repeated' | 'warned'
/** One page of the preview. The import was looked up in reach before. */
export async function rowPage(tx: Tx, id: Uuid, filter: RowFilter, code: string | null, page: { limit: number; offset: number }): Promise<{ total: number; rows: PreviewRow[] }> {
  const where = sql`r.import_id = ${id} ${filter === 'all' ? sql``
    : filter === 'decide' ? sql`and r.verdict = 'to-decide'` : filter === 'refused' || filter === 'repeated' ? sql`and r.verdict = ${filter}` : sql`and ${filter} = any(r.marks)`}
    ${code === null ? sql`` : sql`and ${code} = any(r.marks)`}`
  const rows = await tx.rows(sql<{ total: number; body: PreviewRow | null }>`
    select t.total, l.body from (select count(*)::int as total from register_import_row r where ${where}) t
    left join lateral (select r.ordinal, r.body from register_import_row r where ${where} order by r.ordinal limit ${page.limit} offset ${page.offset}) l on true order by l.ordinal`)
  return { total: rows[0]!.total, rows: rows.flatMap((row) => (row.body === null ? [] : [row.body])) }
}
/** Imports whose time is over: open ones of old, and done ones whose file is still kept. */
export async function importsBefore(tx: Tx, day: InstantText): Promise<{ id: Uuid; state: ImportState }[]> {
  return tx.rows(sql<{ id: Uuid; state: ImportState }>`select id, state from register_import where created_at < ${day}`)
}
