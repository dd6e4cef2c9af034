import { useT } from '#web/i18n.ts'
import type { Pivot } from './asked.ts'
import { useWhole } from './only.ts'
import type { Cell } from './Pivot.tsx'
import { useWriting, Value } from './writing.tsx'

/** As many parts have a look of their own; all others are one. */
const mostSeries = 6

/** Only of what adds, which always has a value. Each row as one bar of its parts, largest series first; what several parts counted lies hatched beyond the row's own number. The whole stands below. */
export function StackedBars({ pivot, onPick }: { pivot: Pivot; onPick: (cell: Cell) => void }) {
  const t = useT('figures')
  const { digits, less } = useWriting(pivot)
  const wholeName = useWhole(pivot)
  const columns = [...pivot.columns].filter((column) => (column.value ?? 0) > 0).sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const named = columns.length > mostSeries ? columns.slice(0, mostSeries - 1) : columns
  const rest = columns.slice(named.length)
  const lines = [
    ...[...pivot.rows].sort((a, b) => (pivot.rowsBy === 'month' ? 0 : (b.total ?? 0) - (a.total ?? 0))).map(({ key, name, cells, total }) => ({ key: key as string | undefined, name, total: total ?? 0, valueOf: (column: string) => cells[column] ?? 0 })),
    { key: undefined, name: wholeName, total: pivot.value ?? 0, valueOf: (column: string) => columns.find(({ key }) => key === column)?.value ?? 0 },
  ]
  const most = Math.max(1e-9, ...lines.slice(0, Math.max(1, lines.length - 1)).map(({ valueOf }) => columns.reduce((sum, { key }) => sum + valueOf(key), 0)))
  return (
    <figure className="chart stacked">
      <figcaption className="legend">
        {named.map((column, i) => <span key={column.key}><i className={`series-${i}`} />{column.name}</span>)}
        {rest.length > 0 && <span><i className="series-rest" />{t('ui.bars.rest', { count: rest.length })}</span>}
        {pivot.columnOverlap !== 0 && <span><i className="hatched" />{t('ui.overlap')}</span>}
      </figcaption>
      <ul className="row-chart" aria-label={pivot.name}>
        {lines.map(({ key, name, total, valueOf }) => {
          const sum = columns.reduce((all, column) => all + valueOf(column.key), 0)
          // The whole is as wide as the widest row: its parts are compared, not its size.
          const scale = key === undefined ? sum || 1 : most
          const width = (value: number) => `${(value / scale) * 100}%`
          const parts = [...named.map((column, i) => ({ key: column.key, name: column.name, value: valueOf(column.key), look: `series-${i}` })),
            { key: '', name: t('ui.bars.rest', { count: rest.length }), value: rest.reduce((all, column) => all + valueOf(column.key), 0), look: 'series-rest' }]
          return (
            <li key={key ?? ''} className={key === undefined ? 'whole' : ''}>
              <button type="button" onClick={() => onPick(key === undefined ? {} : { row: key })}>
                <strong className="row-chart-name">{name}</strong>
                <span className="row-chart-bars" aria-hidden="true">
                  <span className="stacked-parts">
                    {parts.map((part) => part.value > 0 && <span key={part.key} className={part.look} style={{ width: width(part.value) }} title={`${part.name} ${digits(part.value)}`} />)}
                  </span>
                  {sum > total && <span className="stacked-overlap" style={{ left: width(total), width: width(sum - total) }} title={`${t('ui.overlap')} ${less(sum - total)}`} />}
                </span>
                <Value value={total} of={pivot} />
                <span className="visually-hidden">{parts.filter(({ value }) => value > 0).map((part) => `${part.name} ${digits(part.value)}`).join(' ')}{sum > total && ` ${t('ui.overlap')} ${less(sum - total)}`}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </figure>
  )
}
