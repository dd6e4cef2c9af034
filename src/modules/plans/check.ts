import type { CountUnit, SubjectType } from '#kernel/counting.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { KindDeclaration } from '#modules/ledger/index.ts'
import type { DefinitionRefusal, FunnelDefinition, IndicatorDefinition } from './definition.contract.ts'
import { askedBy, mostAsked, plainIndicator, usedBy, type Funnel, type Indicator, type IndicatorFacet } from './indicator.ts'

/** What definitions are held against: the kinds that modules declare, the kind of classes, and the programme's levels, lowest first. */
export type Shelf = { readonly kinds: ReadonlyMap<string, KindDeclaration>; readonly classKind: KindDeclaration; readonly levels: readonly string[] }

/** One thing wrong: in which definition, and what; its place is the refusal's field. */
export type Fault = { readonly id: string; readonly refusal: Refusal<DefinitionRefusal> }
type Say = (code: DefinitionRefusal, field: string, facts?: Record<string, string | number>) => void

/** Which subjects a unit of counting may stand for; null where any will do. */
const subjectsOf: Record<CountUnit, readonly SubjectType[] | null> = {
  persons: ['person'], 'person-times': ['person'], households: ['household'], ventures: ['venture'], units: ['unit', 'agency'],
  things: null, money: null, balance: null, mean: null, ratio: null,
}
const tallies: Partial<Record<CountUnit, Indicator['tally']>> = { 'person-times': 'times', things: 'times', money: 'amount', balance: 'amount', mean: 'mean' }
const isMoney = (counts: CountUnit) => counts === 'money' || counts === 'balance' || counts === 'mean'
/** What stands under a name that somebody typed: `constructor` is none. */
const at = <T,>(record: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(record, name) ? record[name] : undefined)
const list = (of: Iterable<string>) => [...of].join(', ')

/**
 * Holds definitions against the shelf and against one another. Out: the indicators that are whole, in the order given, and everything that is wrong
 * with the others; one that speaks of a faulty one is faulty as well.
 */
export function readIndicators(definitions: readonly (IndicatorDefinition & { readonly own?: boolean })[], shelf: Shelf): { indicators: Indicator[]; faults: Fault[] } {
  const faults: Fault[] = []
  const sayOf = (id: string): Say => (code, field, facts = {}) => void faults.push({ id, refusal: refuse(code, { indicator: id, ...facts }, field) })
  const faulty = () => new Set(faults.map(({ id }) => id))
  const plain = new Map<string, Indicator>()
  for (const one of definitions) if (one.counts !== 'ratio') plain.set(one.id, indicatorOf(one, shelf, sayOf(one.id)))
  let before = -1
  // Who leans on a faulty one falls with it, and whoever leans on that one.
  while (before !== faults.length) {
    before = faults.length
    const wrong = faulty()
    for (const one of plain.values()) if (!wrong.has(one.id)) checkSets(one, plain, wrong, definitions, sayOf(one.id))
  }
  for (const one of plain.values()) {
    const around = circleFrom(one.id, plain)
    if (around) sayOf(one.id)('definition-cycle', 'all', { way: around.join(' → ') })
  }
  const inCircles = faulty()
  const asked = new Map<string, number>()
  const sizes = new Map<string, Pick<Indicator, 'all' | 'except' | 'ratio'>>(definitions.map((one) => [one.id, { all: one.all, except: one.except, ratio: one.ratio ?? null }]))
  for (const { id } of definitions) if (!inCircles.has(id) && askedBy(id, sizes, asked) > mostAsked) sayOf(id)('definition-large', 'all', { most: mostAsked })
  const wrong = faulty()
  const made = definitions.flatMap((one) => {
    const indicator = one.counts === 'ratio' ? ratioOf(one, plain, wrong, definitions, shelf, sayOf(one.id)) : plain.get(one.id)!
    return indicator && !wrong.has(one.id) ? [indicator] : []
  })
  const ids = new Set(definitions.map(({ id }) => id))
  for (const { id, companion } of made) if (companion && !ids.has(companion)) sayOf(id)('definition-set', 'companion', { of: companion, list: list(ids) })
  const last = faulty()
  return { indicators: made.filter(({ id }) => !last.has(id)), faults }
}

