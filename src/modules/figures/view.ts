import { said, type Names, type Programme } from '#modules/plans/index.ts'
import type { Language } from '#kernel/languages.ts'
import type { FigureView } from './contract.ts'
import type { Figure } from './figure.ts'
import { adds } from './measure.ts'
import type { Asked } from './question.ts'

/** The journal that a figure was read from, for an answer. */
export const asOfView = ({ asOf }: Pick<Asked, 'asOf'>) => ({ journal: String(asOf.journal), at: asOf.at })

/** The units that it is of alone, for an answer. */
export const onlyView = ({ only }: Pick<Asked, 'only'>) => only.map(({ code, name }) => ({ code, name }))

/** The highest level at work that every entry has passed; null where none has. */
export function checkedTo(programme: Programme, entries: number, passed: Readonly<Record<string, number>>): string | null {
  return programme.levels.filter((level) => entries > 0 && passed[level.id] === entries).at(-1)?.id ?? null
}

/** A figure as the browser gets it, in the reader's language. */
export function figureView(one: Figure, language: Language): FigureView {
  const { asked, value, of, entries, overlap, target, parts } = one
  const say = (names: Names) => said(names, language)
  return {
    indicator: asked.indicator.id, version: asked.indicator.version, name: say(asked.indicator.name), counts: asked.indicator.counts,
    tally: asked.indicator.tally, currency: asked.indicator.currency, adds: adds(asked.indicator), of,
    unit: asked.unit.code, unitName: asked.unitName, only: onlyView(asked), from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay,
    asOf: asOfView(asked), level: asked.level,
    value, entries, overlap, target: target?.value ?? null, by: asked.by, parts: parts.map((part) => ({ ...part, name: say(part.name) })),
  }
}
