import type { RawBuilder } from 'kysely'
import type { DateText } from '#kernel/dates.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { unknownPart, type Cut, type Part, type Question } from './question.ts'

export type Fragment = RawBuilder<unknown>
const nothing = sql``

/** Entries of the alias that the journal knew at `asOf`. At the head of the snapshot every visible entry is known: no join. */
export function known(alias: 'e' | 'r' | 'v' | 'c' | 'w', asOf: bigint | null): Fragment {
  if (asOf === null) return nothing
  return sql`and ${sql.ref(`${alias}.posting`)} in (select posting from ledger_journal where number <= ${asOf})`
}

/** Entries of the alias that no later entry, known at `asOf`, takes back. */
export function standing(alias: 'e' | 'c' | 'w', asOf: bigint | null): Fragment {
  return sql`and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
    and r.refers_posting = ${sql.ref(`${alias}.posting`)} and r.refers_line = ${sql.ref(`${alias}.line`)} ${known('r', asOf)})`
}

/** `offset 0` keeps it a look-up for each entry; turned into a join, every passing of the workspace comes first. */
function passedBy(level: string | null, asOf: bigint | null): Fragment {
  if (level === null) return nothing
  return sql`and exists (select from ledger_entry v where v.kind = 'ledger.passed'
    and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = ${level} ${known('v', asOf)} offset 0)`
}

export function within(column: string, from: DateText | null, to: DateText | null): Fragment {
  return sql`${from === null ? nothing : sql`and ${sql.ref(column)} >= ${from}`} ${to === null ? nothing : sql`and ${sql.ref(column)} <= ${to}`}`
}

/**
 * Joins entries of the alias to the range they lie in: `s.key`. Ranges do not overlap, so the one whose start is the last not after the path is
 * found by halving (width_bucket over the starts in byte order); a join on "between" would hold every entry against every range.
 * The outermost bounds stand beside it, because only they let the index leave out what lies elsewhere.
 */
export function joinRanges(q: Question, alias: 'e' | 'i'): Fragment {
  if (q.ranges === null) return sql`cross join (select '' as key) s`
  const sorted = [...q.ranges].sort((a, b) => (a.lo < b.lo ? -1 : 1))
  if (sorted.length === 0) return sql`join (select null::text as key where false) s on false`
  const path = sql.ref(`${alias}.unit_path`)
  const last = sorted.reduce((hi, range) => (range.hi > hi ? range.hi : hi), '')
  return sql`join lateral (
      select (${sorted.map((r) => r.key)}::text[])[b.i] as key
      from (select width_bucket(${path}, ${sorted.map((r) => r.lo)}::text[] collate "C") as i) b
      where b.i > 0 and ${path} < (${sorted.map((r) => r.hi)}::text[])[b.i] collate "C") s
    on ${path} >= ${sorted[0]!.lo} collate "C" and ${path} < ${last} collate "C"`
}

/** Whether a jsonb facet, single or many, holds one of the values; what is not said at all is `unknown`. */
export function holds(facets: Fragment, name: string, values: readonly string[]): Fragment {
  return sql`and case jsonb_typeof(${facets} -> ${name}::text)
    when 'array' then case when (${facets} -> ${name}::text) = '[]' then ${unknownPart} = any(${[...values]}::text[]) else (${facets} -> ${name}::text) ?| ${[...values]}::text[] end
    else coalesce(${facets} ->> ${name}::text, ${unknownPart}) = any(${[...values]}::text[]) end`
}

function needsClass(q: Question, cut: Cut | null): boolean {
  const asked = [...Object.keys(q.where), ...(cut?.by === 'facet' ? [cut.facet] : [])]
  return q.classKind !== null && asked.some((facet) => q.classFacets.includes(facet))
}

/**
 * The entries that a question counts, one row each: posting, line, subject, key of the unit counted for, day, count, facets, class.
 * Everything known later than `asOf`, taken back, or not passed stays out; `latest` looks at a subject's whole life before it
 * asks where she stands, so that the answer does not depend on who asks; only subjects that were ever met in the ranges are looked at.
 */
