import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { merged, reversed } from './entries.ts'
import { entryOf, type Entry } from './model.ts'
import { entryFields, storedEntry, type EntryRow } from './store.ts'

/** That `subject` counts as the subject `into` from this posting on. The caller has found out that neither is merged away: a merge joins two that stand. */
export function mergeEntry(of: { subject: Uuid; into: Uuid; unitId: number; unitPath: string; happenedOn: string }): Entry {
  const { subject, into, unitId, unitPath, happenedOn } = of
  return entryOf(merged, { subject, unitId, unitPath, happenedOn, source: into })
}

/** What takes the merge of a subject back, where it was merged and that stands; wherever it was recorded. */
export async function unmergeEntry(tx: Tx, subject: Uuid): Promise<Entry | undefined> {
  const row = await tx.maybe(sql<EntryRow>`select ${entryFields} from ledger_entry m where m.kind = 'ledger.merged' and m.subject = ${subject}
    and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = m.posting and r.refers_line = m.line)`)
  if (!row) return undefined
  const { posting, line, unitId, unitPath, happenedOn } = storedEntry(row)
  return entryOf(reversed, { subject, unitId, unitPath, happenedOn, facets: { reason: 'mistake' }, refers: { posting, line } })
}
