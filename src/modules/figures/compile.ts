import type { DateText } from '#kernel/dates.ts'
import { plainQuestion, type Among, type Near, type Question } from '#modules/ledger/index.ts'
import type { Funnel, Indicator } from '#modules/plans/index.ts'

/** Over what a definition is asked. `level`: the one asked for; `levels`: the programme's, lowest first. */
export type Scope = {
  readonly from: DateText | null
  readonly to: DateText
  readonly asOf: bigint | null
  readonly level: string | null
  readonly ranges: Question['ranges']
  readonly levels: readonly string[]
}

/** The higher of two levels; one that the programme does not know is lowest. Null is below all. */
export function higherLevel(levels: readonly string[], a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return levels.indexOf(a) >= levels.indexOf(b) ? a : b
}

/**
 * What an indicator asks over a scope. In: the indicator, and all that it may speak of (its sets, both sides of a ratio). A stock has no first day; the level asked
 * for raises the indicator's own and never lowers it. Of a ratio it is the numerator: `partsOfRatio`.
 */
export function questionOf(one: Indicator, all: readonly Indicator[], scope: Scope): Question {
  if (one.ratio) return partsOfRatio(one, all, scope)!.of
  const { to, asOf, ranges } = scope
  const from = one.stock ? null : scope.from
  const among = [...one.all.map((set) => amongOf(set, false, all, { ...scope, from })), ...one.except.map((set) => amongOf(set, true, all, { ...scope, from }))]
  return {
    ...plainQuestion, kinds: one.kinds, take: one.take, where: one.where, without: one.without, near: one.near, among, counts: one.tally === 'ratio' ? 'subjects' : one.tally, minus: one.minus, currency: one.currency,
    from, to, asOf, level: higherLevel(scope.levels, one.level, scope.level), ranges, classKind: one.classKind, classFacets: one.classFacets, classAt: one.classAt, through: one.through,
  }
}

/** A set of another indicator's subjects: wherever they are, at the level of its own definition, whatever level is asked for. */
function amongOf({ of, period }: Indicator['all'][number], not: boolean, all: readonly Indicator[], scope: Scope): Among {
  const other = indicatorAmong(all, of)
  return { of: { ...questionOf(other, all, { ...scope, from: period === 'until' ? null : scope.from, level: null, ranges: null }), counts: 'subjects' }, not }
}

/**
 * Both numbers of a share: `over`, and those of `over` whom `of` counts as well, wherever; so a part is never more than its whole, in any unit or facet, and
 * both are cut as `over` is. The level asked for raises both. Null where the indicator is no ratio.
 */
export function partsOfRatio(one: Indicator, all: readonly Indicator[], scope: Scope): { of: Question; over: Question } | null {
  if (!one.ratio) return null
  const raised = { ...scope, level: higherLevel(scope.levels, one.level, scope.level) }
  const over: Question = { ...questionOf(indicatorAmong(all, one.ratio.over), all, raised), counts: 'subjects' }
  const of: Question = { ...questionOf(indicatorAmong(all, one.ratio.of), all, { ...raised, ranges: null }), counts: 'subjects' }
  return { over, of: { ...over, among: [...over.among, { of, not: false }] } }
}

/**
 * The steps of a funnel as questions, each counting subjects: those of the first step who came to the second on the same day or after it, and so on, each within
 * `withinDays` of a happening of the step before. Where and when they are counted is where and when the first step counts them, so that no step is
 * larger than the one before it, and every step is cut as the first is. A step's happenings lie in the scope's period.
 */
export function stepsOf(funnel: Funnel, all: readonly Indicator[], scope: Scope): Question[] {
  const steps = funnel.steps.map((id) => indicatorAmong(all, id))
  const first: Question = { ...questionOf(steps[0]!, all, scope), counts: 'subjects' }
  const questions = [first]
  let chain: Question | null = null
  for (const [i, step] of steps.entries()) {
    if (i === 0) continue
    const after: Near = nearStep(steps[i - 1]!, funnel.withinDays)
    const own = questionOf(step, all, { ...scope, ranges: null })
    chain = { ...own, counts: 'subjects', near: [...own.near, after], among: chain ? [...own.among, { of: chain, not: false }] : own.among }
    questions.push({ ...first, among: [...first.among, { of: chain, not: false }] })
  }
  return questions
}

/** An entry of the step before, on the day or up to so many days before. What its class said then cannot be asked of it: the chain asks it of the step itself. */
function nearStep(before: Indicator, withinDays: number | null): Near {
  const where = Object.fromEntries(Object.entries(before.where).filter(([facet]) => !before.classFacets.includes(facet)))
  const kinds = before.kinds.filter((kind) => !before.minus.includes(kind))
  return { kinds, where, fromDays: withinDays === null ? null : -withinDays, toDays: 0, newestOf: null, not: false }
}

/** The indicator of that id among those given. A checked definition names none that is missing: it throws. */
function indicatorAmong(all: readonly Indicator[], id: string): Indicator {
  const found = all.find((one) => one.id === id)
  if (!found) throw new Error(`the indicator ${id} is not among those given`)
  return found
}
