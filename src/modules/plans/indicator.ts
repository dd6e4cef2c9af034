import type { CountUnit, SubjectType } from '#kernel/counting.ts'
import type { Near, Question } from '#modules/ledger/index.ts'
import type { IndicatorDefinition, Names } from './definition.contract.ts'

/** A facet that an indicator can be cut by: it stands on the entry itself, or on the subject's newest class entry. */
export type IndicatorFacet = { readonly id: string; readonly of: 'entry' | 'class'; readonly values: readonly string[]; readonly many: boolean }

/** An indicator, held against the kinds it counts and the indicators it speaks of: what figures/compile.ts makes questions of. */
export type Indicator = {
  readonly id: string
  readonly version: number
  readonly name: Names
  readonly how: Names
  readonly counts: CountUnit
  /** `subjects` for persons, households …; `times` for person-times and things; `amount` for money and balances; `mean`; `ratio`: subjects over subjects. */
  readonly tally: Question['counts'] | 'ratio'
  /** Whom its kinds are about. */
  readonly subject: SubjectType
  /** Whom it counts: the same, or the one at the end of its way (`through`). */
  readonly counted: SubjectType
  readonly kinds: readonly string[]
  readonly take: Question['take']
  /** How all stand on one day: it has no first day. */
  readonly stock: boolean
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly without: readonly string[]
  readonly near: readonly Near[]
  readonly all: IndicatorDefinition['all']
  readonly except: IndicatorDefinition['except']
  readonly through: Question['through']
  readonly currency: Question['currency']
  readonly minus: readonly string[]
  /** Its lowest level of verification. */
  readonly level: string | null
  readonly ratio: { readonly of: string; readonly over: string } | null
  readonly classKind: string | null
  readonly classFacets: readonly string[]
  readonly classAt: Question['classAt']
  readonly facets: readonly IndicatorFacet[]
  readonly defaultBy: string | null
  readonly companion: string | null
  /** Made in the workspace, and not part of its programme's file. */
  readonly own: boolean
}

/** A funnel whose steps are there and fit. */
export type Funnel = { readonly id: string; readonly version: number; readonly name: Names; readonly steps: readonly string[]; readonly withinDays: number | null; readonly own: boolean }

/** What an indicator has that asks nothing special: for definitions written before the word existed. */
export const plainIndicator = {
  stock: false, near: [], all: [], except: [], through: null, currency: null, minus: [], level: null, ratio: null, classAt: 'to', defaultBy: null, companion: null, own: false,
} as const satisfies Partial<Indicator>

/** The ids of the indicators that one speaks of. */
export function usedBy({ all, except, ratio }: Pick<Indicator, 'all' | 'except' | 'ratio'>): string[] {
  return [...new Set([...all.map(({ of }) => of), ...except.map(({ of }) => of), ...(ratio ? [ratio.of, ratio.over] : [])])]
}

/** An indicator and all that it speaks of, near and far, each once, itself first. */
export function withUsed(one: Indicator, all: readonly Indicator[]): Indicator[] {
  const known = new Map(all.map((other) => [other.id, other]))
  const found = new Map([[one.id, one]])
  for (const each of found.values()) for (const id of usedBy(each)) if (!found.has(id) && known.has(id)) found.set(id, known.get(id)!)
  return [...found.values()]
}

/** As many questions as one indicator, or all steps of a funnel together, may ask at once: what is more takes a database minutes. */
export const mostAsked = 16

/**
 * How many questions an indicator asks at once, itself included: a set inside two sets is asked twice, so they double from layer to layer. In: the indicators
 * there are by id; `known`, what was found before. Out: Infinity for one that comes back to itself, or leans on one that does.
 */
export function askedBy(id: string, all: ReadonlyMap<string, Pick<Indicator, 'all' | 'except' | 'ratio'>>, known: Map<string, number> = new Map()): number {
  const found = known.get(id)
  if (found !== undefined) return found
  const one = all.get(id)
  if (!one) return 0
  known.set(id, Infinity)
  const speaksOf = [...one.all.map(({ of }) => of), ...one.except.map(({ of }) => of), ...(one.ratio ? [one.ratio.of, one.ratio.over] : [])]
  const asked = speaksOf.reduce((sum, other) => sum + askedBy(other, all, known), 1)
  known.set(id, asked)
  return asked
}
