import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { joinedKind } from '../question.ts'

/* What a reader fetches from PostgreSQL: the head, what came since its file, and all that is said of older entries which that touches. */

/** The journal's head in this snapshot, and the hashes that the journal has at `number` and at `earlier` (null: it does not reach so far, or at 0). */
export async function headAndHash(tx: Tx, number: number, earlier: number): Promise<{ head: number; hash: string; known: string | null; knownEarlier: string | null }> {
  const row = await tx.one(sql<{ head: bigint; hash: string; known: string | null; knownEarlier: string | null }>`
    select h.number as head, encode(h.hash, 'hex') as hash, (select encode(j.hash, 'hex') from ledger_journal j where j.number = ${number}) as known,
      (select encode(j.hash, 'hex') from ledger_journal j where j.number = ${earlier}) as "knownEarlier" from ledger_head h where h.id = 1`)
  return { ...row, head: Number(row.head) }
}

/** How many entries were posted after a journal number, up to another. */
export async function entriesBetween(tx: Tx, after: number, to: number): Promise<number> {
  return (await tx.one(sql<{ n: number }>`select coalesce(sum(entries), 0)::int as n from ledger_journal where number > ${after} and number <= ${to}`)).n
}

/** Whether a ledger has more entries than this; it is not counted further. */
export async function hasMoreThan(tx: Tx, entries: number): Promise<boolean> {
  return (await tx.maybe(sql`select from ledger_journal where number = (select greatest(1, max(number)) from ledger_journal) and exists (
    select from (select sum(entries) as n from ledger_journal) s where s.n > ${entries})`)) !== undefined
}

/** An entry as a reader takes it in. `acts` speak of other entries: `refersPosting`, `refersLine`, `level`, `into`. */
export type NewEntry = {
  number: bigint; posting: bigint; line: number; kind: string; subject: Uuid; source: Uuid | null; path: string; day: DateText; count: number; amount: bigint | null
  currency: string | null; facets: string; level: string | null; refersPosting: bigint | null; refersLine: number | null
}

const fields = sql.raw(`j.number, e.posting, e.line, e.kind, e.subject, case when e.kind in ('${joinedKind}', 'ledger.merged') then e.source end as source, e.unit_path as path, e.happened_on as day,
  e.count, e.amount, e.currency, e.facets::text as facets, case when e.kind in ('ledger.passed', 'ledger.returned') then e.facets ->> 'level' end as level, e.refers_posting as "refersPosting", e.refers_line as "refersLine"`)

/** Everything posted after a journal number, up to another. */
export async function entriesSince(tx: Tx, after: number, to: number): Promise<NewEntry[]> {
  return tx.rows(sql<NewEntry>`select ${fields} from ledger_journal j join ledger_entry e on e.posting = j.posting where j.number > ${after} and j.number <= ${to} order by e.posting, e.line`)
}

/** Those entries, and all entries of those subjects, known at `to`. */
export async function olderEntries(tx: Tx, refs: readonly { posting: bigint; line: number }[], subjects: readonly Uuid[], to: number): Promise<NewEntry[]> {
  return tx.rows(sql<NewEntry>`
    with wanted as materialized (
      select w.posting, w.line from unnest(${refs.map(({ posting }) => posting)}::bigint[], ${refs.map(({ line }) => line)}::int[]) w (posting, line)
      union select s.posting, s.line from ledger_entry s where s.subject = any(${[...subjects]}::uuid[])
    )
    select ${fields} from wanted w join ledger_entry e on e.posting = w.posting and e.line = w.line join ledger_journal j on j.posting = e.posting where j.number <= ${to}`)
}

/** All that reverses these entries, passes them or takes a passing of them back, known at `to`. */
export async function actsOn(tx: Tx, refs: readonly { posting: bigint; line: number }[], to: number): Promise<NewEntry[]> {
  const [postings, lines] = [refs.map(({ posting }) => posting), refs.map(({ line }) => line)]
  const of = (kind: string) => sql`select ${fields} from wanted w join ledger_entry e on e.kind = ${kind} and e.refers_posting = w.posting and e.refers_line = w.line
    join ledger_journal j on j.posting = e.posting where j.number <= ${to}`
  return tx.rows(sql<NewEntry>`with wanted as materialized (select * from unnest(${postings}::bigint[], ${lines}::int[]) w (posting, line))
    ${of('ledger.reversed')} union all ${of('ledger.passed')} union all ${of('ledger.returned')}`)
}