/** One definition by itself: kinds, whom it counts, facets, conditions, money, level. */
function indicatorOf(one: IndicatorDefinition & { readonly own?: boolean }, shelf: Shelf, say: Say): Indicator {
  const kindsOf = (names: readonly string[], field: string) => names.flatMap((name, i) => {
    const found = shelf.kinds.get(name)
    if (!found) say('definition-kind', `${field}.${i}`, { kind: name })
    return found ? [found] : []
  })
  if (one.kinds.length === 0) say('definition-missing', 'kinds', { what: 'kinds' })
  if (one.ratio) say('definition-needless', 'ratio', { what: 'ratio' })
  const counted = [...kindsOf(one.kinds, 'kinds'), ...kindsOf(one.minus, 'minus')]
  const subject = counted[0]?.subject ?? 'person'
  const about = subject === 'as-referred' ? 'person' : subject
  const bare = counted.find((kind) => kind.subject === 'as-referred')
  if (bare) say('definition-kind-bare', 'kinds', { kind: bare.kind })
  const other = counted.find((kind) => kind.subject !== subject)
  if (other && !bare) say('definition-kinds-differ', 'kinds', { kind: other.kind, subject: about })
  /** Conditions speak of the same subject. */
  const same = (names: readonly string[], field: string) => {
    for (const kind of kindsOf(names, field)) if (kind.subject !== subject && !bare) say('definition-kinds-differ', field, { kind: kind.kind, subject: about })
  }
  same(one.without, 'without')

  const starts = one.through === 'members' ? 'household' : one.through === 'household' ? 'person' : null
  const atEnd: SubjectType = one.through === 'members' ? 'person' : one.through === 'household' ? 'household' : about
  const right = subjectsOf[one.counts]
  if (counted.length > 0) {
    if (starts !== null && starts !== about) say('definition-way', 'through', { subject: about })
    else if (right && !right.includes(atEnd)) say('indicator-subject', 'counts', { counts: one.counts, subject: atEnd })
  }

  const own = ownFacets(counted.slice(0, one.kinds.length))
  const classed = shelf.classKind.subject === subject ? shelf.classKind.facets : {}
  const known = [...new Set([...Object.keys(own), ...Object.keys(classed)])]
  const facet = (name: string, field: string): IndicatorFacet[] => {
    const declared = at(own, name) ?? at(classed, name)
    if (!declared) say('definition-facet', field, { facet: name, list: list(known) })
    return declared ? [{ id: name, of: at(own, name) ? 'entry' : 'class', values: declared.values, many: declared.many ?? false }] : []
  }
  const facets = one.facets.flatMap((name, i) => facet(name, `facets.${i}`))
  for (const [name, values] of Object.entries(one.where)) for (const { values: may } of facet(name, `where.${name}`)) checkValues(values, may, name, `where.${name}`, say)
  if (one.defaultBy && !one.facets.includes(one.defaultBy)) say('definition-default', 'defaultBy', { facet: one.defaultBy, list: list(one.facets) })
  if (one.level && !shelf.levels.includes(one.level)) say('definition-level', 'level', { level: one.level, list: list(shelf.levels) })
  one.near.forEach((near, i) => checkNear(near, `near.${i}`, { shelf, same, say }))

  if (isMoney(one.counts) && !one.currency) say('definition-currency', 'currency')
  if (!isMoney(one.counts) && one.currency) say('definition-needless', 'currency', { what: 'currency' })
  if (one.counts === 'balance' && one.minus.length === 0) say('definition-missing', 'minus', { what: 'minus' })
  if (!isMoney(one.counts) && one.minus.length > 0) say('definition-needless', 'minus', { what: 'minus' })
  if (one.first && one.take === 'latest') say('definition-needless', 'first', { what: 'first' })
  if (one.counts === 'balance' && (one.first || one.take === 'latest')) say('definition-needless', one.first ? 'first' : 'take', { what: one.first ? 'first' : 'latest' })

  const classFacets = Object.keys(classed).filter((name) => !own[name])
  return {
    id: one.id, version: one.version, name: one.name, how: one.how, counts: one.counts, tally: tallies[one.counts] ?? 'subjects', subject: about, counted: atEnd,
    kinds: [...one.kinds, ...one.minus.filter((kind) => !one.kinds.includes(kind))], take: one.first ? 'first' : one.take, stock: one.take === 'latest' || one.counts === 'balance',
    where: one.where, without: one.without, near: one.near, all: one.all, except: one.except, through: one.through ?? null, currency: one.currency ?? null, minus: one.minus,
    level: one.level ?? null, ratio: null, classKind: classFacets.length ? shelf.classKind.kind : null, classFacets, classAt: one.class,
    facets, defaultBy: one.defaultBy ?? null, companion: one.companion ?? null, own: one.own ?? false,
  }
}

