import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { noTally, tally, unknownPart, type Question, type Tally } from '#modules/ledger/index.ts'
import { readUnitCode } from '#modules/organisation/index.ts'
import { wordOf, type Indicator, type Names, type Programme } from '#modules/plans/index.ts'
import { acrossOf, type Axis } from './axes.ts'
import { countsSubjects, measured, overlapOf, type Measured } from './measure.ts'
import { readAsk, type Ask, type Asked, type Asker, type FigureRefusal } from './question.ts'
import { asOfView } from './view.ts'

/** A number under a key; null where it is a mean or ratio of nobody. */
export type Part = { readonly key: string; readonly value: number | null }
/** One part of a figure. `pseudo`: no county or city by law; `own`: what is recorded at the unit itself. `subjects`: who stands behind money, a mean or ratio. */
export type FigurePart = Part & { readonly name: Names; readonly pseudo?: boolean; readonly own?: boolean; readonly subjects?: number }

/** A figure with everything it depends on. */
export type Figure = {
  readonly asked: Asked
  /** Null where it is a mean or ratio of nobody. */
  readonly value: number | null
  /** Of a mean or ratio, what was divided by what. */
  readonly of: Measured['of']
  readonly entries: number
  /** How many different subjects stand behind it; of a ratio those it is held against. */
  readonly subjects: number
  /** Sum of the parts − value; null without parts, and where parts do not add. */
  readonly overlap: number | null
  readonly parts: readonly FigurePart[]
  readonly target: Target | null
}
export type Target = { readonly value: number; readonly from: string; readonly to: string }

/** A figure, counted in the snapshot of `tx`. Refuses by `FigureRefusal`. */
export async function figure(tx: Tx, who: Asker, programme: Programme, ask: Ask): Promise<Figure | Refusal<FigureRefusal>> {
  const asked = await readAsk(tx, who, programme, { ...ask, rows: null })
  return isRefusal(asked) ? asked : figureOf(tx, programme, asked)
}

/** What was asked, counted: the whole, and its parts by the side across. */
export async function figureOf(tx: Tx, programme: Programme, asked: Asked): Promise<Figure> {
  const { across, indicator } = asked
  const { whole, parts } = await countedBy(tx, asked, across)
  const named = (across === null ? [] : nameParts(programme, asked, across, [...parts].map(([key, one]) => ({ key, value: one.value })))).map((part) =>
    countsSubjects(indicator) ? part : { ...part, subjects: parts.get(part.key)?.subjects ?? 0 })
  return {
    asked, value: whole.value, of: whole.of, entries: whole.entries, subjects: whole.subjects, overlap: across === null ? null : overlapOf(indicator, whole.value, named), parts: named,
    target: asked.only.length === 0 ? targetOf(programme, asked) : null,
  }
}

/** A number with what stands behind it. `subjects`: different ones, of a ratio those it is held against. */
export type Counted = Measured & Pick<Tally, 'entries' | 'times' | 'subjects'>

/** The whole, and each part of one cut by its key: the question, and what a ratio is held against, counted and put together. */
export async function countedBy(tx: Tx, { question, over, indicator }: Pick<Asked, 'question' | 'over' | 'indicator'>, axis: Axis | null): Promise<{ whole: Counted; parts: Map<string, Counted> }> {
  const tallied = async (q: Question) => {
    const found = await tally(tx, q, { units: axis?.by === 'unit', across: acrossOf(axis) })
    return new Map(found.map((row) => [row.row ?? row.column ?? '', row]))
  }
  const counted = await tallied(question)
  const base = over && (await tallied(over))
  const at = (key: string): Counted => {
    const one = counted.get(key) ?? noTally
    return { ...measured(indicator, one, base?.get(key)), entries: one.entries, times: one.times, subjects: over ? (base?.get(key)?.subjects ?? 0) : one.subjects }
  }
  const keys = [...new Set([...counted.keys(), ...(base?.keys() ?? [])])].filter((key) => key !== '')
  return { whole: at(''), parts: new Map(keys.map((key) => [key, at(key)])) }
}

/** Gives the parts of an axis their names and order, and adds those that hold nothing: all units below, all declared values, the months between. */
export function nameParts(programme: Programme, { unit, below, indicator }: Pick<Asked, 'unit' | 'below' | 'indicator'>, axis: Axis, parts: readonly Part[]): FigurePart[] {
  const values = new Map(parts.map((part) => [part.key, part.value]))
  const nothing = measured(indicator, noTally).value
  const at = (key: string) => values.get(key) ?? nothing
  if (axis.by === 'unit') {
    const children = below.filter((child) => !child.pseudo || values.get(child.key)).map((child) => ({
      key: child.key, value: at(child.key), name: plain(child.name), ...(child.pseudo ? { pseudo: true } : {}),
    }))
    const own = values.get(unit.code)
    return own || children.length === 0 ? [...children, { key: unit.code, value: at(unit.code), name: plain(unit.name), own: true }] : children
  }
  if (axis.by === 'month') return monthsBetween([...values.keys()]).map((key) => ({ key, value: at(key), name: plain(key) }))
  return columnKeys(indicator, axis.facet, [...values.keys()]).map((key) => ({ key, value: at(key), name: wordOf(programme, axis.facet, key) }))
}

/** The columns of a facet: every declared value, and `unknown` where something says nothing. */
export function columnKeys(indicator: Indicator, facet: string, found: readonly string[]): string[] {
  const declared = indicator.facets.find((one) => one.id === facet)!.values
  return declared.includes(unknownPart) || !found.includes(unknownPart) ? [...declared] : [...declared, unknownPart]
}

/** All months from the first to the last of those given, without a hole. */
export function monthsBetween(found: readonly string[]): string[] {
  if (found.length === 0) return []
  const sorted = [...found].sort()
  const months: string[] = []
  for (let month = sorted[0]!; month <= sorted.at(-1)!; month = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString()) months.push(month)
  return months
}

export const plain = (name: string): Names => ({ 'zh-Hans': name, en: name })

/** The target that the programme sets for the figure's unit: the one whose period holds `to`, else the last one that ended before. */
export function targetOf(programme: Programme, { indicator, unit, to }: Pick<Asked, 'indicator' | 'unit' | 'to'>): Target | null {
  const mine = programme.targets
    .filter((target) => target.indicator === indicator.id && readUnitCode(target.unit, programme.country)?.code === unit.code && target.from <= to)
    .sort((a, b) => (a.to < b.to ? 1 : -1))
  return mine.find((target) => target.to >= to) ?? mine[0] ?? null
}

/** A figure as the command line prints it: the members of the issue first, then names for people. Journal numbers are text. */
export function figureJson({ asked, value, overlap, target, parts }: Figure, say: (names: Names) => string) {
  return {
    indicator: asked.indicator.id, version: asked.indicator.version, counts: asked.indicator.counts, unit: asked.unit.code,
    from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay, asOf: asOfView(asked),
    value, overlap, target: target?.value ?? null, parts: parts.map((part) => ({ key: part.key, value: part.value, name: say(part.name) })),
    level: asked.level, by: asked.by, name: say(asked.indicator.name), unitName: asked.unitName, only: asked.only.map(({ code }) => code),
  }
}
