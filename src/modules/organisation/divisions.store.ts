import { type Tx } from '#platform/database/transaction.ts'

/** Loads what came of former units, as the division data says: known from the first day. For the owner, when a workspace is made. */
export async function loadSuccessors(tx: Tx, rows: Iterable<readonly (string | number | boolean | null)[]>): Promise<number> {
  return tx.copyIn('organisation_successor', ['unit_id', 'successor_id', 'on_day', 'heir'], rows)
}
