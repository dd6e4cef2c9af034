import type { DateText } from '#kernel/dates.ts'
import { sql } from '#platform/database/transaction.ts'
import { unknownPart, type Cut, type Near, type Question, type Where } from './question.ts'
import { joinRanges, joinRoots, known, nothing, rootOf, sameSubject, standing, within, type Fragment, type Known } from './source.store.ts'

/* What a question asks of an entry `e` beside its own kind, day and place: facets and class, near happenings, what its subject must not have. */

/** Whether a jsonb facet, single or many, holds one of the values; what is not said at all is `unknown`. */
export function holds(facets: Fragment, name: string, values: readonly string[]): Fragment {
  return sql`and case jsonb_typeof(${facets} -> ${name}::text)
    when 'array' then case when (${facets} -> ${name}::text) = '[]' then ${unknownPart} = any(${[...values]}::text[]) else (${facets} -> ${name}::text) ?| ${[...values]}::text[] end
    else coalesce(${facets} ->> ${name}::text, ${unknownPart}) = any(${[...values]}::text[]) end`
}

/** The same for several facets, all of one object. */
export function holdsAll(facets: Fragment, where: Where): Fragment {
  return sql.join(Object.entries(where).map(([name, values]) => holds(facets, name, values)), sql` `)
}

/** The conditions of a question that its entries answer themselves. */
export const ownWhere = (q: Question): Where => Object.fromEntries(Object.entries(q.where).filter(([name]) => !q.classFacets.includes(name)))

/** Whether the class is looked up at all. */
export function needsClass(q: Question, cut: Cut | null): boolean {
  const asked = [...Object.keys(q.where), ...(cut?.by === 'facet' ? [cut.facet] : [])]
  return q.classKind !== null && asked.some((facet) => q.classFacets.includes(facet))
}

/** The table `class`, to stand in a WITH: of each subject the newest class entry up to `to`. */
export function classTable(q: Question, at: Known): Fragment {
  return sql`
    class as (
      select distinct on (${rootOf(at, 'c')}) ${rootOf(at, 'c')} as subject, c.facets from ledger_entry c ${joinRoots(at, 'c')}
      where c.kind = ${q.classKind} ${within('c.happened_on', null, q.to)} ${known('c', q.asOf)} ${standing('c', q.asOf)}
      order by ${rootOf(at, 'c')}, c.happened_on desc, c.posting desc, c.line desc
    ),`
}

/** Joins `class.facets` to the entry: the class of its subject at the end of the period, or on the entry's own day. */
export function joinClass(q: Question, at: Known): Fragment {
  if (q.classAt === 'to') return sql`left join class on class.subject = ${rootOf(at, 'e')}`
  return sql`left join lateral (
      select c.facets from ledger_entry c where ${sameSubject(at, 'c', 'e')} and c.kind = ${q.classKind} and c.happened_on <= e.happened_on ${known('c', q.asOf)} ${standing('c', q.asOf)}
      order by c.happened_on desc, c.posting desc, c.line desc limit 1) class on true`
}

/** "Its subject has no entry of these kinds." */
export function without(q: Question, at: Known): Fragment {
  if (q.without.length === 0) return nothing
  return sql`and not exists (select from ledger_entry w where ${sameSubject(at, 'w', 'e')}
          and w.kind = any(${[...q.without]}::text[]) ${within('w.happened_on', null, q.to)} ${known('w', q.asOf)} ${standing('w', q.asOf)})`
}

/** "Another happening of its subject is, or is not, near it", for each that is asked. */
export function nearby(q: Question, at: Known): Fragment {
  return sql.join(q.near.map((near) => nearOne(near, q.asOf, at)), sql` `)
}

function nearOne(near: Near, asOf: bigint | null, at: Known): Fragment {
  const until = near.toDays === null ? nothing : sql`and w.happened_on <= e.happened_on + ${near.toDays}::int`
  if (near.newestOf !== null) {
    return sql`and (select w.kind = any(${[...near.kinds]}::text[]) ${holdsAll(sql`w.facets`, near.where)}
        from ledger_entry w where ${sameSubject(at, 'w', 'e')} and w.kind = any(${[...near.newestOf]}::text[]) ${until} ${known('w', asOf)} ${standing('w', asOf)}
        order by w.happened_on desc, w.posting desc, w.line desc limit 1) ${near.not ? sql`is not true` : sql`is true`}`
  }
  const since = near.fromDays === null ? nothing : sql`and w.happened_on >= e.happened_on + ${near.fromDays}::int`
  return sql`and ${near.not ? sql`not exists` : sql`exists`} (select from ledger_entry w where ${sameSubject(at, 'w', 'e')} and (w.posting, w.line) <> (e.posting, e.line)
        and w.kind = any(${[...near.kinds]}::text[]) ${since} ${until} ${holdsAll(sql`w.facets`, near.where)} ${known('w', asOf)} ${standing('w', asOf)})`
}

/** Only subjects that were ever met in the ranges by entries of the question's kinds: what is asked of whole lives is asked of theirs alone. */
export function metInRanges(q: Question, at: Known, from: DateText | null): Fragment {
  if (q.ranges === null) return nothing
  const subject = at.roots.size === 0 ? sql`i.subject` : sql`unnest(coalesce(mi.kin, array[i.subject]))`
  return sql`and e.subject in (select ${subject} from ledger_entry i ${joinRoots(at, 'i')} ${joinRanges(q, 'i')} where i.kind = any(${[...q.kinds]}::text[]) ${within('i.happened_on', from, q.to)})`
}
