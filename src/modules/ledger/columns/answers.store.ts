import { createHash } from 'node:crypto'
import { changeReasons } from '#kernel/counting.ts'
import type { Uuid } from '#kernel/ids.ts'
import { literal } from '#platform/columnar/duck.ts'
import type { Behind, ChangeRow, EntryFilter, LeftOut, PartFilter, SubjectBehind } from '../answers.ts'
import type { Question } from '../question.ts'
import { counted, everyRow, inPart, inStretches } from './counted.store.ts'
import { Reader } from './reader.ts'
import { lineSql, passedColumn, postingSql } from './shape.ts'
import type { View } from './view.ts'

/* The answers of a read model to one question. Each has the name and the meaning of its twin over PostgreSQL. */

export async function firstsByMonth(reader: Reader, view: View, q: Question): Promise<{ month: string; first: number }[]> {
  return reader.duck.rows(`with ${counted(view, q, 'q').join(', ')}
    select strftime(day, '%Y-%m') as month, count(*)::int as first from (select min(day) as day from q group by subject) f group by 1 order by 1`)
}

export async function countBehind(reader: Reader, view: View, q: Question, part: PartFilter): Promise<Behind> {
  const [row] = await reader.duck.rows<Behind>(`with ${counted(view, q, 'q', { cut: part?.cut ?? null }).join(', ')}
    select count(distinct subject)::int as subjects, (count(*) filter (where is_first))::int as entries from q where ${inPart(view, q, part)}`)
  return row!
}

export async function subjectsBehind(reader: Reader, view: View, q: Question, part: PartFilter, limit: number): Promise<SubjectBehind[]> {
  const met = `with ${counted(view, q, 'q', { cut: part?.cut ?? null }).join(', ')}, met as (
      select subject, sum(count) as times, min(day) as first, max(day) as last from q where ${inPart(view, q, part)} group by subject)`
  const told = `coalesce(times, 0)::double as times, first::varchar as "firstOn", last::varchar as "lastOn"`
  if (reader.index.ready && view.subjects === reader.words.subjects) {
    const rows = await reader.duck.rows<Omit<SubjectBehind, 'subject'> & { id: number }>(`${met} select subject as id, ${told} from met order by subject limit ${limit}`)
    return rows.map(({ id, ...of }) => ({ subject: reader.index.subjectOf(id), ...of }))
  }
  return reader.duck.rows(`${met} select s.subject::varchar as subject, ${told} from met join ${Reader.names} s on s.id = met.subject order by s.subject limit ${limit}`)
}

export async function subjectsAmong(reader: Reader, view: View, q: Question, part: PartFilter, subjects: readonly Uuid[]): Promise<Map<Uuid, SubjectBehind>> {
  const ids = await view.subjectIds(subjects)
  if (ids.size === 0) return new Map()
  const rows = await reader.duck.rows<SubjectBehind & { id: number }>(`with ${counted(view, q, 'q', { cut: part?.cut ?? null, only: [...ids.values()] }).join(', ')}
    select subject as id, coalesce(sum(count), 0)::double as times, min(day)::varchar as "firstOn", max(day)::varchar as "lastOn" from q
    where subject in (${[...ids.values()].join(', ')}) and ${inPart(view, q, part)} group by subject`)
  const found = new Map(rows.map((row) => [row.id, row]))
  return new Map([...ids].flatMap(([subject, id]) => {
    const row = found.get(id)
    return row ? [[subject, { subject, times: row.times, firstOn: row.firstOn, lastOn: row.lastOn }]] : []
  }))
}

/** Which entries are on the page: what else is told of them is read from PostgreSQL. `key` is that of the range. */
export async function entriesBehind(reader: Reader, view: View, q: Question, part: PartFilter, filter: EntryFilter): Promise<{ posting: string; line: number; key: string }[]> {
  const ids = filter.subject === null ? null : [...(await view.subjectIds([filter.subject])).values()]
  if (ids?.length === 0) return []
  const keys = view.words.stretches(q.ranges)?.keys ?? ['']
  const rows = await reader.duck.rows<{ posting: string; line: number; k: number }>(`with ${counted(view, q, 'q', { cut: part?.cut ?? null, units: true, ...(ids === null ? {} : { only: ids }) }).join(', ')}
    select ${postingSql('ref')}::varchar as posting, ${lineSql('ref')}::int as line, k from q where ${inPart(view, q, part)} and ${ids === null ? 'is_first' : `subject = ${ids[0]}`}
    order by day desc, ref desc limit ${filter.limit} offset ${filter.offset}`)
  return rows.map(({ posting, line, k }) => ({ posting, line, key: keys[k]! }))
}

