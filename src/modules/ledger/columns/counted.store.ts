import { literal } from '#platform/columnar/duck.ts'
import type { DateText } from '#kernel/dates.ts'
import { joinedKind, unknownPart, type Across, type Cut, type Near, type Question, type Where } from '../question.ts'
import { currencyCode, levels, passedColumn } from './shape.ts'
import { joined, type Stretch, type View } from './view.ts'

/** What of the rows is asked. `facets`: numbers of sets; null: any. */
type Rows = { kinds: readonly string[]; from?: DateText | null; to?: DateText | null; level?: string | null; facets?: number[] | null; more?: readonly string[] }

const day = (text: DateText): string => `date ${literal(text)}`
const oneOf = (column: string, ids: readonly number[]): string => (ids.length === 0 ? 'false' : ids.length === 1 ? `${column} = ${ids[0]}` : `${column} in (${ids.join(', ')})`)

/** Rows that stand at the view's journal number, of the file and of what came since; `columns` of them. */
export function rows(view: View, columns: string, of: Rows): string {
  const where = [
    oneOf('kind', view.words.kinds(of.kinds)), `until > ${view.n}`,
    ...(of.from ? [`day >= ${day(of.from)}`] : []), ...(of.to ? [`day <= ${day(of.to)}`] : []),
    ...(of.level ? [`${passedColumn(of.level)} <= ${view.n}`] : []), ...(of.facets ? [oneOf('facets', of.facets)] : []), ...(of.more ?? []),
  ].join(' and ')
  const since = ` and since <= ${view.n}`
  return everyRow(view, columns, `${where}${view.wholeFile ? '' : since}`, `${where}${since}`)
}

/** Rows whether they stand or not, by a condition. */
export function everyRow(view: View, columns: string, where: string, whereTail = where): string {
  const file = `select ${columns} from seg.entry e where ${where}${view.touched ? ' and not exists (select 1 from touched t where t.ref = e.ref)' : ''}`
  return view.tail ? `(${file} union all select ${columns} from tail e where ${whereTail})` : `(${file})`
}

/** "The path lies in one of these stretches", whatever it counts for there; few are compared, many are looked up. */
export function inStretches(of: readonly Stretch[]): string {
  if (of.length === 0) return 'false'
  const stretches = joined(of.map((one) => ({ ...one, key: 0 })))
  if (stretches.length <= 8) return `(${stretches.map(({ from, to }) => (from === to ? `path = ${from}` : `path between ${from} and ${to}`)).join(' or ')})`
  return `path in (${places(stretches, 'path')})`
}

/** One row a path number: `path`, and `k`, the place of its key. */
const places = (stretches: readonly Stretch[], columns = 'path, k'): string =>
  `select ${columns} from (select unnest(range(f, t + 1))::int as path, k from (values ${stretches.map(({ from, to, key }) => `(${from}, ${to}, ${key})`).join(', ')}) v (f, t, k))`

export type Wanted = { readonly cut?: Cut | null; /** Whether the keys of the ranges are asked. */ readonly units?: boolean; /** Numbers of the only subjects that are looked at. */ readonly only?: readonly number[]; /** Whether it is asked who passed them: columns `passed_<level>`. */ readonly passed?: boolean }

/** Day and entry as one number, in the order of both: DuckDB compares pairs half as fast. */
const dayAndRef = `((day - date '1900-01-01')::hugeint * ${2n ** 63n} + ref)`

const ownWhere = (q: Question): Where => Object.fromEntries(Object.entries(q.where).filter(([name]) => !q.classFacets.includes(name)))

/**
 * The entries that a question counts, as tables to follow WITH; the last has the name that is given: ref, subject, k (place of its range's key), day, path,
 * count, amount (what is taken off is negative), facets, class, number, is_first (one row an entry). The semantics are those of `count.store.ts`.
 */
export function counted(view: View, q: Question, name: string, wanted: Wanted = {}): string[] {
  const compiled = new Compiled(view, q, name, wanted)
  return compiled.tables()
}

/**
 * For `latest` and `first`, where nothing is asked but of the entry itself: the rows among which each subject's is taken, before it is asked whether that one
 * `holds`; `amount` is theirs. The semantics are those of `counted`.
 */
