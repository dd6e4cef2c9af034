import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { percent } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { AsOfControl, ControlRow, CopyButton, Count, EmptyState, ErrorState, LevelSwitch, Page, PageHeader, Skeleton, Split, Stale } from '#web/widgets/index.ts'
import { scopeOf, useIndicators, type Funnel as FunnelView, type FigureSearch } from './asked.ts'
import { BoundariesChoice } from './BoundariesChoice.tsx'
import { IndicatorChoice } from './IndicatorChoice.tsx'
import { FunnelUnit } from './FunnelUnit.tsx'
import { onlyCodes, useOnly } from './only.ts'
import { OnlyChoice } from './OnlyChoice.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import './figures.css'
import './workbench.css'
import './funnel.css'

/** A funnel: of those who came to the first step, how many came to the next, in order and within so many days. The same clocks and level as a figure. */
export default function Funnel() {
  const t = useT('figures')
  const { funnel: id } = usePathParams<'funnel'>()
  const me = useMe()
  const [search, setSearch] = useFilters<FigureSearch>()
  const known = useIndicators()
  const [asTable, setAsTable] = useState(false)
  const found = useApi<FunnelView>(`/api/funnels/${id}`, scopeOf(search))
  const data = found.data
  const only = useOnly(data?.unit, onlyCodes(search), data?.only ?? [])
  const level = known.data?.levels.find((one) => one.id === data?.level)
  // The same funnel of what was reported, at the very journal number and day that are shown: who is more there, waits for the level.
  const reported = useApi<FunnelView>(data?.level && !found.isPlaceholderData ? `/api/funnels/${data.id}` : null, data && { ...scopeOf(search), unit: data.unit, to: data.to, boundaryDay: data.boundaryDay, asOf: data.asOf.journal, level: undefined })
  const waits = data?.steps.map((step, i) => (level && reported.data && !reported.isPlaceholderData ? Math.max(0, (reported.data.steps[i]?.value ?? 0) - step.value) : 0)) ?? []
  const someWait = waits.some((count) => count > 0)
  const isEmpty = data?.steps[0]?.value === 0 && !someWait
  return (
    <Page fill>
      <PageHeader
        title={data?.name ?? t('ui.funnel')} facts={data && [known.data && <IndicatorChoice key="choice" indicators={known.data.indicators} chosen={id} />, only?.words ?? data.unitName, data.withinDays === null ? t('ui.funnel.anyTime') : t('ui.funnel.within', { days: data.withinDays })]}
        actions={<CopyButton text={window.location.href} label={t('ui.copyLink')} />}
      />
      <ControlRow>
        <AsOfControl
          value={{ day: search.to ?? null, journal: search.asOf ?? null }} timeZone={me?.workspace.timeZone ?? 'UTC'} answer={data?.asOf ?? null}
          onChange={({ day, journal }) => setSearch({ to: day === me?.today ? undefined : (day ?? undefined), asOf: journal ?? undefined })}
        />
        <LevelSwitch levels={known.data?.levels ?? []} value={search.level ?? null} onChange={(level) => setSearch({ level: level ?? undefined })} />
        <div className="funnel-unit"><FunnelUnit code={search.unit} onChange={(unit) => setSearch({ unit, only: undefined })} /></div>
      </ControlRow>
      <Split panel={null}>
        {found.error ? (
          <>
            <ErrorState error={found.error} onRetry={() => void found.refetch()} />
            {search.only !== undefined && <div className="buttons refused-ways"><Button onClick={() => setSearch({ only: undefined })}>{t('ui.only.all')}</Button></div>}
          </>
        ) : !data ? <Skeleton rows={6} /> : (
          <Stale stale={found.isPlaceholderData}>
            <div className="options">
              <span className="options-what quiet">{t('ui.funnel.how')}</span>
              <span className="options-right">
                <OnlyChoice unit={data.unit} answered={data.only} />
                <PeriodChoice />
                <BoundariesChoice />
                <button type="button" className="text-link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'ui.asChart' : 'ui.asTable')}</button>
              </span>
            </div>
            {isEmpty ? <EmptyState title={t('ui.funnel.none')} why={t('ui.zero.noneWhy')} /> : asTable ? <FunnelTable funnel={data} waits={waits} /> : <FunnelChart funnel={data} search={search} waits={waits} />}
            {someWait && level && (
              <p className="funnel-why" role="status">
                <span className="quiet">{t(level.atWork ? 'ui.zero.waitingWhy' : 'ui.zero.levelNotAtWork')}</span>
                {level.atWork && <Link to={'/checks' as string} className="text-link">{t('ui.zero.toChecks')}</Link>}
              </p>
            )}
          </Stale>
        )}
      </Split>
    </Page>
  )
}

/** Of each step, how many more there are among what was reported: they wait for the level. */
type Waits = { readonly waits: readonly number[] }

/** Bars of one scale, the first the longest; between two of them how many were kept. */
function FunnelChart({ funnel, search, waits }: { funnel: FunnelView; search: FigureSearch } & Waits) {
  const t = useT('figures')
  const language = useLanguage()
  const first = Math.max(1, funnel.steps[0]?.value ?? 1)
  return (
    <ol className="funnel" aria-label={funnel.name}>
      {funnel.steps.map((step, i) => (
        <li key={step.indicator}>
          {i > 0 && (
            <p className="funnel-kept">
              <span aria-hidden="true">↓</span> {t('ui.funnel.kept', { percent: percent(step.ofBefore, 1) })}
              {funnel.withinDays !== null && <span className="quiet">{t('ui.funnel.within', { days: funnel.withinDays })}</span>}
              <span className="quiet">{t('ui.funnel.lost', { count: (funnel.steps[i - 1]?.value ?? 0) - step.value })}</span>
            </p>
          )}
          <div className="funnel-step" lang={language}>
            <Link to={'/figures/$indicator' as string} params={{ indicator: step.indicator } as never} search={scopeOf(search) as never} className="text-link funnel-name">{i + 1}. {step.name}</Link>
            <span className="funnel-bar" aria-hidden="true"><span style={{ width: `${(step.value / first) * 100}%` }} /></span>
            <Count value={step.value} counts={step.counts} size="count" />
            <span className="quiet">{i > 0 && t('ui.funnel.ofFirst', { percent: percent(step.ofFirst, 1) })}</span>
            {waits[i]! > 0 && <p className="funnel-waits quiet">{t('ui.funnel.waiting', { count: waits[i]!, level: t(`web:checkedBy.${funnel.level}`) })}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function FunnelTable({ funnel, waits }: { funnel: FunnelView } & Waits) {
  const t = useT('figures')
  const someWait = waits.some((count) => count > 0)
  return (
    <div className="pivot-scroll">
      <table className="chart-table" aria-label={funnel.name}>
        <thead>
          <tr><th scope="col">{t('ui.funnel.step')}</th><th scope="col">{t('ui.funnel.value')}</th><th scope="col">{t('ui.funnel.ofBefore')}</th><th scope="col">{t('ui.funnel.ofFirstHead')}</th>{someWait && <th scope="col">{t('ui.pivot.waiting', { level: t(`web:checkedBy.${funnel.level}`) })}</th>}</tr>
        </thead>
        <tbody>
          {funnel.steps.map((step, i) => (
            <tr key={step.indicator}>
              <th scope="row">{step.name}</th><td><Count value={step.value} counts={step.counts} column bare /></td><td>{i === 0 ? '–' : percent(step.ofBefore, 1)}</td><td>{percent(step.ofFirst, 1)}</td>
              {someWait && <td>{waits[i] === 0 ? '–' : <Count value={waits[i]!} counts={step.counts} column bare />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