/** Of each entry, whether it was known at `n` or not, the one row that tells of it there. */
const oneRowEach = (n: number) => `(since <= ${n} or since = number) and (${n} < until or until = coalesce(reversed, 2147483647))`

const inside = ({ from, to }: Question) => `(true${from === null ? '' : ` and day >= date ${literal(from)}`}${to === null ? '' : ` and day <= date ${literal(to)}`})`
const ofKinds = (view: View, q: Question) => {
  const ids = view.words.kinds(q.kinds)
  const where = view.words.stretches(q.ranges)
  return `${ids.length === 0 ? 'false' : `kind in (${ids.join(', ')})`}${where === null ? '' : ` and ${inStretches(where.stretches)}`}`
}

/** Only where no merge is known after `asOf` or was taken back: see `Reader.mergedOtherwise`. An entry that was taken back before its subject was merged counts for who stands now. */
export async function leftOut(reader: Reader, view: View, q: Question, asOf: number): Promise<LeftOut[]> {
  const merged = reader.tail.rootsAt(asOf)
  const ids = await view.subjectIds(merged.flat())
  // Who stands now may have no row of her own, and then no number.
  const numbers = new Map([...new Set(merged.map(([, root]) => root))].map((root, i) => [root, ids.get(root) ?? -1 - i]))
  const roots = merged.flatMap(([subject, root]) => (ids.has(subject) ? [`(${ids.get(subject)!}, ${numbers.get(root)!})`] : []))
  const [who, joined] = roots.length === 0 ? ['e.subject', ''] : ['coalesce(m.root, e.subject)', `left join (values ${roots.join(', ')}) m (subject, root) on m.subject = e.subject`]
  return reader.duck.rows(`select reason, count(distinct subject)::int as subjects, count(*)::int as entries from (
      select ${who} as subject, case when number > ${asOf} then 'known-later' when reversed <= ${asOf} then 'reversed' when not ${inside(q)} then 'outside-period' when reversed > ${asOf} then 'reversed-later' end as reason
      from ${everyRow(view, 'subject, number, reversed, day', `${ofKinds(view, q)} and ${oneRowEach(asOf)}`)} e ${joined}) r
    where reason is not null group by reason order by reason`)
}

/** `upTo`: the journal's head in the asker's snapshot, beyond which the model may know more. */
export async function laterThan(reader: Reader, view: View, q: Question, asOf: number, upTo: number): Promise<{ added: number; reversed: number }> {
  const mine = `${ofKinds(view, q)} and ${inside(q)}`
  const howMany = (condition: string) => `(select count(*)::int from ${everyRow(view, 'ref', `${mine} and ${condition}`)} e)`
  // Few rows were ever taken back, and of an entry unknown at `asOf` the first row tells: asked apart, each looks at little.
  const [row] = await reader.duck.rows<{ added: number; reversed: number }>(`select ${howMany(`number > ${asOf} and number <= ${upTo} and since = number`)} as added,
    ${howMany(`reversed > ${asOf} and reversed <= ${upTo} and ${oneRowEach(asOf)}`)} as reversed`)
  return row!
}

export async function membersDigest(reader: Reader, view: View, q: Question): Promise<string> {
  const entry = `${postingSql('ref')}::varchar || ':' || ${lineSql('ref')}::varchar`
  const isSubject = q.counts === 'subjects'
  const member = isSubject ? 's.subject::varchar' : q.through === 'members' ? `${entry} || ':' || s.subject::varchar` : entry
  const from = isSubject || q.through === 'members' ? `(select distinct subject${isSubject ? '' : ', ref'} from q) q join ${Reader.names} s on s.id = q.subject` : '(select distinct ref from q) q'
  const { m } = await reader.duck.columns(`with ${counted(view, q, 'q').join(', ')} select ${member} as m from ${from} order by m`)
  const hash = createHash('sha256')
  const all = (m ?? []) as string[]
  for (let at = 0; at < all.length; at += 10_000) hash.update(`${at === 0 ? '' : '\n'}${all.slice(at, at + 10_000).join('\n')}`)
  return hash.digest('hex')
}

