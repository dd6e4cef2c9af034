import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Behind, CheckedBy, CountedEntry, EntryFilter, LeftOut, PartFilter, SubjectBehind } from './answers.ts'
import { counted, partCondition } from './count.store.ts'
import type { Question } from './question.ts'
import { joinRanges, joinRoots, known, knownAt, notReturned, rootOf, rootsTable, within } from './source.store.ts'

/** How many of a question's entries each level has passed. Nothing is counted where nothing was ever passed. */
export async function passedOf(tx: Tx, q: Question): Promise<Record<string, number>> {
  const any = await tx.maybe(sql`select from ledger_entry v where v.kind = 'ledger.passed' limit 1`)
  if (!any) return {}
  const rows = await tx.rows(sql<{ level: string; n: number }>`
    with ${await counted(tx, q)}
    select level, count(*)::int as n from (
      select distinct v.facets ->> 'level' as level, c.posting, c.line from counted c
      join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = c.posting and v.refers_line = c.line ${known('v', q.asOf)} ${notReturned(await knownAt(tx, q.asOf))}
      where c.is_first) p
    group by 1`)
  return Object.fromEntries(rows.map((row) => [row.level, row.n]))
}

/** How many subjects and entries lie behind a cell. */
export async function countBehind(tx: Tx, q: Question, part: PartFilter): Promise<Behind> {
  return tx.one(sql<Behind>`with ${await counted(tx, q, { cut: part?.cut ?? null })}
    select count(distinct subject)::int as subjects, (count(*) filter (where is_first))::int as entries from counted where true ${partCondition(part, q)}`)
}

/** The different subjects behind a cell, at most `limit`, in order of id, for lists that are then put in order of names. */
export async function subjectsBehind(tx: Tx, q: Question, part: PartFilter, limit: number): Promise<SubjectBehind[]> {
  return tx.rows(sql<SubjectBehind>`
    with ${await counted(tx, q, { cut: part?.cut ?? null })}
    select subject, coalesce(sum(count), 0)::float8 as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
    from counted where true ${partCondition(part, q)} group by subject order by subject limit ${limit}`)
}

/** Of these subjects those that a cell counts, with how it met them, by subject. In: subjects as they are counted (of merged ones the one that stays). */
export async function subjectsAmong(tx: Tx, q: Question, part: PartFilter, subjects: readonly Uuid[]): Promise<Map<Uuid, SubjectBehind>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx.rows(sql<SubjectBehind>`
    with ${await counted(tx, q, { cut: part?.cut ?? null, only: subjects })}
    select subject, coalesce(sum(count), 0)::float8 as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
    from counted where subject = any(${[...subjects]}::uuid[]) ${partCondition(part, q)} group by subject`)
  return new Map(rows.map((row) => [row.subject, row]))
}

/** The entries behind a cell with the unit they were recorded at, each once, newest first. */
export async function entriesBehind(tx: Tx, q: Question, part: PartFilter, filter: EntryFilter): Promise<CountedEntry[]> {
  const at = await knownAt(tx, q.asOf)
  const mine = filter.subject === null ? sql`and is_first` : sql`and subject = ${filter.subject}::uuid`
  return tx.rows(sql<CountedEntry>`
    with ${await counted(tx, q, { cut: part?.cut ?? null, ...(filter.subject === null ? {} : { only: [filter.subject] }) })}, page as (
      select posting, line, key, happened_on from counted where true ${partCondition(part, q)} ${mine}
      order by happened_on desc, posting desc, line desc limit ${filter.limit} offset ${filter.offset}
    )
    select j.number::text as journal, p.posting::text as posting, p.line, ${rootOf(at, 'e')} as subject, p.key, p.happened_on as "happenedOn", e.count, e.amount::text as amount, e.currency,
      e.facets, j.at, e.unit_id as "unitId"
    from page p join ledger_journal j on j.posting = p.posting join ledger_entry e on e.posting = p.posting and e.line = p.line ${joinRoots(at, 'e')}
    order by p.happened_on desc, p.posting desc, p.line desc`)
}

