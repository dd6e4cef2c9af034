import type { Reach } from '#kernel/actor.ts'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { joinedKind } from './question.ts'
import { entryFields, storedEntry, type EntryRow, type StoredEntry } from './store.ts'

/* Single entries as somebody sees them: through the view that holds them against the reach a second time (migration 0026). */

/** One entry at or below the reach, or undefined. */
export async function entryInReach(tx: Tx, reach: Reach, ref: { posting: bigint; line: number }): Promise<StoredEntry | undefined> {
  const row = await tx.maybe(sql<EntryRow>`
    select ${entryFields} from ledger_entry_reached where posting = ${ref.posting} and line = ${ref.line} and ${inReach('unit_path', reach)}`)
  return row && storedEntry(row)
}

export type RecentPosting = { journal: string; at: InstantText; verb: string; actor: string; entries: number }

/** The latest postings with an entry in the reach, newest first; of each, how many entries the reach sees. Looks back 500 postings at most. */
export async function recentPostings(tx: Tx, reach: Reach, limit: number): Promise<RecentPosting[]> {
  return tx.rows(sql<RecentPosting>`
    select j.number::text as journal, j.at, j.verb, j.actor, seen.n as entries
    from (select * from ledger_journal order by number desc limit 500) j
    join lateral (select count(*)::int as n from ledger_entry_reached e where e.posting = j.posting and ${inReach('e.unit_path', reach)}) seen on seen.n > 0
    order by j.number desc limit ${limit}`)
}

/** An entry of one subject with its place in the journal and the highest-numbered passings. */
export type SubjectEntry = {
  journal: string; posting: string; line: number; kind: string; unitId: number; happenedOn: string; count: number; facets: Record<string, string | string[]>
  at: InstantText; actor: string; source: Uuid | null; passedLevels: string[]; reversed: boolean
}

/** That a passing, as `alias`, was not taken back by its level in a later posting. */
export const stillPassed = (alias: string) => sql.raw(`not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = ${alias}.refers_posting
  and t.refers_line = ${alias}.refers_line and t.facets ->> 'level' = ${alias}.facets ->> 'level'
  and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = ${alias}.posting))`)

/**
 * The latest entries about a subject, newest first: a card's time line, with those about the subjects that count as this one since cards were
 * merged. Reversals, passings and what took these back are folded into the entries they speak of.
 */
export async function entriesOfSubject(tx: Tx, reach: Reach, subject: Uuid, limit: number): Promise<SubjectEntry[]> {
  return tx.rows(sql<SubjectEntry>`
    with recursive one (id) as (select ${subject}::uuid union select m.subject from one join ledger_entry m on m.kind = 'ledger.merged' and m.source = one.id
      and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = m.posting and r.refers_line = m.line))
    select j.number::text as journal, e.posting::text as posting, e.line, e.kind, e.unit_id as "unitId", e.happened_on as "happenedOn", e.count, e.facets,
      j.at, j.actor, e.source,
      coalesce((select array_agg(v.facets ->> 'level') from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and ${stillPassed('v')}), '{}') as "passedLevels",
      exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line) as reversed
    from ledger_entry_reached e join ledger_journal j on j.posting = e.posting
    where e.subject = any(array(select id from one)) and e.kind not in ('ledger.reversed', 'ledger.passed', 'ledger.returned', 'ledger.merged', ${joinedKind}) and ${inReach('e.unit_path', reach)}
    order by e.happened_on desc, e.posting desc, e.line desc limit ${limit}`)
}
