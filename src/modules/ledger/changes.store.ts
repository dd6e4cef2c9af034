import { changeReasons } from '#kernel/counting.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { ChangedEntry, ChangeRow } from './answers.ts'
import { counted } from './count.store.ts'
import type { Question } from './question.ts'
import { keyOf, knownAt, type Fragment } from './source.store.ts'

/** The tables `unlike` (what one of the two counts and the other does not) and `reasoned` (each entry of it with its one reason), to stand in a WITH. */
async function reasoned(tx: Tx, before: Question, after: Question): Promise<Fragment> {
  const [was, is] = [(await knownAt(tx, before.asOf)).roots, (await knownAt(tx, after.asOf)).roots]
  const merged = [...new Set([...was.keys(), ...is.keys()])].filter((subject) => was.get(subject) !== is.get(subject))
  /** "Another entry, of this kind and known between the two, speaks of it." */
  const between = (kind: string): Fragment => sql`exists (select from ledger_entry r join ledger_journal jr on jr.posting = r.posting
      where r.kind = ${kind} and r.refers_posting = d.posting and r.refers_line = d.line
        and jr.number > coalesce(${before.asOf}::bigint, 9223372036854775807) ${after.asOf === null ? sql`` : sql`and jr.number <= ${after.asOf}`})`
  /** "The level asked for had passed the entry at that number": of what it said of it, the newest counts. Passed once more, nothing changed. */
  const passedAt = (asOf: bigint | null): Fragment => sql`coalesce((select r.kind = 'ledger.passed' from ledger_entry r join ledger_journal jr on jr.posting = r.posting
      where r.kind in ('ledger.passed', 'ledger.returned') and r.refers_posting = d.posting and r.refers_line = d.line and r.facets ->> 'level' = ${before.level}
        ${asOf === null ? sql`` : sql`and jr.number <= ${asOf}`} order by jr.number desc, r.posting desc, r.line desc limit 1), false)`
  const place = ({ ranges }: Question): Fragment => (ranges === null ? sql`''` : sql`(${keyOf(ranges, 'e')})`)
  return sql`
    was as (with ${await counted(tx, before)} select posting, line, subject, key from counted),
    now_ as (with ${await counted(tx, after)} select posting, line, subject, key from counted),
    unlike as (
      select posting, line, subject, now_.posting is not null as is_in from was full join now_ using (posting, line, subject, key)
      where was.posting is null or now_.posting is null
    ),
    changed as (
      select posting, line, bool_or(is_in) as "in", bool_or(not is_in) as out, bool_or(subject = any(${merged}::uuid[])) as merged from unlike group by posting, line
    ),
    reasoned as (
      select d.*, case
        when j.number > coalesce(${before.asOf}::bigint, 9223372036854775807) then 'late'
        when ${between('ledger.reversed')} then 'reversed'
        ${before.level === null ? sql`` : sql`when d."in" and not d.out and ${passedAt(after.asOf)} and not ${passedAt(before.asOf)} then 'verified'
        when d.out and not d."in" and ${passedAt(before.asOf)} and not ${passedAt(after.asOf)} then 'returned'`}
        when d.merged then 'merged'
        when ${place(before)} is distinct from ${place(after)} then 'moved'
        else 'other' end as reason
      from changed d join ledger_entry e on e.posting = d.posting and e.line = d.line join ledger_journal j on j.posting = d.posting
    )`
}

/**
 * What two questions count differently, by entry and by reason (`ChangeRow` says which). In: the same question before and after, differing in `asOf` (null: the
 * head of this snapshot) and `ranges` alone. Reasons that hold nothing are missing.
 */
export async function changesBetween(tx: Tx, before: Question, after: Question): Promise<ChangeRow[]> {
  const rows = await tx.rows(sql<ChangeRow>`
    with ${await reasoned(tx, before, after)}
    select r.reason, count(*)::int as entries, (select count(distinct u.subject)::int from unlike u join reasoned x using (posting, line) where x.reason = r.reason) as subjects,
      (count(*) filter (where r."in"))::int as "in", (count(*) filter (where r.out))::int as "out"
    from reasoned r group by r.reason`)
  return rows.sort((a, b) => changeReasons.indexOf(a.reason) - changeReasons.indexOf(b.reason))
}

/** The entries that two questions count differently for one reason, newest first. In: as for `changesBetween`. */
export async function changedEntries(tx: Tx, before: Question, after: Question, reason: ChangeRow['reason'], page: { limit: number; offset: number }): Promise<ChangedEntry[]> {
  return tx.rows(sql<ChangedEntry>`
    with ${await reasoned(tx, before, after)},
    page as (
      select r.posting, r.line, r."in", r.out, e.happened_on from reasoned r join ledger_entry e on e.posting = r.posting and e.line = r.line where r.reason = ${reason}
      order by e.happened_on desc, r.posting desc, r.line desc limit ${page.limit} offset ${page.offset}
    )
    select j.number::text as journal, p.posting::text as posting, p.line, (select u.subject from unlike u where u.posting = p.posting and u.line = p.line limit 1) as subject,
      p.happened_on as "happenedOn", e.count, e.facets, j.at, e.unit_id as "unitId", p."in", p.out
    from page p join ledger_journal j on j.posting = p.posting join ledger_entry e on e.posting = p.posting and e.line = p.line
    order by p.happened_on desc, p.posting desc, p.line desc`)
}
