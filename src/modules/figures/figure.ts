import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { count, overlapOf, unknownPart, type Part } from '#modules/ledger/index.ts'
import { readUnitCode } from '#modules/organisation/index.ts'
import { wordOf, type Indicator, type Names, type Programme } from '#modules/plans/index.ts'
import { readAsk, type Ask, type Asked, type Asker, type FigureRefusal } from './question.ts'

/** One part of a figure. `pseudo`: no county or city by law; `own`: what is recorded at the unit itself. */
export type FigurePart = Part & { readonly name: Names; readonly pseudo?: boolean; readonly own?: boolean }

/** A figure with everything it depends on. */
export type Figure = {
  readonly asked: Asked
  readonly value: number
  readonly entries: number
  /** Sum of the parts − value; null without parts. */
  readonly overlap: number | null
  readonly parts: readonly FigurePart[]
  readonly target: Target | null
}
export type Target = { readonly value: number; readonly from: string; readonly to: string }

/** A figure, counted in the snapshot of `tx`. Refuses by `FigureRefusal`. */
export async function figure(tx: Tx, who: Asker, programme: Programme, ask: Ask): Promise<Figure | Refusal<FigureRefusal>> {
  const asked = await readAsk(tx, who, programme, ask)
  if (isRefusal(asked)) return asked
  const { value, entries, parts } = await count(tx, asked.question, asked.cut)
  const named = asked.cut === null ? [] : nameParts(programme, asked, parts)
  return { asked, value, entries, overlap: asked.cut === null ? null : overlapOf(value, named), parts: named, target: targetOf(programme, asked) }
}

/** Gives the parts their names and order, and adds those that hold nothing: all units below, all declared values, the months between. */
export function nameParts(programme: Programme, { cut, unit, below, indicator }: Pick<Asked, 'cut' | 'unit' | 'below' | 'indicator'>, parts: readonly Part[]): FigurePart[] {
  const values = new Map(parts.map((part) => [part.key, part.value]))
  if (cut?.by === 'unit') {
    const children = below.filter((child) => !child.pseudo || values.get(child.code)).map((child) => ({
      key: child.code, value: values.get(child.code) ?? 0, name: plain(child.name), ...(child.pseudo ? { pseudo: true } : {}),
    }))
    const own = values.get(unit.code)
    return own || children.length === 0 ? [...children, { key: unit.code, value: own ?? 0, name: plain(unit.name), own: true }] : children
  }
  if (cut?.by === 'month') return monthsBetween([...values.keys()]).map((key) => ({ key, value: values.get(key) ?? 0, name: plain(key) }))
  return columnKeys(indicator, cut!.facet, [...values.keys()]).map((key) => ({ key, value: values.get(key) ?? 0, name: wordOf(programme, cut!.facet, key) }))
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
    from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay, asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at },
    value, overlap, target: target?.value ?? null, parts: parts.map((part) => ({ key: part.key, value: part.value, name: say(part.name) })),
    level: asked.level, by: asked.by, name: say(asked.indicator.name), unitName: asked.unit.name,
  }
}
