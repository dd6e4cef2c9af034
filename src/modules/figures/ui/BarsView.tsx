import { Segmented } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useFilters } from '#web/search.ts'
import { ChartTable, RowChart } from '#web/widgets/index.ts'
import type { FigureSearch, Pivot } from './asked.ts'
import type { Cell } from './Pivot.tsx'
import { StackedBars } from './StackedBars.tsx'

/** Rows from most to least; or each row in its parts, what several parts counted hatched. Either turns into its table. */
export function BarsView({ pivot, times, onPick }: { pivot: Pivot; times: boolean; onPick: (cell: Cell) => void }) {
  const t = useT('figures')
  const [search, setSearch] = useFilters<FigureSearch>()
  const [asTable, setAsTable] = useState(false)
  const mayStack = pivot.adds && pivot.columns.filter(({ value }) => (value ?? 0) > 0).length > 1
  const stacked = search.parts === 'yes' && mayStack
  // Where nothing stands down, the columns are the bars.
  const bars = pivot.rows.length > 0
    ? pivot.rows.map((row) => ({ key: row.key, label: row.name, solid: row.total, hollow: row.times }))
    : pivot.columns.map((column) => ({ key: column.key, label: column.name, solid: column.value, hollow: null }))
  const points = pivot.rowsBy === 'month' ? bars : [...bars].sort((a, b) => (b.solid ?? -Infinity) - (a.solid ?? -Infinity))
  const withTimes = times && pivot.rows.length > 0
  const of = {
    points, label: pivot.name, solid: { counts: pivot.counts, label: t(`ui.counted.${pivot.counts}`), currency: pivot.currency },
    hollow: withTimes ? { counts: 'person-times' as const, label: t('web:unit.person-times') } : null,
  }
  return (
    <>
      <div className="chart-switch">
        {mayStack && (
          <Segmented
            size="small" aria-label={t('ui.bars.label')} value={stacked ? 'parts' : 'rows'} onChange={(value) => setSearch({ parts: value === 'parts' ? 'yes' : undefined })}
            options={[{ value: 'rows', label: t('ui.bars.rows') }, { value: 'parts', label: t('ui.bars.parts') }]}
          />
        )}
        {!stacked && <button type="button" className="text-link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'ui.asChart' : 'ui.asTable')}</button>}
        {stacked && <button type="button" className="text-link" onClick={() => setSearch({ view: undefined })}>{t('ui.asTable')}</button>}
      </div>
      {stacked ? <StackedBars pivot={pivot} onPick={onPick} />
        : asTable ? <div className="pivot-scroll"><ChartTable {...of} /></div>
        : <RowChart {...of} note={pivot.rowsBy === 'month' ? null : t('ui.sorted')} onPick={(key) => onPick(pivot.rows.length > 0 ? { row: key } : { key })} />}
    </>
  )
}
