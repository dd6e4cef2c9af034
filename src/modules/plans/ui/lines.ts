import type { OutOf } from '#platform/contract/endpoint.ts'
import type { getTrend, listFigures, listIndicators } from '#modules/figures/contract.ts'

type Figures = OutOf<typeof listFigures>['figures']
type Indicators = OutOf<typeof listIndicators>['indicators']
type Months = OutOf<typeof getTrend>['months']

/** What `linesOf` needs to know of a figure and of an indicator. */
export type Line = Pick<Figures[number], 'indicator' | 'counts' | 'value' | 'target' | 'targetPeriod' | 'companion'>
type Defined = Pick<Indicators[number], 'id' | 'defaultBy'>

/**
 * Which figures stand on the home page: not the times beside people (they share a line), and not those that are another
 * one's number over again, cut in parts.
 */
export function linesOf<F extends Line>(figures: readonly F[], indicators: readonly Defined[]): F[] {
  const plain = (id: string) => indicators.find((one) => one.id === id)?.defaultBy == null
  return figures.filter((figure) => {
    if (figure.counts === 'person-times' && figure.companion) return false
    const again = figures.some((other) => other.indicator !== figure.indicator && other.counts === figure.counts && other.value === figure.value && plain(other.indicator))
    return figure.target !== null || figure.companion !== null || plain(figure.indicator) || !again
  })
}

/** As many lines stand on the home page where none has a target. */
const fewLines = 5

/**
 * What of the lines a home page shows: those with a target whose period is not over on the day; where none is, those whose period is; where there are no
 * targets, the first few. In: the lines of `linesOf`, the figures' last day.
 */
export function homeLines<F extends Line>(lines: readonly F[], day: string): F[] {
  const aimed = lines.filter((line) => line.target !== null)
  const running = aimed.filter((line) => line.targetPeriod !== null && line.targetPeriod.to >= day)
  return running.length > 0 ? running : aimed.length > 0 ? aimed : lines.slice(0, fewLines)
}

/** The last twelve months; where nothing happened in them, the twelve up to the newest month in which something did. */
export function newestMonths(months: Months, many = 12): Months {
  const recent = months.slice(-many)
  if (recent.some((month) => (month.value ?? 0) + month.times > 0)) return recent
  const last = months.findLastIndex((month) => (month.value ?? 0) + month.times > 0)
  return last < 0 ? recent : months.slice(Math.max(0, last + 1 - many), last + 1)
}