export function candidates(view: View, q: Question): { rows: string; holds: string; amount: string } {
  const kinds = view.words.kinds(q.kinds)
  const facets = view.words.facetsHolding(kinds, ownWhere(q))
  const isFirst = q.take === 'first'
  const where = view.words.stretches(q.ranges)
  const holds = [
    ...(isFirst || facets === null ? [] : [oneOf('facets', facets)]), ...(isFirst && q.from ? [`day >= ${day(q.from)}`] : []),
    ...(where === null ? [] : [inStretches(where.stretches)]), ...ofCurrency(q),
  ]
  const columns = `ref, kind, subject, path, day, count, amount, currency, facets${levels.map((level) => `, ${passedColumn(level)}`).join('')}`
  return { rows: rows(view, columns, { kinds: q.kinds, to: q.to, facets: isFirst ? facets : null, more: metThere(view, q) }), holds: holds.join(' and ') || 'true', amount: amountOf(view, q) }
}

const ofCurrency = ({ currency }: Question): string[] => (currency === null ? [] : [`coalesce(currency, ${currencyCode(currency)}) = ${currencyCode(currency)}`])

const amountOf = (view: View, q: Question): string => (q.minus.length === 0 ? 'e.amount' : `case when ${oneOf('e.kind', view.words.kinds(q.minus))} then -e.amount else e.amount end`)

/** What is asked of whole lives is asked of those alone who were ever met there, where these are few. */
function metThere(view: View, q: Question): string[] {
  const where = view.words.stretches(q.ranges)
  if (where === null || view.words.estimate(q.kinds, q.ranges) * 2 >= view.words.estimate(q.kinds, null)) return []
  return [`subject in (select subject from ${rows(view, 'subject', { kinds: q.kinds, more: [inStretches(where.stretches)] })})`]
}

class Compiled {
  readonly #view: View
  readonly #q: Question
  readonly #name: string
  readonly #wanted: Wanted
  readonly #tables: string[] = []
  readonly #joins: string[] = []
  readonly #where: string[] = []

  constructor(view: View, q: Question, name: string, wanted: Wanted) {
    this.#view = view
    this.#q = q
    this.#name = name
    this.#wanted = wanted
  }

