import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** What checkers wrote down beside the entries of one subject; the caller has found out that the reader may see all of them. */
export async function findingsAbout(tx: Tx, subject: Uuid): Promise<{ wrong: boolean; note: string | null; at: InstantText; by: string }[]> {
  return tx.rows(sql<{ wrong: boolean; note: string | null; at: InstantText; by: string }>`select f.wrong, f.note, f.found_at as at, f.found_by as by from ledger_finding f
    join ledger_entry e on e.posting = f.posting and e.line = f.line where e.subject = ${subject} order by f.found_at`)
}
