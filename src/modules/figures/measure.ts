import { noTally, valueOf, type Tally } from '#modules/ledger/index.ts'
import type { Indicator } from '#modules/plans/index.ts'

/** A number with what it was made of: `of` for means and ratios. `value` is null where it is a mean or ratio of nobody: unknown, which is not 0. */
export type Measured = { readonly value: number | null; readonly of: { readonly sum: number; readonly over: number } | null }

/** Whether parts of it have a sum, and an overlap: means and ratios have none. */
export const adds = ({ tally }: Pick<Indicator, 'tally'>): boolean => tally !== 'mean' && tally !== 'ratio'

/** Whether a value is itself a number of subjects or times, and not an amount or share of some. */
export const countsSubjects = ({ tally }: Pick<Indicator, 'tally'>): boolean => tally === 'subjects' || tally === 'times'

/** The number that an indicator makes of what was counted; `over`: what a ratio is held against. A ratio has four decimals, and is null over nobody. */
export function measured({ tally }: Pick<Indicator, 'tally'>, counted: Tally, over: Tally = noTally): Measured {
  if (tally === 'ratio') return { value: shareOf(counted.subjects, over.subjects), of: { sum: counted.subjects, over: over.subjects } }
  return { value: valueOf(tally, counted), of: tally === 'mean' ? { sum: counted.amount, over: counted.subjects } : null }
}

/** A part of a whole with four decimals; of nobody it is unknown: null. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000)

/** The sum of what adds; null stands for nothing there, which only means and ratios hold. */
export const sumOf = (values: readonly (number | null)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/** Sum of parts − whole; null where parts do not add. */
export function overlapOf(indicator: Pick<Indicator, 'tally'>, value: number | null, parts: readonly { readonly value: number | null }[]): number | null {
  return adds(indicator) ? sumOf(parts.map((part) => part.value)) - (value ?? 0) : null
}
