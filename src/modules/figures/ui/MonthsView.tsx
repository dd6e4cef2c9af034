import { useMemo, useState } from 'react'
import { useT } from '#web/i18n.ts'
import { ChartTable, ColumnChart, ErrorState, Skeleton, Stale } from '#web/widgets/index.ts'
import { useTrend, type Indicator, type Scope } from './asked.ts'

/** Month by month: solid people inside hollow times; the month that is not over is dashed. Turns into its table. */
export function MonthsView({ indicator, search, times }: { indicator: Indicator; search: Scope; times: boolean }) {
  const t = useT('figures')
  const trend = useTrend(indicator.id, search)
  const [asTable, setAsTable] = useState(false)
  const points = useMemo(() => (trend.data?.months ?? []).map((month) => ({
    key: month.month, label: month.month, solid: month.value, hollow: month.times,
    unfinished: month.until ? t('ui.untilDay', { day: Number(month.until.slice(8)) }) : null,
  })), [trend.data, t])
  if (trend.error) return <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />
  if (!trend.data) return <Skeleton rows={8} />
  if (points.length === 0) return <p className="quiet panel-none">{t('ui.months.none')}</p>
  const of = {
    points, label: t('ui.byMonth', { name: indicator.name }),
    solid: { counts: indicator.counts, label: t(`ui.counted.${indicator.counts}`), currency: indicator.currency },
    hollow: times ? { counts: 'person-times' as const, label: t('web:unit.person-times') } : null,
  }
  return (
    <Stale stale={trend.isPlaceholderData}>
      <p className="chart-switch"><button type="button" className="text-link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'ui.asChart' : 'ui.asTable')}</button></p>
      {asTable ? <div className="pivot-scroll"><ChartTable {...of} /></div> : <ColumnChart {...of} height={340} />}
    </Stale>
  )
}