/** `moved`: the numbers of those who count as others at one of the two journal numbers than at the other. */
export async function changesBetween(reader: Reader, views: { before: View; after: View }, before: Question, after: Question, moved: readonly number[]): Promise<ChangeRow[]> {
  const keys = [...new Set([...(before.ranges ?? [{ key: '' }]), ...(after.ranges ?? [{ key: '' }])].map(({ key }) => key))]
  /** Both questions name their keys by places of their own: here by those of both. */
  const side = (view: View, q: Question, name: string) => {
    const own = view.words.stretches(q.ranges)?.keys ?? ['']
    return `${counted(view, q, name, { units: true }).join(', ')}, ${name}k as materialized (select ref, subject, [${own.map((key) => keys.indexOf(key)).join(', ')}][k + 1] as k, path, number from ${name})`
  }
  const [was, is] = [views.before.n, views.after.n]
  const { level } = before
  const place = (view: View, { ranges }: Question, name: string) => {
    const found = view.words.stretches(ranges)
    if (found === null) return `${name} as (select null::int as path, 0 as k where false)`
    const rows = found.stretches.map(({ from, to, key }) => `(${from}, ${to}, ${keys.indexOf(found.keys[key]!)})`)
    return rows.length === 0 ? `${name} as (select null::int as path, 0 as k where false)` : `${name} as materialized (select unnest(range(f, t + 1))::int as path, k from (values ${rows.join(', ')}) v (f, t, k))`
  }
  const state = `select ref, max(reversed) as reversed, ${level === null ? 'false as was_passed, false as is_passed' : `bool_or(since <= ${was} and until > ${was} and ${passedColumn(level)} <= ${was}) as was_passed, bool_or(since <= ${is} and until > ${is} and ${passedColumn(level)} <= ${is}) as is_passed`}
    from ${everyRow(views.after, `ref, reversed, since, until${level === null ? '' : `, ${passedColumn(level)}`}`, 'true')} e where ref in (select ref from changed) group by ref`
  const rows = await reader.duck.rows<ChangeRow>(`with ${side(views.before, before, 'was')}, ${side(views.after, after, 'now_')}, ${place(views.before, before, 'place_was')}, ${place(views.after, after, 'place_now')},
    unlike as materialized (select coalesce(a.ref, b.ref) as ref, coalesce(a.subject, b.subject) as subject, coalesce(a.path, b.path) as path, coalesce(a.number, b.number) as number, b.ref is not null as came
      from wask a full join now_k b on a.ref = b.ref and a.subject = b.subject and a.k = b.k where a.ref is null or b.ref is null),
    changed as materialized (select ref, any_value(path) as path, any_value(number) as number, bool_or(came) as came, bool_or(not came) as went, bool_or(${moved.length === 0 ? 'false' : `subject in (${moved.join(', ')})`}) as merged from unlike group by ref),
    state as (${state}),
    reasoned as materialized (select d.ref, came, went, case
        when d.number > ${was} then 'late' when s.reversed > ${was} and s.reversed <= ${is} then 'reversed'
        when came and not went and is_passed and not was_passed then 'verified' when went and not came and was_passed and not is_passed then 'returned'
        when merged then 'merged' when place_was.k is distinct from place_now.k then 'moved' else 'other' end as reason
      from changed d join state s on s.ref = d.ref left join place_was on place_was.path = d.path left join place_now on place_now.path = d.path)
    select r.reason, count(*)::int as entries, any_value(u.n)::int as subjects, (count(*) filter (where came))::int as "in", (count(*) filter (where went))::int as out
    from reasoned r join (select x.reason, count(distinct u.subject) as n from unlike u join reasoned x on x.ref = u.ref group by x.reason) u on u.reason = r.reason group by r.reason`)
  return rows.sort((a, b) => changeReasons.indexOf(a.reason) - changeReasons.indexOf(b.reason))
}
