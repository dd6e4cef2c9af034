import { sql, type Tx } from '#platform/database/transaction.ts'

/** Of these units, those with a batch that nobody has closed yet. */
export async function unitsWithOpenBatch(tx: Tx, unitIds: readonly number[]): Promise<number[]> {
  const rows = await tx.rows(sql<{ id: number }>`select distinct b.unit_id as id from ledger_batch b
    where b.unit_id = any(${unitIds}::int[]) and not exists (select from ledger_batch_closing c where c.batch_id = b.id)`)
  return rows.map(({ id }) => id)
}
