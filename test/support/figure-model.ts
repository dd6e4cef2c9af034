import type { Across, Near, Question, Tally, TallyRow, Where } from '../../src/modules/ledger/question.ts'

/*
 * What a figure is, over a plain list of entries: no indexes, no shortcuts. The engines are held against it (test/agreement.test.ts).
 * It imports no code: where it and an engine differ, decisions and docs/LEDGER-EXPORT.md say who is right.
 */

/** An entry with its journal number. Money, numbers and postings are small here. */
export type ModelEntry = {
  number: number; posting: number; line: number; kind: string; subject: string; unitPath: string; happenedOn: string; count: number; amount: number | null
  currency: 'CNY' | 'VND' | null; facets: Readonly<Record<string, string | readonly string[]>>; source: string | null; refers: { posting: number; line: number } | null
}
/** One entry as it counts for one subject under one key, with the class that its own subject has. */
export type ModelCounted = { entry: ModelEntry; subject: string; key: string; amount: number; class: ModelEntry['facets'] | undefined }

const nameOf = ({ posting, line }: { posting: number; line: number }) => `${posting}:${line}`
const addDays = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const order = (a: ModelEntry, b: ModelEntry) => (a.happenedOn < b.happenedOn ? -1 : a.happenedOn > b.happenedOn ? 1 : a.posting - b.posting || a.line - b.line)
const newest = (entries: readonly ModelEntry[]) => [...entries].sort(order).at(-1)
const forever = '9999-12-31'

/** The values of a facet: what is not said, or said as nothing, is `unknown`. */
export function valuesOf(facets: ModelEntry['facets'] | undefined, facet: string): readonly string[] {
  const value = facets?.[facet]
  return value === undefined || value.length === 0 ? ['unknown'] : typeof value === 'string' ? [value] : value
}
const holds = (facets: ModelEntry['facets'] | undefined, where: Where) => Object.entries(where).every(([facet, values]) => valuesOf(facets, facet).some((value) => values.includes(value)))

/** What the journal says as of a number: the entries that stand, who counts as whom, what a level has passed. */
export function readModel(all: readonly ModelEntry[], asOf: number) {
  const known = all.filter((entry) => entry.number <= asOf)
  const reversed = new Set(known.flatMap((entry) => (entry.kind === 'ledger.reversed' ? [nameOf(entry.refers!)] : [])))
  const stands = known.filter((entry) => !reversed.has(nameOf(entry)))
  const into = new Map(stands.flatMap((entry) => (entry.kind === 'ledger.merged' ? [[entry.subject, entry.source!] as const] : [])))
  const rootOf = (subject: string): string => (into.has(subject) ? rootOf(into.get(subject)!) : subject)
  const passed = (entry: ModelEntry, level: string) =>
    known.filter((one) => ['ledger.passed', 'ledger.returned'].includes(one.kind) && one.facets['level'] === level && nameOf(one.refers!) === nameOf(entry))
      .sort((a, b) => a.number - b.number || a.posting - b.posting || a.line - b.line).at(-1)?.kind === 'ledger.passed'
  const joined = stands.filter((entry) => entry.kind === 'register.joined-household')
  /** The household to which a person belongs on a day. */
  const householdOn = (person: string, day: string) => {
    const last = newest(joined.filter((entry) => rootOf(entry.subject) === person && entry.happenedOn <= day))
    return last && rootOf(last.source!)
  }
  const persons = [...new Set(joined.map((entry) => rootOf(entry.subject)))]
  return { stands, rootOf, passed, householdOn, persons }
}