/** What the entries of these kinds carry themselves; what one of them does not say is unknown there. */
function ownFacets(kinds: readonly KindDeclaration[]): KindDeclaration['facets'] {
  const facets: Record<string, KindDeclaration['facets'][string]> = {}
  for (const kind of kinds) for (const [name, { values, many }] of Object.entries(kind.facets)) {
    const before = facets[name]
    facets[name] = before ? { values: [...new Set([...before.values, ...values])], many: (before.many ?? false) || (many ?? false) } : { values, many: many ?? false }
  }
  return facets
}

function checkValues(values: readonly string[], may: readonly string[], facet: string, field: string, say: Say): void {
  for (const value of values) if (!may.includes(value) && value !== 'unknown') say('definition-value', field, { facet, value, list: list(may) })
}

function checkNear(near: IndicatorDefinition['near'][number], field: string, { shelf, same, say }: { shelf: Shelf; same(names: readonly string[], field: string): void; say: Say }): void {
  same(near.kinds, `${field}.kinds`)
  const facets = ownFacets(near.kinds.flatMap((name) => shelf.kinds.get(name) ?? []))
  for (const [name, values] of Object.entries(near.where)) {
    const facet = at(facets, name)
    if (facet) checkValues(values, facet.values, name, `${field}.where.${name}`, say)
    else say('definition-facet', `${field}.where.${name}`, { facet: name, list: list(Object.keys(facets)) })
  }
  const { fromDays, toDays, newestOf } = near
  if (fromDays !== null && toDays !== null && fromDays > toDays) say('definition-near', `${field}.fromDays`, { why: 'backwards' })
  if (newestOf === null) return
  same(newestOf, `${field}.newestOf`)
  if (!near.kinds.every((kind) => newestOf.includes(kind))) say('definition-near', `${field}.newestOf`, { why: 'newest-of' })
  if (fromDays !== null) say('definition-near', `${field}.fromDays`, { why: 'newest-from' })
}

/** The sets that an indicator asks: they are there, are no ratios, and hold the same subject. */
function checkSets(one: Indicator, plain: ReadonlyMap<string, Indicator>, wrong: ReadonlySet<string>, all: readonly IndicatorDefinition[], say: Say): void {
  for (const key of ['all', 'except'] as const) one[key].forEach(({ of }, i) => found(of, `${key}.${i}.of`, one.counted, plain, wrong, all, say))
}

/** The indicator that another one speaks of; says what is wrong with it where it may not be. `counted` null: whatever it counts. */
function found(of: string, field: string, counted: SubjectType | null, plain: ReadonlyMap<string, Indicator>, wrong: ReadonlySet<string>, all: readonly IndicatorDefinition[], say: Say): Indicator | null {
  const other = plain.get(of)
  if (!other && all.some(({ id }) => id === of)) say('definition-set-ratio', field, { of })
  else if (!other || wrong.has(of)) say('definition-set', field, { of, list: list([...plain.keys()].filter((id) => !wrong.has(id))) })
  else if (counted !== null && other.counted !== counted) say('definition-set-subject', field, { of, subject: other.counted, counted })
  else return other
  return null
}

