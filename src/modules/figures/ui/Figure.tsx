import { useState } from 'react'
import { address } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import {
  AsOfControl, ControlRow, DownloadButton, ErrorState, IconLabelButton, LevelSwitch, Page, PageHeader, RowChart, Skeleton, Split, Stale, SumLine, ViewSwitch,
} from '#web/widgets/index.ts'
import { scopeOf, useIndicators, usePivot, type FigureSearch, type Indicator, type Pivot as PivotView } from './asked.ts'
import { CellPanel } from './CellPanel.tsx'
import { CountSwitch } from './CountSwitch.tsx'
import { TenThousands } from './digits.ts'
import { IssueDialog } from './IssueDialog.tsx'
import { MonthsView } from './MonthsView.tsx'
import { Options, ZeroNote } from './Options.tsx'
import { Pivot, type Cell } from './Pivot.tsx'
import './figures.css'

const closed = { cell: undefined, row: undefined, key: undefined, tab: undefined, page: undefined, q: undefined } as const

/** One indicator: the two clocks and the level first, then units by facet, then a cell taken apart. All of it in the address. */
export default function Figure() {
  const t = useT('figures')
  const { indicator: id } = usePathParams<'indicator'>()
  const [search, setSearch] = useFilters<FigureSearch>()
  const me = useMe()
  const mayIssue = useAbility('figures.issue')
  const mayReadNames = useAbility('register.read')
  const known = useIndicators()
  const indicator = known.data?.indicators.find((one) => one.id === id)
  const companion = known.data?.indicators.find((one) => one.id === indicator?.companion)
  const by = search.by ?? indicator?.defaultBy ?? indicator?.facets[0]?.id ?? 'month'
  // an unknown indicator is asked for as well: the server's refusal names those there are
  const asked = usePivot(known.data ? id : null, search, by)
  const both = search.both === 'yes' && indicator?.counts === 'persons' && companion?.counts === 'person-times'
  const beside = usePivot(both ? companion.id : null, search, by)
  const [issuing, setIssuing] = useState<string | null>(null)
  const pivot = asked.data?.indicator === id ? asked.data : undefined
  const times = indicator?.counts === 'persons' && companion?.counts === 'person-times'
  const open: Cell | null = search.cell ? { ...(search.row ? { row: search.row } : {}), ...(search.key ? { key: search.key } : {}) } : null
  const openCell = ({ row, key }: Cell, tab?: 'left-out') => setSearch({ ...closed, cell: 'yes', row, key, tab })

  const fault = known.error ?? asked.error
  if (!indicator) return <Page>{fault ? <ErrorState error={fault} onRetry={() => void known.refetch()} /> : <Skeleton rows={10} />}</Page>
  return (
    <TenThousands value={search.wan === 'yes'}>
      <Page fill>
        <PageHeader
          title={indicator.name}
          facts={pivot && [pivot.from ? t('ui.since', { from: pivot.from }) : t('ui.upTo', { to: pivot.to }), pivot.unitName, acrossName(by, indicator, t)]}
          actions={
            <>
              <DownloadButton icon="sheet" path={address(`/api/figures/${id}/figure.xlsx`, { ...scopeOf(search), by })} fileName={`${indicator.name}.xlsx`}>{t('ui.export')}</DownloadButton>
              {mayIssue && <IconLabelButton icon="receipt" type="primary" disabled={!pivot} onClick={() => setIssuing(pivot!.unit)}>{t('ui.issue.button')}</IconLabelButton>}
            </>
          }
        />
        <ControlRow aside={<ViewSwitch value={search.view === 'months' ? 'line' : (search.view ?? 'table')} onChange={(view) => setSearch({ view: view === 'line' ? 'months' : view === 'bars' ? 'bars' : undefined })} />}>
          <AsOfControl
            value={{ day: search.to ?? null, journal: search.asOf ?? null }} timeZone={me?.workspace.timeZone ?? 'UTC'} answer={pivot?.asOf ?? null} later={pivot?.later ?? null}
            onChange={({ day, journal }) => setSearch({ to: day === me?.today ? undefined : (day ?? undefined), asOf: journal ?? undefined, ...(day ? {} : { boundaryDay: undefined }) })}
            onDifference={() => openCell({}, 'left-out')}
          />
          <LevelSwitch levels={known.data!.levels} value={search.level ?? null} onChange={(level) => setSearch({ level: level ?? undefined })} />
          {companion && <CountSwitch indicator={indicator} companion={companion} both={both} />}
        </ControlRow>
        <Split panel={open && pivot ? <CellPanel key={`${search.row} ${search.key}`} pivot={pivot} people={indicator.people && mayReadNames} showTimes={times} onIssue={setIssuing} onClose={() => setSearch(closed)} /> : null}>
          {asked.error ? <ErrorState error={asked.error} onRetry={() => void asked.refetch()} /> : !pivot ? <Skeleton rows={10} /> : (
            <Stale stale={asked.isPlaceholderData || beside.isPlaceholderData}>
              <Options pivot={pivot} indicator={indicator} by={by} />
              <ZeroNote pivot={pivot} />
              {search.view === 'months' ? <MonthsView indicator={indicator} search={search} times={times} />
                : search.view === 'bars' ? <UnitBars pivot={pivot} times={times} onPick={(row) => openCell({ row })} />
                : (
                  <Pivot
                    pivot={pivot} beside={both ? beside.data : undefined} open={open} showZeros={search.zeros === 'yes'} showTimes={times} onOpen={openCell}
                    onDrill={(unit) => setSearch({ ...closed, unit })}
                  />
                )}
              {search.view !== 'months' && <Sum pivot={pivot} />}
            </Stale>
          )}
        </Split>
        {issuing && pivot && <IssueDialog pivot={pivot} unit={issuing} onClose={() => setIssuing(null)} />}
      </Page>
    </TenThousands>
  )
}

