import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { counted, gathered, known, joinRanges, partCondition, valueBy, within, type PartFilter } from './count.store.ts'
import type { Cut, Question } from './question.ts'

/** An entry that a figure counted, with its place in the journal. */
export type CountedEntry = {
  journal: string; posting: string; line: number; subject: Uuid; key: string; happenedOn: DateText; count: number
  facets: Record<string, string | string[]>; at: string
}

/** One number of a table: `row` a key of the question's ranges, `column` a part of the cut; null stands for the whole of that side. */
export type Cell = { row: string | null; column: string | null; value: number; times: number; entries: number }

/** A question as a table: its ranges down, a facet or the months across. One statement, so that all numbers speak of one moment. */
export async function countTable(tx: Tx, q: Question, across: Exclude<Cut, { by: 'unit' }>): Promise<Cell[]> {
  return tx.rows(sql<Cell>`
    with ${gathered(q, across)}
    select null::text as "row", null::text as "column", value, times, entries from (${valueBy(q, null)}) w
    union all select key, null, value, times, 0 from (${valueBy(q, 'key')}) r
    union all select null, part, value, times, 0 from (${valueBy(q, 'part')}) c
    union all select key, part, value, times, 0 from (${valueBy(q, 'key, part')}) b`)
}

/** How a question stands, counted both ways: different subjects and times, each with the part of it since `monthFrom`. */
export type Summary = { subjects: number; subjectsOfMonth: number; times: number; timesOfMonth: number; entries: number }

/** Subjects and times of a question at once (its `counts` is not asked). In: the question and the first day of the month that is spoken of. */
export async function summaryOf(tx: Tx, q: Question, monthFrom: DateText): Promise<Summary> {
  return tx.one(sql<Summary>`
    with ${counted(q, null)},
    gathered as materialized (
      select subject, sum(count) as times, count(*) as entries, sum(count) filter (where happened_on >= ${monthFrom}) as month from counted group by subject
    )
    select count(*)::int as subjects, (count(*) filter (where month is not null))::int as "subjectsOfMonth", coalesce(sum(times), 0)::int as times,
      coalesce(sum(month), 0)::int as "timesOfMonth", coalesce(sum(entries), 0)::int as entries
    from gathered`)
}

/** How many of a question's entries each level has passed. Nothing is counted where nothing was ever passed. */
export async function passedOf(tx: Tx, q: Question): Promise<Record<string, number>> {
  const any = await tx.maybe(sql`select from ledger_entry where kind = 'ledger.passed' limit 1`)
  if (!any) return {}
  const rows = await tx.rows(sql<{ level: string; n: number }>`
    with ${counted(q, null)}
    select v.facets ->> 'level' as level, count(*)::int as n from counted c
    join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = c.posting and v.refers_line = c.line ${known('v', q.asOf)}
    group by 1`)
  return Object.fromEntries(rows.map((row) => [row.level, row.n]))
}

/** Month by month: subjects met in it, those met for the first time in the period, and times. */
export async function monthsOf(tx: Tx, q: Question): Promise<{ month: string; value: number; first: number; times: number }[]> {
  return tx.rows(sql`
    with ${counted(q, null)}, gathered as materialized (
      select subject, to_char(happened_on, 'YYYY-MM') as month, sum(count) as times from counted group by 1, 2
    ), months as (
      select month, ${q.counts === 'subjects' ? sql`count(*)::int` : sql`sum(times)::int`} as value, sum(times)::int as times from gathered group by 1
    ), firsts as (
      select month, count(*)::int as first from (select min(month) as month from gathered group by subject) f group by 1
    )
    select months.month, months.value, coalesce(firsts.first, 0) as first, months.times from months left join firsts using (month) order by 1`)
}

/** How many subjects and entries lie behind a cell. */
export async function countBehind(tx: Tx, q: Question, part: PartFilter): Promise<{ subjects: number; entries: number }> {
  return tx.one(sql`with ${counted(q, part?.cut ?? null)}
    select count(distinct subject)::int as subjects, count(*)::int as entries from counted where true ${partCondition(part, q)}`)
}