/** The entries that a question counts, one element an entry and counted subject. */
export function modelCounted(all: readonly ModelEntry[], q: Question): ModelCounted[] {
  const { stands, rootOf, passed, householdOn, persons } = readModel(all, q.asOf === null ? Infinity : Number(q.asOf))
  const to = q.to ?? forever
  const of = (subject: string, kinds: readonly string[]) => stands.filter((entry) => rootOf(entry.subject) === subject && kinds.includes(entry.kind))
  const own: Where = Object.fromEntries(Object.entries(q.where).filter(([facet]) => !q.classFacets.includes(facet)))
  const ofClass: Where = Object.fromEntries(Object.entries(q.where).filter(([facet]) => q.classFacets.includes(facet)))
  const inTime = (entry: ModelEntry) => (q.take === 'latest' || q.from === null || entry.happenedOn >= q.from) && entry.happenedOn <= to

  const candidates = stands.filter((entry) => q.kinds.includes(entry.kind))
  const subjects = [...new Set(candidates.map((entry) => rootOf(entry.subject)))]
  const taken = q.take === 'every' ? candidates
    : q.take === 'latest' ? subjects.flatMap((subject) => newest(of(subject, q.kinds).filter((entry) => entry.happenedOn <= to)) ?? [])
    : subjects.flatMap((subject) => of(subject, q.kinds).filter((entry) => holds(entry.facets, own)).sort(order)[0] ?? [])

  const near = (entry: ModelEntry, { kinds, where, fromDays, toDays, newestOf, not }: Near) => {
    const until = toDays === null ? forever : addDays(entry.happenedOn, toDays)
    const since = fromDays === null ? '0001-01-01' : addDays(entry.happenedOn, fromDays)
    const mine = rootOf(entry.subject)
    const fits = (other: ModelEntry | undefined) => other !== undefined && kinds.includes(other.kind) && holds(other.facets, where)
    const is = newestOf !== null ? fits(newest(of(mine, newestOf).filter((other) => other.happenedOn <= until)))
      : of(mine, kinds).some((other) => fits(other) && other !== entry && other.happenedOn >= since && other.happenedOn <= until)
    return is !== not
  }
  const sets = q.among.map(({ of: inner, not }) => ({ members: new Set(modelCounted(all, { ...inner, asOf: q.asOf }).map((one) => one.subject)), not }))

  return taken.flatMap((entry) => {
    const mine = rootOf(entry.subject)
    const key = q.ranges === null ? '' : q.ranges.find(({ lo, hi }) => lo <= entry.unitPath && entry.unitPath < hi)?.key
    const class_ = q.classKind === null ? undefined : newest(of(mine, [q.classKind]).filter((one) => one.happenedOn <= (q.classAt === 'entry' ? entry.happenedOn : to)))?.facets
    const counts = key !== undefined && inTime(entry) && (q.level === null || passed(entry, q.level)) && (q.currency === null || entry.currency === null || entry.currency === q.currency)
      && holds(entry.facets, own) && holds(class_, ofClass) && !of(mine, q.without).some((other) => other.happenedOn <= to) && q.near.every((one) => near(entry, one))
    if (!counts) return []
    const whom = q.through === null ? [mine]
      : q.through === 'household' ? [householdOn(mine, entry.happenedOn) ?? []].flat()
      : persons.filter((person) => householdOn(person, entry.happenedOn) === mine)
    const amount = (entry.amount ?? 0) * (q.minus.includes(entry.kind) ? -1 : 1)
    return whom.filter((subject) => sets.every(({ members, not }) => members.has(subject) !== not)).map((subject) => ({ entry, subject, key, amount, class: class_ }))
  })
}

/** The columns into which something counted falls. */
export function columnsOf(q: Question, across: Across, { entry, class: class_ }: ModelCounted): readonly string[] {
  return across.by === 'month' ? [entry.happenedOn.slice(0, 7)] : valuesOf(q.classFacets.includes(across.facet) ? class_ : entry.facets, across.facet)
}

export function tallyOf(rows: readonly ModelCounted[]): Tally {
  const sum = (of: (row: ModelCounted) => number) => rows.reduce((total, row) => total + of(row), 0)
  return { subjects: new Set(rows.map((row) => row.subject)).size, times: sum((row) => row.entry.count), entries: new Set(rows.map((row) => nameOf(row.entry))).size, amount: sum((row) => row.amount) }
}

/** What `tally` answers. */
export function modelTally(all: readonly ModelEntry[], q: Question, { units, across }: { units: boolean; across: Across | null }): TallyRow[] {
  const counted = modelCounted(all, q)
  const rows = [null, ...(units ? [...new Set(counted.map((one) => one.key))].sort() : [])]
  const columns = [null, ...(across ? [...new Set(counted.flatMap((one) => columnsOf(q, across, one)))].sort() : [])]
  return rows.flatMap((row) => columns.flatMap((column) => {
    const mine = counted.filter((one) => (row === null || one.key === row) && (column === null || columnsOf(q, across!, one).includes(column)))
    return mine.length === 0 && (row !== null || column !== null) ? [] : [{ row, column, ...tallyOf(mine) }]
  }))
}

/** What was counted, as `posting:line subject key`, in order: two figures with the same members are the same. */
export function modelMembers(all: readonly ModelEntry[], q: Question): string[] {
  return modelCounted(all, q).map(({ entry, subject, key }) => `${nameOf(entry)} ${subject} ${key}`).sort()
}
