import { Navigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { RefusedError } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { AsOfControl, ControlRow, CopyButton, ErrorState, IconLabelButton, LevelSwitch, Page, PageHeader, Skeleton, Split, Stale, useIsPhone, ViewSwitch } from '#web/widgets/index.ts'
import { closed, scopeOf, useIndicators, usePivot, type FigureSearch } from './asked.ts'
import { axisName, isUnitAxis } from './axis-names.ts'
import { BarsView } from './BarsView.tsx'
import { CellPanel } from './CellPanel.tsx'
import { CountSwitch } from './CountSwitch.tsx'
import { TenThousands } from './digits.ts'
import { ExportChoice } from './ExportChoice.tsx'
import { Fold } from './Fold.tsx'
import { IndicatorChoice } from './IndicatorChoice.tsx'
import { IssueDialog } from './IssueDialog.tsx'
import { MonthsView } from './MonthsView.tsx'
import { onlyCodes, useOnly } from './only.ts'
import { Options, ZeroNote } from './Options.tsx'
import { Pivot, type Cell } from './Pivot.tsx'
import { Sum } from './Sum.tsx'
import { TilesView } from './TilesView.tsx'
import { Value } from './writing.tsx'
import './figures.css'
import './workbench.css'

/** One indicator: the two clocks and the level first, then one cut down and another across, then a cell taken apart. All of it in the address. */
export default function Figure() {
  const t = useT('figures')
  const { indicator: id } = usePathParams<'indicator'>()
  const [search, setSearch] = useFilters<FigureSearch>()
  const me = useMe()
  const isPhone = useIsPhone()
  const mayIssue = useAbility('figures.issue')
  const mayReadNames = useAbility('register.read')
  const known = useIndicators()
  const indicator = known.data?.indicators.find((one) => one.id === id)
  const companion = known.data?.indicators.find((one) => one.id === indicator?.companion)
  const axes = axesOf(search, indicator)
  // an unknown indicator is asked for as well: the server's refusal names those there are
  const asked = usePivot(known.data ? id : null, search, axes)
  const both = search.both === 'yes' && indicator?.counts === 'persons' && companion?.counts === 'person-times'
  const beside = usePivot(both ? companion.id : null, search, axes)
  const [issuing, setIssuing] = useState<string | null>(null)
  const pivot = asked.data?.indicator === id ? asked.data : undefined
  const times = indicator?.tally === 'subjects' && indicator.counts === 'persons' && companion?.counts === 'person-times'
  const open: Cell | null = search.cell ? { ...(search.row ? { row: search.row } : {}), ...(search.key ? { key: search.key } : {}) } : null
  const openCell = ({ row, key }: Cell, tab?: FigureSearch['tab']) => setSearch({ ...closed, cell: 'yes', row, key, tab })

  // A refused cut keeps the choices on the screen, so that another can be chosen.
  const [answered, setAnswered] = useState(pivot)
  if (pivot && pivot !== answered) setAnswered(pivot)
  const shown = pivot ?? (answered?.indicator === id ? answered : undefined)

  const only = useOnly(shown?.unit, onlyCodes(search), shown?.only ?? [])

  const fault = known.error ?? asked.error
  // Whoever asks a funnel as a figure is led to its own screen.
  if (!indicator && fault instanceof RefusedError && fault.refusal.refused === 'funnel-not-figure') return <Navigate to={'/funnels/$funnel' as string} params={{ funnel: id } as never} search={scopeOf(search) as never} replace />
  if (!indicator) return <Page>{fault ? <ErrorState error={fault} onRetry={() => void known.refetch()} /> : <Skeleton rows={10} />}</Page>
  const cuts = shown && `${axisName(axes.rows, indicator, t)} × ${axisName(axes.by, indicator, t)}`
  const options = shown && <Options pivot={shown} indicator={indicator} axes={axes} />
  const views = <ViewSwitch views={['table', 'bars', 'line', 'tiles']} value={search.view === 'months' ? 'line' : (search.view ?? 'table')} onChange={(view) => setSearch({ view: view === 'line' ? 'months' : view === 'table' ? undefined : view })} />
  const controls = (
    <>
      <AsOfControl
        value={{ day: search.to ?? null, journal: search.asOf ?? null }} timeZone={me?.workspace.timeZone ?? 'UTC'} answer={pivot?.asOf ?? null} later={pivot?.later ?? null}
        onChange={({ day, journal }) => setSearch({ to: day === me?.today ? undefined : (day ?? undefined), asOf: journal ?? undefined })}
        onDifference={() => openCell({}, 'changed')}
      />
      <LevelSwitch levels={known.data!.levels} value={search.level ?? indicator.level} onChange={(level) => setSearch({ level: level ?? undefined })} />
      {companion && <CountSwitch indicator={indicator} companion={companion} both={both} />}
    </>
  )
  return (
    <TenThousands value={search.wan === 'yes'}>
      <Page fill>
        <PageHeader
          title={indicator.name}
          facts={[
            <IndicatorChoice key="choice" indicators={known.data!.indicators} chosen={id} />,
            only ? <span key="unit" title={only.all}>{only.words}</span> : pivot?.unitName,
            !isPhone && cuts,
          ]}
          actions={
            <>
              <CopyButton text={window.location.href} label={t('ui.copyLink')} />
              {pivot && <ExportChoice pivot={pivot} search={search} />}
              {mayIssue && <IconLabelButton icon="receipt" type="primary" disabled={!pivot} onClick={() => setIssuing(pivot!.unit)}>{t('ui.issue.button')}</IconLabelButton>}
            </>
          }
        />
        {isPhone ? (
          <>
            {pivot && <p className="phone-figure"><Value value={pivot.value} of={pivot} size="panel" /></p>}
            <Fold only={only} facts={[search.from === undefined && search.to === undefined ? t('web:asOf.today') : undefined, search.level === undefined ? t(`web:checkedBy.${pivot?.level ?? 'reported'}`) : undefined, cuts]}>
              <ControlRow>{controls}</ControlRow>
              {options}
            </Fold>
            <div className="phone-views">{views}</div>
          </>
        ) : <ControlRow aside={views}>{controls}</ControlRow>}
        <Split panel={open && pivot ? <CellPanel key={`${search.row} ${search.key}`} pivot={pivot} people={indicator.people && mayReadNames} showTimes={times} onIssue={setIssuing} onClose={() => setSearch(closed)} /> : null}>
          {asked.error ? (
            <>
              {!isPhone && options}
              <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
              <div className="buttons refused-ways">
                {only && <Button onClick={() => setSearch({ ...closed, only: undefined })}>{t('ui.only.all')}</Button>}
                {(search.rows ?? search.by) && <Button onClick={() => setSearch({ ...closed, rows: undefined, by: undefined })}>{t('ui.axis.usual')}</Button>}
              </div>
            </>
          ) : !pivot ? <Skeleton rows={10} /> : (
            <Stale stale={asked.isPlaceholderData || beside.isPlaceholderData}>
              {!isPhone && options}
              <ZeroNote pivot={pivot} />
              {search.view === 'months' ? <MonthsView indicator={indicator} search={search} times={times} />
                : search.view === 'bars' ? <BarsView pivot={pivot} times={times} onPick={openCell} />
                : search.view === 'tiles' ? <TilesView pivot={pivot} open={search.row} onPick={(row) => openCell({ row })} />
                : (
                  <Pivot
                    pivot={pivot} beside={both ? beside.data : undefined} open={open} showZeros={search.zeros === 'yes'} showTimes={times} onOpen={openCell}
                    rowsName={isUnitAxis(pivot.rowsBy) ? t('ui.pivot.unit') : pivot.rowsBy === 'none' ? '' : axisName(pivot.rowsBy, indicator, t)}
                    onDrill={(unit) => setSearch({ ...closed, unit, only: undefined, rows: isUnitAxis(search.rows ?? 'unit') ? undefined : search.rows })}
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

/** What stands down and across: as the address says, else units down and the indicator's own cut across. A side that is taken already is not asked twice. */
function axesOf(search: FigureSearch, indicator: Parameters<typeof axisName>[1] & { defaultBy?: string | null } | undefined): { rows: string; by: string } {
  const rows = search.rows ?? 'unit'
  const own = indicator?.defaultBy ?? indicator?.facets[0]?.id ?? 'month'
  return { rows, by: search.by && search.by !== rows ? search.by : own === rows ? (rows === 'month' ? 'unit' : 'month') : own }
}