export function counted(q: Question, cut: Cut | null): Fragment {
  const facetsOf = (name: string) => (q.classFacets.includes(name) ? sql`coalesce(class.facets, '{}')` : sql`e.facets`)
  const filters = sql.join(Object.entries(q.where).map(([name, values]) => holds(facetsOf(name), name, values)), sql` `)
  const latest = sql`
    latest as (
      select distinct on (e.subject) e.posting, e.line, e.subject, e.unit_path, e.happened_on, e.count, e.facets from ledger_entry e
      where e.kind = any(${q.kinds}::text[]) ${within('e.happened_on', null, q.to)} ${known('e', q.asOf)} ${standing('e', q.asOf)}
        and e.subject in (select i.subject from ledger_entry i ${joinRanges(q, 'i')} where i.kind = any(${q.kinds}::text[]))
      order by e.subject, e.happened_on desc, e.posting desc, e.line desc
    ),`
  const classes = sql`
    class as (
      select distinct on (c.subject) c.subject, c.facets from ledger_entry c
      where c.kind = ${q.classKind} ${within('c.happened_on', null, q.to)} ${known('c', q.asOf)} ${standing('c', q.asOf)}
      order by c.subject, c.happened_on desc, c.posting desc, c.line desc
    ),`
  const withClass = needsClass(q, cut)
  return sql`
    ${q.take === 'latest' ? latest : nothing} ${withClass ? classes : nothing}
    counted as (
      select e.posting, e.line, e.subject, s.key, e.happened_on, e.count, e.facets, ${withClass ? sql`class.facets` : sql`null::jsonb`} as class
      from ${q.take === 'latest' ? sql`latest e` : sql`ledger_entry e`}
      ${joinRanges(q, 'e')}
      ${withClass ? sql`left join class on class.subject = e.subject` : nothing}
      where ${q.take === 'latest' ? sql`true` : sql`e.kind = any(${q.kinds}::text[]) ${within('e.happened_on', q.from, q.to)} ${known('e', q.asOf)} ${standing('e', q.asOf)}`}
        ${passedBy(q.level, q.asOf)} ${filters}
        ${q.without.length === 0 ? nothing : sql`and not exists (select from ledger_entry w where w.subject = e.subject
          and w.kind = any(${q.without}::text[]) ${within('w.happened_on', null, q.to)} ${known('w', q.asOf)} ${standing('w', q.asOf)})`}
    )`
}

/**
 * `counted`, gathered to one row a range, subject and wording of the cut, and `parts`: which parts each wording means (a list of two hardships
 * means both). Sorting the entries themselves to tell subjects apart took ten times as long; `counted` is named once only, so that it is never written out.
 */
export function gathered(q: Question, cut: Cut | null): Fragment {
  const wording =
    cut?.by === 'month' ? sql`'"' || to_char(happened_on, 'YYYY-MM') || '"'`
    : cut?.by === 'facet' ? sql`coalesce((${q.classFacets.includes(cut.facet) ? sql`class` : sql`facets`} -> ${cut.facet}::text)::text, ${`"${unknownPart}"`})`
    : sql`'""'::text`
  return sql`${counted(q, cut)},
    gathered as materialized (
      select key, subject, ${wording} as wording, sum(count) as times, count(*) as entries from counted group by 1, 2, 3
    ),
    parts as materialized (
      select wording, jsonb_array_elements_text(case
        when wording = '[]' then ${`["${unknownPart}"]`}::jsonb
        when left(wording, 1) = '[' then wording::jsonb else jsonb_build_array(wording::jsonb) end) as part
      from (select distinct wording from gathered) w
    )`
}

