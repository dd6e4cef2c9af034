import { noTally, valueOf, type Tally } from '#modules/ledger/index.ts'
import type { Indicator } from '#modules/plans/index.ts'

/** A number with what it was made of: `of` for means and ratios. */
export type Measured = { readonly value: number; readonly of: { readonly sum: number; readonly over: number } | null }

/** Whether parts of it have a sum, and an overlap: means and ratios have none. */
export const adds = ({ tally }: Pick<Indicator, 'tally'>): boolean => tally !== 'mean' && tally !== 'ratio'

/** Whether a value is itself a number of subjects or times, and not an amount or share of some. */
export const countsSubjects = ({ tally }: Pick<Indicator, 'tally'>): boolean => tally === 'subjects' || tally === 'times'

/** The number that an indicator makes of what was counted; `over`: what a ratio is held against. A ratio has four decimals, and is 0 over nobody. */
export function measured({ tally }: Pick<Indicator, 'tally'>, counted: Tally, over: Tally = noTally): Measured {
  if (tally === 'ratio') return { value: over.subjects === 0 ? 0 : Math.round((counted.subjects / over.subjects) * 10_000) / 10_000, of: { sum: counted.subjects, over: over.subjects } }
  return { value: valueOf(tally, counted), of: tally === 'mean' ? { sum: counted.amount, over: counted.subjects } : null }
}

/** Sum of parts − whole; null where parts do not add. */
export function overlapOf(indicator: Pick<Indicator, 'tally'>, value: number, parts: readonly { readonly value: number }[]): number | null {
  return adds(indicator) ? parts.reduce((sum, part) => sum + part.value, 0) - value : null
}
