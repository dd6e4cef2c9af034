import { z } from 'zod'
import { countUnits } from '#kernel/counting.ts'

/* What every figure is asked for and answered with. */

const text = z.string()
const number = z.number().int()
export const counts = z.enum(countUnits)
/** Pages of a list, from 1. */
export const page = { page: z.coerce.number().int().min(1).default(1) }

/** Refusals of everything that asks for a figure. */
export const figureRefusals = [
  'indicator-unknown', 'funnel-not-figure', 'unit-not-found', 'facet-unknown', 'level-unknown', 'date-bad', 'period-backwards', 'as-of-ahead', 'axes-clash',
] as const

/**
 * What a figure is asked for. All optional: the unit is the actor's own, `to` today, `asOf` the head of the journal, `level`
 * none ("as reported") or the indicator's own lowest, `boundaryDay` today; `then` counts everything where it was recorded. `unit` is an official code, `only` some codes of units at or below it with commas between: the figure is of these together, each person counted once; `asOf` in digits is a journal number, else an instant or a day.
 */
export const scopeQuery = z.object({
  unit: text.optional(),
  only: text.optional(),
  from: text.optional(),
  to: text.optional(),
  boundaryDay: text.optional(),
  asOf: text.optional(),
  level: text.optional(),
})
/** `unit` (the units directly below), `county`, `town`, `village` (all of that level below), `month`, or a facet of the indicator. */
export const by = text

/** How an indicator is tallied, for whoever prints it: `adds` where parts have a sum (and an overlap); means and ratios have none. Money is in the smallest unit of `currency`. */
export const measured = {
  tally: z.enum(['subjects', 'times', 'amount', 'mean', 'ratio']),
  currency: z.enum(['CNY', 'VND']).nullable(),
  adds: z.boolean(),
}

/**
 * A value: whole but for means (two decimals) and ratios (0 to 1, four decimals). Null where there is none: a mean or ratio of nobody is unknown, and not 0; sums
 * and overlaps stand only where parts add.
 */
export const figureNumber = z.number().nullable()

/** The units of `unit` that the figure is of alone; none: the whole of it. `unitName` then names them all. */
export const onlyView = z.array(z.object({ code: text, name: text }))

export const asOfView = z.object({ journal: text, at: text.nullable() }).meta({ id: 'AsOf' })
/** One part. `name` in the reader's language; `pseudo`: no county or city by law; `own`: recorded at the unit itself. */
export const partView = z
  .object({ key: text, value: figureNumber, name: text, pseudo: z.boolean().optional(), own: z.boolean().optional() })
  .meta({ id: 'FigurePart' })

/** A figure with everything it depends on. `overlap` = sum of the parts − value, null without parts. */
export const figureView = z
  .object({
    indicator: text, version: number, name: text, counts,
    unit: text, unitName: text, only: onlyView,
    from: text.nullable(), to: text, boundaryDay: text,
    asOf: asOfView, level: text.nullable(),
    ...measured,
    value: figureNumber, entries: number, overlap: figureNumber, target: number.nullable(),
    /** Of a ratio or mean: what was divided by what. */
    of: z.object({ sum: number, over: number }).nullable(),
    by: text.nullable(), parts: z.array(partView),
  })
  .meta({ id: 'Figure' })
export type FigureView = z.output<typeof figureView>