/** `按工种`: what stands across. */
const acrossName = (by: string, indicator: Indicator, t: ReturnType<typeof useT>) =>
  t('ui.by', { by: by === 'month' ? t('ui.month') : (indicator.facets.find((facet) => facet.id === by)?.name ?? by) })

/** Units from most to least. */
function UnitBars({ pivot, times, onPick }: { pivot: PivotView; times: boolean; onPick: (row: string) => void }) {
  const t = useT('figures')
  const points = [...pivot.rows].sort((a, b) => b.total - a.total).map((row) => ({ key: row.key, label: row.name, solid: row.total, hollow: row.times }))
  return (
    <RowChart
      label={pivot.name} points={points} note={t('ui.sorted')} onPick={onPick}
      solid={{ counts: pivot.counts, label: t(`ui.counted.${pivot.counts}`) }} hollow={times ? { counts: 'person-times', label: t('web:unit.person-times') } : null}
    />
  )
}

/** Under the table: the columns added, less what is counted twice; and why. Where nothing stands across, the rows. */
function Sum({ pivot }: { pivot: PivotView }) {
  const t = useT('figures')
  const columns = pivot.columns.filter((column) => column.value !== 0)
  const terms = pivot.by === 'month' || columns.length === 0
    ? pivot.rows.filter((row) => row.total !== 0).map((row) => ({ label: row.name, value: row.total }))
    : columns.map((column) => ({ label: column.name, value: column.value }))
  const overlap = pivot.by === 'month' || columns.length === 0 ? pivot.rowOverlap : pivot.columnOverlap
  if (terms.length < 2) return null
  return (
    <>
      <SumLine terms={terms} overlap={{ label: t('ui.sum.overlap'), value: overlap }} total={{ label: pivot.unitName, value: pivot.value }} counts={pivot.counts} checkedTo={pivot.value > 0 ? pivot.checkedTo : null} />
      <p className="quiet sum-note">{t(pivot.counts === 'person-times' ? 'ui.sum.timesAdd' : overlap === 0 ? 'ui.sum.noOverlap' : 'ui.sum.why')}</p>
    </>
  )
}
