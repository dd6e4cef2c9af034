import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { PartFilter } from './answers.ts'
import { classTable, holds, holdsAll, joinClass, metInRanges, nearby, needsClass, ownWhere, without } from './conditions.store.ts'
import { joinedKind, type Among, type Cut, type Question } from './question.ts'
import { joinRanges, joinRoots, known, knownAt, nothing, passedBy, rootOf, rootsTable, sameSubject, standing, within, type Fragment, type Known } from './source.store.ts'

/** How a question is compiled: by what cut, and (`only`) for which counted subjects alone, so that a few are found without counting all. */
export type Wanted = { readonly cut?: Cut | null; readonly only?: readonly Uuid[] }

/**
 * The entries that a question counts, as tables to follow WITH; the last is `counted`: posting, line, subject, key of the unit counted for, day, count, amount
 * (what is to be taken off is negative), facets, class; one row an entry and counted subject, of which `is_first` marks one an entry.
 */
export async function counted(tx: Tx, q: Question, wanted: Wanted = {}): Promise<Fragment> {
  const at = await knownAt(tx, q.asOf)
  return sql`${rootsTable(at)} ${tables(q, at, wanted)}`
}

/**
 * Everything known later than `asOf`, taken back, or not passed stays out; `latest` and `first` look at a subject's whole life before they
 * ask where she stands, so that the answer does not depend on who asks.
 */
function tables(q: Question, at: Known, { cut = null, only }: Wanted): Fragment {
  const mine = only === undefined || q.through !== null ? nothing : sql`and e.subject = any(${kinOf(only, at)}::uuid[])`
  const withClass = needsClass(q, cut)
  const class_ = withClass ? sql`class.facets` : sql`null::jsonb`
  const whose = q.through === 'members' ? sql`b.person` : q.through === 'household' ? sql`b.household` : rootOf(at, 'e')
  const classFacets = Object.entries(q.where).filter(([name]) => q.classFacets.includes(name))
  return sql`
    ${q.take === 'every' ? nothing : taken(q, at, mine)} ${withClass && q.classAt === 'to' ? classTable(q, at) : nothing} ${q.through === 'members' ? memberships(q, at) : nothing}
    counted as (
      select e.posting, e.line, ${whose} as subject, s.key, e.happened_on, e.count, ${amountOf(q)} as amount, e.facets, ${class_} as class,
        ${q.through === 'members' ? sql`row_number() over (partition by e.posting, e.line) = 1` : sql`true`} as is_first
      from ${q.take === 'every' ? sql`ledger_entry e` : sql`taken e`}
      ${joinRanges(q, 'e')}
      ${joinRoots(at, 'e')}
      ${withClass ? joinClass(q, at) : nothing}
      ${belonging(q, at)}
      ${sql.join(q.among.map((one, i) => joinAmong(one, i, q, at, whose)), sql` `)}
      where ${
        q.take === 'every' ? sql`e.kind = any(${[...q.kinds]}::text[]) ${within('e.happened_on', q.from, q.to)} ${known('e', q.asOf)} ${standing('e', q.asOf)} ${mine}`
        : sql`true ${q.take === 'first' ? within('e.happened_on', q.from, null) : nothing}`}
        ${passedBy(q.level, at)} ${holdsAll(sql`e.facets`, ownWhere(q))}
        ${sql.join(classFacets.map(([name, values]) => holds(sql`coalesce(${class_}, '{}')`, name, values)), sql` `)}
        ${q.currency === null ? nothing : sql`and coalesce(e.currency, ${q.currency}) = ${q.currency}`}
        ${without(q, at)} ${nearby(q, at)}
        ${sql.join(q.among.flatMap((one, i) => (one.not ? [sql`and ${sql.ref(`a${i}.subject`)} is null`] : [])), sql` `)}
    )`
}

function amountOf(q: Question): Fragment {
  return q.minus.length === 0 ? sql`e.amount` : sql`case when e.kind = any(${[...q.minus]}::text[]) then -e.amount else e.amount end`
}

