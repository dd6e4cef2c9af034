import { said, type Names } from '#modules/plans/index.ts'
import type { Language } from '#kernel/languages.ts'
import type { FigureView } from './contract.ts'
import type { Figure } from './figure.ts'

/** A figure as the browser gets it, in the reader's language. */
export function figureView(one: Figure, language: Language): FigureView {
  const { asked, value, entries, overlap, target, parts } = one
  const say = (names: Names) => said(names, language)
  return {
    indicator: asked.indicator.id, version: asked.indicator.version, name: say(asked.indicator.name), counts: asked.indicator.counts,
    unit: asked.unit.code, unitName: asked.unit.name, from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay,
    asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at }, level: asked.level,
    value, entries, overlap, target: target?.value ?? null, by: asked.by, parts: parts.map((part) => ({ ...part, name: say(part.name) })),
  }
}