/** The same for entries that the read model has found, in its order. */
export async function entriesByPlace(tx: Tx, q: Question, page: readonly { posting: string; line: number; key: string }[]): Promise<CountedEntry[]> {
  const at = await knownAt(tx, q.asOf)
  return tx.rows(sql<CountedEntry>`
    with ${rootsTable(at)} page as (
      select * from unnest(${page.map(({ posting }) => posting)}::bigint[], ${page.map(({ line }) => line)}::int[], ${page.map(({ key }) => key)}::text[]) with ordinality p (posting, line, key, place)
    )
    select j.number::text as journal, p.posting::text as posting, p.line, ${rootOf(at, 'e')} as subject, p.key, e.happened_on as "happenedOn", e.count, e.amount::text as amount, e.currency,
      e.facets, j.at, e.unit_id as "unitId"
    from page p join ledger_journal j on j.posting = p.posting join ledger_entry e on e.posting = p.posting and e.line = p.line ${joinRoots(at, 'e')} order by p.place`)
}

/** Entries of the question's kinds in its ranges that are not counted, by the first reason that holds. `asOf` is the number itself, also at the head. */
export async function leftOut(tx: Tx, q: Question, asOf: bigint): Promise<LeftOut[]> {
  const at = await knownAt(tx, q.asOf)
  const inside = sql`(true ${within('e.happened_on', q.from, q.to)})`
  return tx.rows(sql<LeftOut>`
    with ${rootsTable(at)} reasons as (
      select ${rootOf(at, 'e')} as subject, case
        when j.number > ${asOf} then 'known-later'
        when rj.number <= ${asOf} then 'reversed'
        when not ${inside} then 'outside-period'
        when rj.number > ${asOf} then 'reversed-later' end as reason
      from ledger_entry e ${joinRanges(q, 'e')} ${joinRoots(at, 'e')}
      join ledger_journal j on j.posting = e.posting
      left join ledger_entry r on r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line
      left join ledger_journal rj on rj.posting = r.posting
      where e.kind = any(${[...q.kinds]}::text[])
    )
    select reason, count(distinct subject)::int as subjects, count(*)::int as entries from reasons where reason is not null group by reason order by reason`)
}

/** What happened after `asOf` and would change a figure of now: entries written later, and later reversals of entries known then. */
export async function laterThan(tx: Tx, q: Question): Promise<{ added: number; reversed: number }> {
  if (q.asOf === null) return { added: 0, reversed: 0 }
  return tx.one(sql<{ added: number; reversed: number }>`
    select count(*) filter (where e.kind = any(${[...q.kinds]}::text[]))::int as added,
      count(*) filter (where e.kind = 'ledger.reversed')::int as reversed
    from ledger_entry e ${joinRanges(q, 'e')}
    where (e.kind = any(${[...q.kinds]}::text[]) or (e.kind = 'ledger.reversed' and exists (
        select from ledger_entry o where o.posting = e.refers_posting and o.line = e.refers_line and o.kind = any(${[...q.kinds]}::text[]))))
      and e.posting in (select posting from ledger_journal where number > ${q.asOf})
      ${within('e.happened_on', q.from, q.to)}`)
}

/**
 * Who passed the entries of a question, as known at its `asOf`. `members`, `sampled` and `wrong` speak of the whole batches; these may be of
 * units above the asker's, of which how many were looked at and when is told, and nothing else.
 */
export async function checkedBy(tx: Tx, q: Question): Promise<CheckedBy[]> {
  return tx.beyondReach(async (beyond) => beyond.rows(sql<CheckedBy>`
    with ${await counted(beyond, q)},
    passings as (
      select level, batch, count(*)::int as entries from (
        select distinct on (v.facets ->> 'level', c.posting, c.line) v.facets ->> 'level' as level, v.source as batch from counted c
        join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = c.posting and v.refers_line = c.line ${known('v', q.asOf)} ${notReturned(await knownAt(beyond, q.asOf))}
        where c.is_first order by v.facets ->> 'level', c.posting, c.line, v.posting desc, v.line desc) p
      group by 1, 2
    )
    select p.level, sum(p.entries)::int as entries, count(distinct b.unit_id)::int as units, min(c.closed_at) as "from", max(c.closed_at) as "to",
      coalesce(sum(b.members), 0)::int as members, coalesce(sum(b.sample_size), 0)::int as sampled, coalesce(sum(c.wrong), 0)::int as wrong
    from passings p left join ledger_batch b on b.id = p.batch left join ledger_batch_closing c on c.batch_id = p.batch
    group by p.level order by p.level`))
}