/** These subjects and all who count as one of them. */
function kinOf(only: readonly Uuid[], at: Known): Uuid[] {
  const asked = new Set(only)
  return [...asked, ...[...at.roots].flatMap(([subject, root]) => (asked.has(root) ? [subject] : []))]
}

/** The table `taken`: of each subject the newest entry up to `to`, or the first that holds the conditions on entries. */
function taken(q: Question, at: Known, mine: Fragment): Fragment {
  const isFirst = q.take === 'first'
  const order = isFirst ? sql`e.happened_on, e.posting, e.line` : sql`e.happened_on desc, e.posting desc, e.line desc`
  return sql`
    taken as (
      select distinct on (${rootOf(at, 'e')}) e.posting, e.line, e.kind, ${rootOf(at, 'e')} as subject, e.unit_path, e.happened_on, e.count, e.amount, e.currency, e.facets
      from ledger_entry e ${joinRoots(at, 'e')}
      where e.kind = any(${[...q.kinds]}::text[]) ${within('e.happened_on', null, q.to)} ${known('e', q.asOf)} ${standing('e', q.asOf)}
        ${isFirst ? holdsAll(sql`e.facets`, ownWhere(q)) : nothing} ${mine} ${metInRanges(q, at, isFirst ? q.from : null)}
      order by ${rootOf(at, 'e')}, ${order}
    ),`
}

/** The table `membership`: each person's households, from the day on which she joined until the day on which she joined the next. */
function memberships(q: Question, at: Known): Fragment {
  return sql`
    membership as (
      select ${rootOf(at, 'b')} as person, ${rootOf(at, 'b', 'source', 'mh')} as household, b.happened_on as since,
        lead(b.happened_on) over (partition by ${rootOf(at, 'b')} order by b.happened_on, b.posting, b.line) as until
      from ledger_entry b ${joinRoots(at, 'b')} ${joinRoots(at, 'b', 'source', 'mh')}
      where b.kind = ${joinedKind} ${known('b', q.asOf)} ${standing('b', q.asOf)}
    ),`
}

/** Joins those who are counted through the entry's own subject, on the entry's day. */
function belonging(q: Question, at: Known): Fragment {
  if (q.through === null) return nothing
  if (q.through === 'members') return sql`join membership b on b.household = ${rootOf(at, 'e')} and b.since <= e.happened_on and (b.until is null or b.until > e.happened_on)`
  return sql`join lateral (
      select ${rootOf(at, 'b', 'source', 'mh')} as household from ledger_entry b ${joinRoots(at, 'b', 'source', 'mh')}
      where ${sameSubject(at, 'b', 'e')} and b.kind = ${joinedKind} and b.happened_on <= e.happened_on ${known('b', q.asOf)} ${standing('b', q.asOf)}
      order by b.happened_on desc, b.posting desc, b.line desc limit 1) b on b.household is not null`
}

/** Joins a set of subjects, each once; who must not be in it is asked for by its absence. */
function joinAmong({ of, not }: Among, i: number, q: Question, at: Known, whose: Fragment): Fragment {
  const set = sql`(with ${tables({ ...of, asOf: q.asOf }, at, {})} select distinct subject from counted) ${sql.ref(`a${i}`)}`
  return sql`${not ? sql`left join` : sql`join`} ${set} on ${sql.ref(`a${i}.subject`)} = ${whose}`
}

/** "The counted row falls into this part", to follow a WHERE. */
export function partCondition(part: PartFilter, q: Question): Fragment {
  if (part === null) return nothing
  if (part.cut.by === 'unit') return sql`and key = ${part.key}`
  if (part.cut.by === 'month') return sql`and to_char(happened_on, 'YYYY-MM') = ${part.key}`
  return holds(q.classFacets.includes(part.cut.facet) ? sql`coalesce(class, '{}')` : sql`facets`, part.cut.facet, [part.key])
}

/** Gives this transaction room to tell some hundred thousand subjects apart in memory. */
export async function roomToCount(tx: Tx): Promise<void> {
  await tx.run(sql`select set_config('work_mem', '64MB', true)`)
}