export type SubjectBehind = { subject: Uuid; times: number; firstOn: DateText; lastOn: DateText }

/** The different subjects behind a cell; `all` of them in order of id, for lists that are then put in order of names. */
export async function subjectsBehind(tx: Tx, q: Question, part: PartFilter, limit: number): Promise<SubjectBehind[]> {
  return tx.rows(sql<SubjectBehind>`
    with ${counted(q, part?.cut ?? null)}
    select subject, coalesce(sum(count), 0)::int as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
    from counted where true ${partCondition(part, q)} group by subject order by subject limit ${limit}`)
}

/** The entries behind a cell with the unit they were recorded at, newest first. */
export async function entriesBehind(tx: Tx, q: Question, part: PartFilter, filter: { subject: Uuid | null; limit: number; offset: number }): Promise<(CountedEntry & { unitId: number })[]> {
  return tx.rows(sql`
    with ${counted(q, part?.cut ?? null)}, page as (
      select * from counted where true ${partCondition(part, q)} ${filter.subject === null ? sql`` : sql`and subject = ${filter.subject}::uuid`}
      order by happened_on desc, posting desc, line desc limit ${filter.limit} offset ${filter.offset}
    )
    select j.number::text as journal, p.posting::text as posting, p.line, p.subject, p.key, p.happened_on as "happenedOn", p.count, p.facets, j.at, e.unit_id as "unitId"
    from page p join ledger_journal j on j.posting = p.posting join ledger_entry e on e.posting = p.posting and e.line = p.line
    order by p.happened_on desc, p.posting desc, p.line desc`)
}

export type LeftOut = { reason: 'known-later' | 'reversed' | 'reversed-later' | 'outside-period'; subjects: number; entries: number }

/** Entries of the question's kinds in its ranges that are not counted, by the first reason that holds. `asOf` is the number itself, also at the head. */
export async function leftOut(tx: Tx, q: Question, asOf: bigint): Promise<LeftOut[]> {
  const inside = sql`(true ${within('e.happened_on', q.from, q.to)})`
  return tx.rows(sql<LeftOut>`
    select reason, count(distinct subject)::int as subjects, count(*)::int as entries from (
      select e.subject, case
        when j.number > ${asOf} then 'known-later'
        when rj.number <= ${asOf} then 'reversed'
        when not ${inside} then 'outside-period'
        when rj.number > ${asOf} then 'reversed-later' end as reason
      from ledger_entry e ${joinRanges(q, 'e')}
      join ledger_journal j on j.posting = e.posting
      left join ledger_entry r on r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line
      left join ledger_journal rj on rj.posting = r.posting
      where e.kind = any(${q.kinds}::text[])
    ) e where reason is not null group by reason order by reason`)
}

/** One level's work on the entries of a question: how many of them it passed, and the batches in which it did. */
export type CheckedBy = { level: string; entries: number; units: number; from: InstantText | null; to: InstantText | null; members: number; sampled: number; wrong: number }

/**
 * Who passed the entries of a question, as known at its `asOf`. `members`, `sampled` and `wrong` speak of the whole batches; these may be of
 * units above the asker's, of which how many were looked at and when is told, and nothing else.
 */
export async function checkedBy(tx: Tx, q: Question): Promise<CheckedBy[]> {
  return tx.beyondReach((beyond) => beyond.rows(sql<CheckedBy>`
    with ${counted(q, null)},
    passings as (
      select v.facets ->> 'level' as level, v.source as batch, count(*)::int as entries from counted c
      join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = c.posting and v.refers_line = c.line ${known('v', q.asOf)}
      group by 1, 2
    )
    select p.level, sum(p.entries)::int as entries, count(distinct b.unit_id)::int as units, min(c.closed_at) as "from", max(c.closed_at) as "to",
      coalesce(sum(b.members), 0)::int as members, coalesce(sum(b.sample_size), 0)::int as sampled, coalesce(sum(c.wrong), 0)::int as wrong
    from passings p left join ledger_batch b on b.id = p.batch left join ledger_batch_closing c on c.batch_id = p.batch
    group by p.level order by p.level`))
}
