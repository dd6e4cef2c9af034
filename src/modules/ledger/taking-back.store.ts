import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { EntryRef } from './model.ts'
import { stillPassed } from './reached.store.ts'

export type StillPassed = { posting: bigint; line: number; subject: Uuid; unitId: number; unitPath: string; happenedOn: DateText; recordedBy: string; above: string[] }

/**
 * What a batch passed and still stands so, of all its members or of one (`only`): who recorded it, and which of the levels `above` have passed it on.
 * The batch was looked up in reach before.
 */
export async function stillPassedOf(tx: Tx, batchId: Uuid, only: EntryRef | null, above: readonly string[]): Promise<StillPassed[]> {
  return tx.rows(sql<StillPassed>`
    select e.posting, e.line, e.subject, e.unit_id as "unitId", e.unit_path as "unitPath", e.happened_on as "happenedOn", j.actor as "recordedBy",
      array(select distinct v.facets ->> 'level' from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
        and v.facets ->> 'level' = any(${above}::text[]) and ${stillPassed('v')}) as above
    from ledger_batch_member m join ledger_entry_reached e on e.posting = m.posting and e.line = m.line join ledger_journal j on j.posting = e.posting
    where m.batch_id = ${batchId} ${only === null ? sql`` : sql`and m.posting = ${only.posting} and m.line = ${only.line}`}
      and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.source = m.batch_id and ${stillPassed('v')})
      and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
    order by e.posting, e.line`)
}

export type TakingBack = { id: Uuid; batchId: Uuid; posting: bigint | null; line: number | null; entries: number; reason: string; by: string; at: InstantText }

export async function insertTakingBack(tx: Tx, t: TakingBack): Promise<void> {
  await tx.run(sql`insert into ledger_taking_back (id, batch_id, posting, line, entries, reason, by, at)
    values (${t.id}, ${t.batchId}, ${t.posting}, ${t.line}, ${t.entries}, ${t.reason}, ${t.by}, ${t.at})`)
}

/** What was taken back of a batch, newest first. */
export async function takingsBack(tx: Tx, batchId: Uuid): Promise<TakingBack[]> {
  return tx.rows(sql<TakingBack>`select id, batch_id as "batchId", posting, line, entries, reason, by, at from ledger_taking_back where batch_id = ${batchId} order by at desc, id desc limit 200`)
}
