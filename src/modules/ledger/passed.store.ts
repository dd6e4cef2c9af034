import type { SubjectType } from '#kernel/counting.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** By which levels the entries of one kind about these records were passed: record id → levels. Records of which nothing was passed are missing. */
export async function passedLevelsOf(tx: Tx, type: SubjectType, recordIds: readonly Uuid[], kind: string): Promise<Map<Uuid, string[]>> {
  const rows = await tx.rows(sql<{ recordId: Uuid; levels: string[] | null }>`
    select s.record_id as "recordId", (
      select array_agg(distinct v.facets ->> 'level') from ledger_entry e
      join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
      where e.subject = s.id and e.kind = ${kind}) as levels
    from ledger_subject s where s.type = ${type} and s.record_id = any(${recordIds}::uuid[])`)
  return new Map(rows.flatMap((row) => (row.levels === null ? [] : [[row.recordId, row.levels] as const])))
}