  /** Only subjects that the question has met: of the others nothing is looked up. */
  get #met(): string {
    return `subject in (select subject from ${this.#name}e)`
  }

  tables(): string[] {
    const [q, view] = [this.#q, this.#view]
    const key = this.#entries()
    const hasClass = this.#class()
    const subject = this.#belonging()
    if (q.without.length > 0) this.#where.push(`not exists (select 1 from ${rows(view, 'subject', { kinds: q.without, to: q.to })} w where w.subject = e.subject)`)
    q.near.forEach((near, i) => this.#near(near, i))
    q.among.forEach(({ of, not }, i) => {
      const set = `${this.#name}a${i}`
      this.#tables.push(...counted(view, { ...of, asOf: q.asOf }, set))
      this.#where.push(`${not ? 'not ' : ''}exists (select 1 from ${set} a where a.subject = ${subject})`)
    })
    const amount = amountOf(view, q)
    this.#tables.push(`${this.#name} as (select e.ref, ${subject} as subject, ${key} as k, e.day, e.path, e.count, ${amount} as amount, e.facets, ${hasClass ? 'c.class' : 'null::int'} as class, e.number,
      ${q.through === 'members' ? 'row_number() over (partition by e.ref) = 1' : 'true'} as is_first${this.#wanted.passed ? levels.map((level) => `, e.${passedColumn(level)}`).join('') : ''} from ${this.#name}e e ${this.#joins.join(' ')}
      ${this.#where.length === 0 ? '' : `where ${this.#where.join(' and ')}`})`)
    return this.#tables
  }

  /** The entries themselves; answers the expression of their key's place. */
  #entries(): string {
    const [q, view, name] = [this.#q, this.#view, this.#name]
    const kinds = view.words.kinds(q.kinds)
    const facets = view.words.facetsHolding(kinds, ownWhere(q))
    const where = view.words.stretches(q.ranges)
    const byKey = where !== null && where.keys.length > 1 && this.#wanted.units === true
    const only = this.#wanted.only === undefined || q.through !== null ? [] : [oneOf('subject', this.#wanted.only)]
    const more = [...only, ...(where !== null && !byKey ? [inStretches(where.stretches)] : []),
      ...ofCurrency(q)]
    const columns = `ref, kind, subject, path, day, count, amount, facets, number${this.#wanted.passed ? levels.map((level) => `, ${passedColumn(level)}`).join('') : ''}`
    if (q.take === 'every') this.#tables.push(`${name}e as (select * from ${rows(view, columns, { kinds: q.kinds, from: q.from, to: q.to, level: q.level, facets, more })} r)`)
    else {
      const isFirst = q.take === 'first'
      this.#tables.push(`${name}t as (select ${isFirst ? 'arg_min' : 'arg_max'}(ref, ${dayAndRef}) as ref from ${rows(view, 'ref, day, subject', { kinds: q.kinds, to: q.to, more: [...only, ...metThere(view, q)], ...(isFirst ? { facets } : {}) })} r group by subject)`)
      this.#tables.push(`${name}e as (select * from ${rows(view, columns, { kinds: q.kinds, from: isFirst ? q.from : null, to: q.to, level: q.level, facets, more })} r where ref in (select ref from ${name}t))`)
    }
    if (!byKey) return '0'
    if (where.stretches.length === 0) {
      this.#where.push('false')
      return '0'
    }
    this.#tables.push(`${name}p as materialized (${places(where.stretches)})`)
    this.#joins.push(`join ${name}p p on p.path = e.path`)
    return 'p.k'
  }

  /** Joins the class of each subject as `c.class` where it is asked; answers whether. */
  #class(): boolean {
    const [q, view, name] = [this.#q, this.#view, this.#name]
    const cut = this.#wanted.cut ?? null
    const conditions = Object.fromEntries(Object.entries(q.where).filter(([facet]) => q.classFacets.includes(facet)))
    const asked = [...Object.keys(conditions), ...(cut?.by === 'facet' && q.classFacets.includes(cut.facet) ? [cut.facet] : [])]
    if (asked.length === 0) return false
    const unknownHolds = Object.values(conditions).every((values) => values.includes(unknownPart))
    if (q.classKind === null) {
      if (!unknownHolds) this.#where.push('false')
      return false
    }
    const kinds = [q.classKind]
    if (q.classAt === 'to') {
      this.#tables.push(`${name}c as (select subject, arg_max(facets, ${dayAndRef}) as class from ${rows(view, 'subject, day, ref, facets', { kinds, to: q.to, more: [this.#met] })} r group by subject)`)
      this.#joins.push(`left join ${name}c c on c.subject = e.subject`)
    } else {
      this.#tables.push(`${name}c as (select subject, day, arg_max(facets, ref) as class from ${rows(view, 'subject, day, ref, facets', { kinds, more: [this.#met] })} r group by subject, day)`)
      this.#joins.push(`asof left join ${name}c c on c.subject = e.subject and e.day >= c.day`)
    }
    if (Object.keys(conditions).length > 0) {
      const holding = view.words.facetsHolding(view.words.kinds(kinds), conditions)
      if (holding === null) {
        if (!unknownHolds) this.#where.push('c.class is not null')
      } else this.#where.push(`(${oneOf('c.class', holding)}${unknownHolds ? ' or c.class is null' : ''})`)
    }
    return true
  }

  /** Joins those who are counted through the entry's own subject; answers the expression of who is counted. */
  #belonging(): string {
    const [q, view, name] = [this.#q, this.#view, this.#name]
    if (q.through === null) return 'e.subject'
    this.#tables.push(`${name}b as (select subject as person, object as household, day as since, coalesce(lead(day) over (partition by subject order by day, ref), date '9999-12-31') as until
      from ${rows(view, 'subject, object, day, ref', { kinds: [joinedKind], more: q.through === 'household' ? [this.#met] : [] })} r)`)
    const [mine, whose] = q.through === 'members' ? ['household', 'person'] : ['person', 'household']
    this.#joins.push(`join ${name}b b on b.${mine} = e.subject and b.since <= e.day and b.until > e.day and b.household is not null`)
    return `b.${whose}`
  }

  #near({ kinds, where, fromDays, toDays, newestOf, not }: Near, i: number): void {
    const view = this.#view
    if (newestOf !== null) return this.#newest({ kinds, where, fromDays, toDays, newestOf, not }, i)
    const facets = view.words.facetsHolding(view.words.kinds(kinds), where)
    const near = rows(view, 'subject, day, ref', { kinds, facets })
    const itself = kinds.some((kind) => this.#q.kinds.includes(kind)) ? ' and w.ref <> e.ref' : ''
    this.#where.push(`${not ? 'not ' : ''}exists (select 1 from ${near} w where w.subject = e.subject
      ${fromDays === null ? '' : ` and w.day >= e.day + ${fromDays}`}${toDays === null ? '' : ` and w.day <= e.day + ${toDays}`}${itself})`)
  }

  #newest({ kinds, where, toDays, newestOf, not }: Near & { newestOf: readonly string[] }, i: number): void {
    const [view, table] = [this.#view, `${this.#name}n${i}`]
    const facets = view.words.facetsHolding(view.words.kinds(kinds), where)
    const isOne = `${oneOf('kind', view.words.kinds(kinds))}${facets === null ? '' : ` and ${oneOf('facets', facets)}`}`
    const pool = rows(view, 'subject, day, ref, kind, facets', { kinds: newestOf, more: [this.#met] })
    if (toDays === null) {
      this.#tables.push(`${table} as (select subject, arg_max(${isOne}, ${dayAndRef}) as holds from ${pool} r group by subject)`)
      this.#joins.push(`left join ${table} n${i} on n${i}.subject = e.subject`)
    } else {
      this.#tables.push(`${table} as (select subject, day, arg_max(${isOne}, ref) as holds from ${pool} r group by subject, day)`)
      this.#joins.push(`asof left join ${table} n${i} on n${i}.subject = e.subject and e.day + ${toDays} >= n${i}.day`)
    }
    this.#where.push(`coalesce(n${i}.holds, false) = ${not ? 'false' : 'true'}`)
  }
}

/** "The counted row falls into this part of the cut", for a WHERE over `counted`; keys are those of the question's ranges. */
export function inPart(view: View, q: Question, part: { cut: Cut; key: string } | null): string {
  if (part === null) return 'true'
  if (part.cut.by === 'unit') {
    const where = view.words.stretches(q.ranges)
    if (where === null) return part.key === '' ? 'true' : 'false'
    // Stretches of the other keys are not counted at all: the path alone decides.
    const place = where.keys.indexOf(part.key)
    return inStretches(where.stretches.filter(({ key }) => key === place))
  }
  if (part.cut.by === 'month') return `strftime(day, '%Y-%m') = ${literal(part.key)}`
  const { facet } = part.cut
  const isClass = q.classFacets.includes(facet)
  const kinds = view.words.kinds(isClass ? (q.classKind === null ? [] : [q.classKind]) : q.kinds)
  const ids = view.words.parts(kinds, facet).flatMap(({ facets, part: name }) => (name === part.key ? [facets] : []))
  const column = isClass ? 'class' : 'facets'
  return isClass && part.key === unknownPart ? `(${oneOf(column, ids)} or ${column} is null)` : oneOf(column, ids)
}

/** How a cut names the part of a row: `wording`, a number, and the parts that each means. */
export function wordings(view: View, q: Question, across: Across): { wording: string; parts: Map<string, number[]> | null } {
  if (across.by === 'month') return { wording: '(year(day) * 12 + month(day) - 1)::int', parts: null }
  const isClass = q.classFacets.includes(across.facet)
  const kinds = view.words.kinds(isClass ? (q.classKind === null ? [] : [q.classKind]) : q.kinds)
  const parts = new Map([...Map.groupBy(view.words.parts(kinds, across.facet), ({ part }) => part)].map(([part, all]) => [part, all.map(({ facets }) => facets)]))
  if (isClass) parts.set(unknownPart, [...(parts.get(unknownPart) ?? []), -1])
  return { wording: isClass ? 'coalesce(class, -1)' : 'facets', parts }
}