/** The value of some gathered rows by the columns named; `times` beside it. No column: one row for the whole. */
export function valueBy(q: Question, columns: 'key' | 'part' | 'key, part' | null): Fragment {
  const from = columns?.includes('part') ? sql`gathered join parts using (wording)` : sql`gathered`
  if (columns === null) {
    return q.counts === 'subjects'
      ? sql`select (select count(*)::int from (select distinct subject from gathered) d) as value, coalesce(sum(times), 0)::int as times, coalesce(sum(entries), 0)::int as entries from gathered`
      : sql`select coalesce(sum(times), 0)::int as value, coalesce(sum(times), 0)::int as times, coalesce(sum(entries), 0)::int as entries from gathered`
  }
  const by = columns === 'key' ? sql`key` : columns === 'part' ? sql`part` : sql`key, part`
  if (q.counts === 'times') return sql`select ${by}, sum(times)::int as value, sum(times)::int as times from ${from} group by ${by}`
  return sql`select ${by}, count(*)::int as value, sum(times)::int as times from (select ${by}, subject, sum(times) as times from ${from} group by ${by}, subject) d group by ${by}`
}

/** Gives this transaction room to tell some hundred thousand subjects apart in memory. */
export async function roomToCount(tx: Tx): Promise<void> {
  await tx.run(sql`select set_config('work_mem', '64MB', true)`)
}

/** How the whole and its parts count. One statement, one snapshot; `parts` is empty without a cut. */
export async function count(tx: Tx, q: Question, cut: Cut | null): Promise<{ value: number; entries: number; parts: Part[] }> {
  const parts =
    cut === null ? nothing
    : cut.by === 'unit' ? sql`union all select key, value, 0, false from (${valueBy(q, 'key')}) p`
    : sql`union all select part, value, 0, false from (${valueBy(q, 'part')}) p`
  const rows = await tx.rows(sql<{ key: string | null; value: number; entries: number; whole: boolean }>`
    with ${gathered(q, cut)} select null::text as key, value, entries, true as whole from (${valueBy(q, null)}) w ${parts}`)
  const all = rows.find((row) => row.whole)!
  return {
    value: all.value,
    entries: all.entries,
    parts: rows.filter((row) => !row.whole).map((row) => ({ key: row.key!, value: row.value })).sort((a, b) => (a.key < b.key ? -1 : 1)),
  }
}

/** Which part of a cut a row must fall into to be listed. */
export type PartFilter = { cut: Cut; key: string } | null

/** "The counted row falls into this part", to follow a WHERE. */
export function partCondition(part: PartFilter, q: Question): Fragment {
  if (part === null) return nothing
  if (part.cut.by === 'unit') return sql`and key = ${part.key}`
  if (part.cut.by === 'month') return sql`and to_char(happened_on, 'YYYY-MM') = ${part.key}`
  return holds(q.classFacets.includes(part.cut.facet) ? sql`coalesce(class, '{}')` : sql`facets`, part.cut.facet, [part.key])
}

/**
 * The fingerprint of a figure's members: SHA-256 over subject ids (or, where times are counted, over `posting:line`) in
 * byte order, parted by line feeds, as 64 hex digits. Two figures with the same fingerprint counted the same.
 */
export async function membersDigest(tx: Tx, q: Question): Promise<string> {
  const member = q.counts === 'subjects' ? sql`subject::text` : sql`posting::text || ':' || line::text`
  const row = await tx.one(sql<{ digest: string }>`
    with ${counted(q, null)}
    select encode(sha256(convert_to(coalesce(string_agg(m, E'\n' order by m collate "C"), ''), 'UTF8')), 'hex') as digest
    from (select distinct ${member} as m from counted) as members`)
  return row.digest
}

/** What happened after `asOf` and would change a figure of now: entries written later, and later reversals of entries known then. */
export async function laterThan(tx: Tx, q: Question): Promise<{ added: number; reversed: number }> {
  if (q.asOf === null) return { added: 0, reversed: 0 }
  return tx.one(sql<{ added: number; reversed: number }>`
    select count(*) filter (where e.kind = any(${q.kinds}::text[]))::int as added,
      count(*) filter (where e.kind = 'ledger.reversed')::int as reversed
    from ledger_entry e ${joinRanges(q, 'e')}
    where (e.kind = any(${q.kinds}::text[]) or (e.kind = 'ledger.reversed' and exists (
        select from ledger_entry o where o.posting = e.refers_posting and o.line = e.refers_line and o.kind = any(${q.kinds}::text[]))))
      and e.posting in (select posting from ledger_journal where number > ${q.asOf})
      ${within('e.happened_on', q.from, q.to)}`)
}
