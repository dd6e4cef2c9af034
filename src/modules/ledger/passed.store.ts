import type { SubjectType } from '#kernel/counting.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { known, knownAt, notReturned } from './source.store.ts'

/** By which levels the entries of one kind about these records were passed: record id → levels. Records of which nothing was passed are missing; a passing taken back is none. */
export async function passedLevelsOf(tx: Tx, type: SubjectType, recordIds: readonly Uuid[], kind: string): Promise<Map<Uuid, string[]>> {
  const rows = await tx.rows(sql<{ recordId: Uuid; levels: string[] | null }>`
    select s.record_id as "recordId", (
      select array_agg(distinct v.facets ->> 'level') from ledger_entry e
      join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line ${notReturned(await knownAt(tx, null))}
      where e.subject = s.id and e.kind = ${kind}) as levels
    from ledger_subject s where s.type = ${type} and s.record_id = any(${recordIds}::uuid[])`)
  return new Map(rows.flatMap((row) => (row.levels === null ? [] : [[row.recordId, row.levels] as const])))
}

/** By which levels single entries were passed, as known at the journal number `asOf` (null: at the head). In and out: `<posting>.<line>`; what nobody passed is missing. */
export async function passedLevelsOfEntries(tx: Tx, entries: readonly { posting: string; line: number }[], asOf: bigint | null): Promise<Map<string, string[]>> {
  const rows = await tx.rows(sql<{ entry: string; levels: string[] }>`
    select w.posting || '.' || w.line as entry, array_agg(distinct v.facets ->> 'level') as levels
    from unnest(${entries.map(({ posting }) => posting)}::bigint[], ${entries.map(({ line }) => line)}::int[]) w (posting, line)
    join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = w.posting and v.refers_line = w.line ${known('v', asOf)} ${notReturned(await knownAt(tx, asOf))}
    group by 1`)
  return new Map(rows.map(({ entry, levels }) => [entry, levels]))
}
