import type { EChartsCoreOption } from 'echarts/core'
import { light as p } from '../theme/tokens.ts'

/** One bar. `unfinished` is the note on a step of time that is still running: 至 18 日. */
export type ChartPoint = {
  readonly key: string
  readonly label: string
  /** A second line of the label, where a step begins something larger: the year under its first month. */
  readonly under?: string | undefined
  readonly solid: number | null
  readonly hollow?: number | null
  readonly unfinished?: string | null
}

export type Drawing = { readonly points: readonly ChartPoint[]; readonly solid: string; readonly hollow: string | null; readonly kind: 'bars' | 'line'; readonly digits: (value: number) => string; readonly pick: (key: string) => void }

const axisText = { color: p['ink-3'], fontSize: 12, fontFamily: 'inherit' }

/** The looks of every chart with axes: bars from zero, hairlines, labels of 12, the highest bar labelled, no legend of its own. */
export function optionsOf({ points, solid, hollow, kind, digits }: Drawing): EChartsCoreOption {
  const values = points.map((point) => (hollow ? point.hollow : point.solid) ?? 0)
  const top = values.indexOf(Math.max(...values))
  const labels = points.map((point) => (point.under ? `${point.label}\n${point.under}` : point.label))
  const topLabel = (i: number) => {
    const point = points[i]!
    if (point.unfinished) return { show: true, position: 'top', formatter: point.unfinished, color: p['ink-2'], fontSize: 12 }
    if (i === top && values[i]! > 0) return { show: true, position: 'top', formatter: digits(values[i]!), color: hollow ? p.indigo : p.ink, fontSize: 12 }
    return { show: false }
  }
  const solidBars = {
    name: solid, type: 'bar', barWidth: hollow ? '31%' : '40%', barMaxWidth: 40, z: 3, itemStyle: { color: p.ink }, emphasis: { itemStyle: { color: p['ink-hover'] } },
    data: points.map((point, i) => ({ value: point.solid, ...(hollow ? {} : { label: topLabel(i) }), ...(point.unfinished && !hollow ? { itemStyle: { color: 'transparent', borderColor: p.ink, borderWidth: 1.5, borderType: 'dashed' } } : {}) })),
  }
  const hollowBars = {
    // an axis of its own, so that both bars stand in the middle of their month
    name: hollow ?? '', type: 'bar', xAxisIndex: 1, barWidth: '50%', barMaxWidth: 64, z: 2, emphasis: { disabled: true },
    data: points.map((point, i) => ({
      value: point.hollow ?? null, label: topLabel(i),
      itemStyle: { color: 'transparent', borderColor: p.indigo, borderWidth: 1.5, borderType: point.unfinished ? 'dashed' : 'solid' },
    })),
  }
  const line = (name: string, colour: string, pickValue: (point: ChartPoint) => number | null, dashed: boolean) => ({
    name, type: 'line', symbol: 'circle', symbolSize: 5, lineStyle: { width: 1.5, color: colour, type: dashed ? 'dashed' : 'solid' }, itemStyle: { color: colour },
    endLabel: { show: true, formatter: name, color: colour, fontSize: 12 }, data: points.map(pickValue),
  })
  const series = kind === 'line'
    ? [line(solid, p.ink, (point) => point.solid, false), ...(hollow ? [line(hollow, p.indigo, (point) => point.hollow ?? null, true)] : [])]
    : hollow ? [hollowBars, solidBars] : [solidBars]
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 4, right: kind === 'line' ? 76 : 4, top: 24, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: [
      { type: 'category', data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: p.ink } }, axisLabel: { ...axisText, color: p['ink-2'], lineHeight: 16 } },
      { type: 'category', data: labels, show: false, position: 'bottom' },
    ],
    yAxis: { type: 'value', min: values.some((value) => value < 0) ? null : 0, minInterval: values.every(Number.isInteger) ? 1 : 0, splitNumber: 3, axisLabel: { ...axisText, formatter: digits }, splitLine: { lineStyle: { color: p.line } } },
    tooltip: {
      trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: 'rgba(33,30,26,.04)' } }, backgroundColor: p.raised, borderColor: p['line-strong'], borderWidth: 1,
      textStyle: { color: p.ink, fontSize: 13 }, extraCssText: 'box-shadow:0 8px 28px rgba(33,30,26,.16);border-radius:3px', valueFormatter: (value: unknown) => (typeof value === 'number' ? digits(value) : '–'),
    },
    series,
  }
}
