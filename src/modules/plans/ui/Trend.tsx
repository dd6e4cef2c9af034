import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import type { getTrend } from '#modules/figures/contract.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ChartTable, ColumnChart, ErrorState, Section, Skeleton, Stale } from '#web/widgets/index.ts'
import type { FigureList, HomeSearch } from './Home.tsx'
import { newestMonths } from './lines.ts'

const englishMonth = (month: string) => new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))

/** Month by month, one indicator at a time. */
export function Trend({ list }: { list: FigureList }) {
  const t = useT('plans')
  const [search, setSearch] = useFilters<HomeSearch>()
  const language = useLanguage()
  const [asTable, setAsTable] = useState(false)
  const flows = list.figures.filter((figure) => figure.counts !== 'person-times')
  const chosen = flows.find((figure) => figure.indicator === search.trend) ?? flows.find((figure) => figure.companion) ?? flows[0]
  const trend = useApi<OutOf<typeof getTrend>>(chosen ? `/api/figures/${chosen.indicator}/trend` : null, { level: search.level })
  const points = useMemo(() => newestMonths(trend.data?.months ?? []).map(({ month, value, times, until }, i) => {
    const number = Number(month.slice(5))
    return {
      key: month, solid: value, hollow: times, unfinished: until ? t('ui.trend.until', { day: Number(until.slice(8)) }) : null,
      label: language === 'en' ? englishMonth(month) : t('ui.trend.month', { month: number }), under: i === 0 || number === 1 ? month.slice(0, 4) : undefined,
    }
  }), [trend.data, language, t])
  if (!chosen) return null
  const times = chosen.companion?.counts === 'person-times'
  const of = {
    points, label: t('ui.trend.title', { name: chosen.name }), solid: { counts: chosen.counts, label: t(`ui.trend.of.${chosen.counts}`), currency: chosen.currency },
    hollow: times ? { counts: 'person-times' as const, label: t('web:unit.person-times') } : null,
  }
  const aside = (
    <span className="buttons">
      <Select
        variant="borderless" popupMatchSelectWidth={false} aria-label={t('ui.trend.choose')} value={chosen.indicator} onChange={(trendOf) => setSearch({ trend: trendOf })}
        options={flows.map((figure) => ({ value: figure.indicator, label: figure.name }))}
      />
      <button type="button" className="text-link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'ui.trend.asChart' : 'ui.trend.asTable')}</button>
      <Link to={'/figures/$indicator' as string} params={{ indicator: chosen.indicator } as never} search={{ view: 'months' } as never} className="text-link">{t('ui.trend.open')}</Link>
    </span>
  )
  return (
    <Section title={t('ui.trend.byMonth')} note={points.length > 0 && `${points[0]!.key} – ${points.at(-1)!.key}`} aside={aside}>
      {trend.error ? <ErrorState error={trend.error} onRetry={() => void trend.refetch()} /> : !trend.data ? <Skeleton rows={5} /> : (
        <Stale stale={trend.isPlaceholderData}>
          {points.every((point) => !point.solid) ? <p className="quiet home-none">{t('ui.trend.none')}</p> : asTable ? <ChartTable {...of} /> : <ColumnChart {...of} />}
        </Stale>
      )}
    </Section>
  )
}