/** The way from an indicator over sets back to itself; null where there is none. */
function circleFrom(start: string, plain: ReadonlyMap<string, Indicator>): string[] | null {
  const seen = new Set<string>()
  const walk = (id: string, way: readonly string[]): string[] | null => {
    for (const next of usedBy(plain.get(id) ?? { all: [], except: [], ratio: null })) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const around = walk(next, [...way, next])
      if (around) return around
    }
    return null
  }
  return walk(start, [start])
}

/** A share: whom it counts, where, and how it is cut are those of `over`. */
function ratioOf(
  one: IndicatorDefinition & { readonly own?: boolean }, plain: ReadonlyMap<string, Indicator>, wrong: ReadonlySet<string>, all: readonly IndicatorDefinition[], shelf: Shelf, say: Say,
): Indicator | null {
  if (!one.ratio) {
    say('definition-missing', 'ratio', { what: 'ratio' })
    return null
  }
  const needless = (['kinds', 'where', 'without', 'near', 'all', 'except', 'minus', 'through', 'currency'] as const).filter((key) => one[key] !== undefined && Object.keys(one[key]).length > 0)
  for (const key of [...needless, ...(one.first ? ['first'] : []), ...(one.take === 'latest' ? ['take'] : [])]) say('definition-needless', key, { what: key })
  if (one.level && !shelf.levels.includes(one.level)) say('definition-level', 'level', { level: one.level, list: list(shelf.levels) })
  const over = found(one.ratio.over, 'ratio.over', null, plain, wrong, all, say)
  const of = found(one.ratio.of, 'ratio.of', over?.counted ?? null, plain, wrong, all, say)
  if (!over || !of) return null
  const facets = one.facets.flatMap((name, i) => {
    const facet = over.facets.find(({ id }) => id === name)
    if (!facet) say('definition-facet', `facets.${i}`, { facet: name, list: list(over.facets.map(({ id }) => id)) })
    return facet ? [facet] : []
  })
  if (one.defaultBy && !one.facets.includes(one.defaultBy)) say('definition-default', 'defaultBy', { facet: one.defaultBy, list: list(one.facets) })
  if (needless.length > 0 || one.first || one.take === 'latest' || facets.length < one.facets.length || (one.level && !shelf.levels.includes(one.level))) return null
  return {
    ...over, ...plainIndicator, where: {}, without: [], id: one.id, version: one.version, name: one.name, how: one.how, counts: 'ratio', tally: 'ratio',
    subject: over.counted, stock: over.stock && of.stock, ratio: one.ratio, level: one.level ?? null, facets, defaultBy: one.defaultBy ?? null, companion: one.companion ?? null, own: one.own ?? false,
  }
}

/**
 * Holds funnels against the indicators that are whole. A step counts subjects by its own kinds: no ratio, no way to another subject, and all steps the same subject.
 */
export function readFunnels(definitions: readonly (FunnelDefinition & { readonly own?: boolean })[], indicators: readonly Indicator[]): { funnels: Funnel[]; faults: Fault[] } {
  const known = new Map(indicators.map((one) => [one.id, one]))
  const faults: Fault[] = []
  const funnels = definitions.flatMap((one): Funnel[] => {
    const before = faults.length
    const first = known.get(one.steps[0]!)
    one.steps.forEach((step, i) => {
      const say = (code: DefinitionRefusal, facts: Record<string, string>) => void faults.push({ id: one.id, refusal: refuse(code, { indicator: one.id, of: step, ...facts }, `steps.${i}`) })
      const indicator = known.get(step)
      if (!indicator) say('definition-set', { list: list(known.keys()) })
      else if (indicator.ratio || indicator.through) say('funnel-step', {})
      else if (first && indicator.counted !== first.counted) say('definition-set-subject', { subject: indicator.counted, counted: first.counted })
    })
    const sizes = new Map<string, number>()
    if (one.steps.reduce((sum, step) => sum + askedBy(step, known, sizes), 0) > mostAsked) faults.push({ id: one.id, refusal: refuse('definition-large', { indicator: one.id, most: mostAsked }, 'steps') })
    return faults.length > before ? [] : [{ id: one.id, version: one.version, name: one.name, steps: one.steps, withinDays: one.withinDays ?? null, own: one.own ?? false }]
  })
  return { funnels, faults }
}
