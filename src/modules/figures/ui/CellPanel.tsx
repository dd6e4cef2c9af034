import { Button, Tabs } from 'antd'
import { figureDigits, groupedNumber, percent } from '#web/writing.ts'
import { ExportButton } from '#modules/exports/ui/index.tsx'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { Attendances, ErrorState, HighestSeal, SidePanel, useIsPhone } from '#web/widgets/index.ts'
import { scopeOf, type Entries, type Figure, type FigureSearch, type LeftOut, type Pivot, type Tab } from './asked.ts'
import { isUnitAxis } from './axis-names.ts'
import { EntriesTab, LeftOutTab, PeopleTab } from './cell-tabs.tsx'
import { ChangedTab } from './ChangedTab.tsx'
import { NotReachedTab } from './NotReachedTab.tsx'
import { useWhole } from './only.ts'
import { useWriting, Value } from './writing.tsx'

type Props = { readonly pivot: Pivot; readonly people: boolean; readonly showTimes: boolean; readonly onIssue: (unit: string) => void; readonly onClose: () => void }

/** A cell taken apart: the number, how it is counted, its people and their entries, what is left out and why, whom it does not reach, and what changed in it. */
export function CellPanel({ pivot, people, showTimes, onIssue, onClose }: Props) {
  const t = useT('figures')
  const [search, setSearch] = useFilters<FigureSearch>()
  const isPhone = useIsPhone()
  const wholeName = useWhole(pivot)
  const mayIssue = useAbility('figures.issue')
  const mayExport = useAbility('register.export') && people
  // A single entry tells of one woman, also without her name.
  const mayEntries = useAbility('ledger.read')
  const first: Tab = people ? 'people' : mayEntries ? 'entries' : 'left-out'
  const row = pivot.rows.find((one) => one.key === search.row)
  const column = pivot.columns.find((one) => one.key === search.key)
  const value = row ? (column ? (row.cells[column.key] ?? null) : row.total) : (column?.value ?? pivot.value)
  const holds = value !== null && value > 0
  const whole = column ? column.value : pivot.value
  const query = { ...scopeOf(search), ...(row ? { rows: pivot.rowsBy, row: row.key } : {}), ...(column ? { by: pivot.by, key: column.key } : {}) }
  const tab: Tab = search.tab === undefined || (search.tab === 'entries' && !mayEntries) || (search.tab === 'not-reached' && !people) ? first : search.tab
  const leftOut = useApi<LeftOut>(`/api/figures/${pivot.indicator}/left-out`, query)
  const outside = leftOut.data?.reasons.reduce((sum, reason) => sum + reason.entries, 0)
  // its first page is also what the tab shows first
  const entries = useApi<Entries>(mayEntries ? `/api/figures/${pivot.indicator}/entries` : null, { ...query, page: undefined })
  const times = showTimes && !column ? (row?.times ?? pivot.times) : null
  // A mean or a share says what was divided by what, where the cell is a figure of its own: a unit's, or the whole.
  const isFigure = !column && (row === undefined || (isUnitAxis(pivot.rowsBy) && !row.own))
  const divided = useApi<Figure>(pivot.adds || !isFigure ? null : `/api/figures/${pivot.indicator}`, { ...scopeOf(search), ...(row ? { unit: row.key, only: undefined } : { unit: pivot.unit }) })
  // a row that is of some of its units alone is no figure of that unit
  const parts = divided.isPlaceholderData || divided.data?.value !== value ? null : divided.data.of
  const tabs = [
    ...(people ? [{ key: 'people', label: <>{t('ui.tab.people')} {pivot.tally === 'subjects' && value !== null && <small>{groupedNumber(value)}</small>}</> }] : []),
    ...(mayEntries ? [{ key: 'entries', label: <>{t('ui.tab.entries')} {entries.data && !entries.isPlaceholderData && <small>{groupedNumber(entries.data.total)}</small>}</> }] : []),
    { key: 'left-out', label: <>{t('ui.tab.leftOut')} {outside !== undefined && <small>{groupedNumber(outside)}</small>}</> },
    ...(people ? [{ key: 'not-reached', label: t('ui.tab.notReached') }] : []),
    { key: 'changed', label: t('ui.tab.changed') },
  ]
  // A receipt is for a unit: one of the rows, or the whole; among some units alone, one of these.
  const issues = mayIssue && !column && !row?.own && (row === undefined || (isUnitAxis(pivot.rowsBy) && (pivot.only.length === 0 || pivot.only.some(({ code }) => code === row.key))))
  const title = `${row?.name ?? wholeName}${column ? ` × ${column.name}` : ''}`
  const foot = (
    <>
      {issues && <Button onClick={() => onIssue(row?.key ?? pivot.unit)}>{t('ui.panel.issue')}</Button>}
      {mayExport && <ExportButton type="text" what="figures.people" path={`/api/figures/${pivot.indicator}/people.xlsx`} query={query} extra={{ indicator: pivot.indicator }} fileName={`${pivot.name} ${row?.name ?? wholeName}.xlsx`}>{t('ui.panel.names')}</ExportButton>}
    </>
  )
  return (
    <SidePanel title={title} onClose={onClose} foot={issues || mayExport ? foot : undefined}>
      <div className="cell-figure">
        <Value value={value} of={pivot} size="panel" />
        {holds && <HighestSeal level={pivot.checkedTo} size={26} />}
      </div>
      <p className="cell-facts">
        {times !== null && <Attendances value={times} />}
        {parts && <span>{figureDigits(pivot.counts === 'mean' ? 'money' : 'persons', parts.sum, pivot.currency)} ÷ {groupedNumber(parts.over)}</span>}
        {times !== null && holds && <span>{t('ui.panel.each', { times: groupedNumber(times / value, 2) })}</span>}
        {row && pivot.adds && value !== null && whole !== null && whole > 0 && <span>{t('ui.panel.share', { of: column ? `${wholeName} ${column.name}` : wholeName, percent: percent(value / whole) })}</span>}
      </p>
      {isPhone && !column && pivot.columns.length > 0 && <CellParts pivot={pivot} row={row} onPick={(key) => setSearch({ key })} />}
      <div>
        <h3 className="small quiet">{t('ui.panel.how')}</h3>
        <p>{pivot.how}</p>
      </div>
      <Tabs
        size="small" tabBarGutter={16} activeKey={tab} items={tabs}
        onChange={(next) => setSearch({ tab: next === first ? undefined : (next as Tab), page: undefined, q: undefined })}
      />
      {tab === 'people' && <PeopleTab indicator={pivot.indicator} query={query} />}
      {tab === 'entries' && <EntriesTab indicator={pivot.indicator} query={query} />}
      {tab === 'left-out' && (leftOut.error ? <ErrorState error={leftOut.error} onRetry={() => void leftOut.refetch()} /> : <LeftOutTab leftOut={leftOut.data} counts={pivot.counts} />)}
      {tab === 'not-reached' && <NotReachedTab indicator={pivot.indicator} query={query} />}
      {tab === 'changed' && <ChangedTab pivot={pivot} query={query} />}
    </SidePanel>
  )
}

/** On a phone, what stands across in the table: the parts of this row, less what is counted twice. */
function CellParts({ pivot, row, onPick }: { pivot: Pivot; row: Pivot['rows'][number] | undefined; onPick: (key: string) => void }) {
  const t = useT('figures')
  const { digits, less } = useWriting(pivot)
  const overlap = row ? row.overlap : pivot.columnOverlap
  const parts = pivot.columns.map((column) => ({ ...column, value: row ? (row.cells[column.key] ?? null) : column.value })).filter((part) => part.value !== 0 && part.value !== null)
  return (
    <ul className="panel-list cell-parts">
      {parts.map((part) => (
        <li key={part.key}><button type="button" className="panel-row" onClick={() => onPick(part.key)}><span>{part.name}</span><b>{digits(part.value)}</b></button></li>
      ))}
      {overlap !== null && overlap !== 0 && <li className="hatched"><span className="panel-row"><span>{t('ui.overlap')}</span><span>{less(overlap)}</span></span></li>}
    </ul>
  )
}
