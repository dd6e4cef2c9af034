import { useRef, type KeyboardEvent } from 'react'
import { minus } from '#kernel/writing.ts'
import { useT } from '#web/i18n.ts'
import { CountGlyph, useIsPhone } from '#web/widgets/index.ts'
import type { Pivot as PivotView } from './asked.ts'
import { useDigits, useUnitWord } from './digits.ts'

export type Cell = { readonly row?: string; readonly key?: string }
type Props = {
  readonly pivot: PivotView
  /** The same in person-times, drawn under each number, where both are asked for. */
  readonly beside: PivotView | undefined
  readonly open: Cell | null
  readonly showZeros: boolean
  readonly showTimes: boolean
  readonly onOpen: (cell: Cell, tab?: 'left-out') => void
  readonly onDrill: (unit: string) => void
}

/** Units down, a facet across; what is counted twice is a column and a row of its own, hatched, so that everything adds up. */
export function Pivot({ pivot, beside, open, showZeros, showTimes, onOpen, onDrill }: Props) {
  const t = useT('figures')
  const digits = useDigits()
  const word = useUnitWord()
  const isPhone = useIsPhone()
  const table = useRef<HTMLTableElement>(null)
  // a phone holds one unit a row; what stands across is in the panel behind it
  const columns = isPhone ? [] : showZeros ? pivot.columns : pivot.columns.filter((column) => column.value !== 0 || column.sum !== 0)
  const across = columns.length > 1 && (pivot.columnOverlap !== 0 || pivot.rows.some((row) => row.overlap !== 0))
  const waits = pivot.level !== null
  const most = Math.max(1, ...pivot.rows.flatMap((row) => columns.map((column) => row.cells[column.key] ?? 0)))
  const timesOf = (row: string, key: string) => beside?.rows.find((one) => one.key === row)?.cells[key]
  const less = (overlap: number) => (overlap === 0 ? '–' : `${minus}${digits(overlap)}`)
  const cellOf = (row: string | undefined, key: string | undefined, value: number, place: string) => {
    const chosen = open !== null && open.row === row && open.key === key
    return (
      <button
        type="button" className={`cell${chosen ? ' chosen' : ''}${value === 0 ? ' none' : ''}`} data-place={place} aria-pressed={chosen} tabIndex={place === '0:0' ? 0 : -1}
        onClick={() => onOpen({ row, key })} disabled={pivot.counts === 'things'}
      >
        {digits(value)}
      </button>
    )
  }
  const move = (event: KeyboardEvent) => {
    const at = (event.target as HTMLElement).dataset['place']?.split(':').map(Number)
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!at || !step) return
    const next = table.current?.querySelector<HTMLElement>(`[data-place="${at[0]! + step[0]!}:${at[1]! + step[1]!}"]`)
    if (!next) return
    event.preventDefault()
    table.current?.querySelectorAll<HTMLElement>('.cell[tabindex="0"]').forEach((cell) => { cell.tabIndex = -1 })
    next.tabIndex = 0
    next.focus()
  }
  return (
    <div className="pivot-scroll" tabIndex={-1}>
      <table className="pivot" ref={table} onKeyDown={move}>
        <caption className="visually-hidden">{pivot.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.pivot.unit')}</th>
            {columns.map((column) => <th scope="col" key={column.key}>{column.name}</th>)}
            {across && <th scope="col" className="hatched">{t('ui.overlap')}</th>}
            <th scope="col" className="strong">{t('ui.pivot.total')} {word(pivot.counts)}</th>
            {showTimes && <th scope="col" className="times"><CountGlyph counts="person-times" /> {word('person-times')}</th>}
            {waits && <th scope="col">{t('ui.pivot.waiting', { level: t(`web:checkedBy.${pivot.level}`) })}</th>}
          </tr>
        </thead>
        <tbody>
          {pivot.rows.map((row, r) => (
            <tr key={row.key} className={open?.row === row.key ? 'current' : ''}>
              <th scope="row">
                {!row.own && !isVillage(row.key) ? <button type="button" className="drill" onClick={() => onDrill(row.key)}>{row.name}</button> : row.name}
                {row.own && <span className="unit">{t('ui.pivot.own')}</span>}
                {row.pseudo && <span className="unit">{t('ui.pivot.pseudo')}</span>}
              </th>
              {columns.map((column, c) => {
                const value = row.cells[column.key] ?? 0
                const times = timesOf(row.key, column.key)
                return (
                  <td key={column.key} style={{ '--wash': `${((value / most) * 8.5).toFixed(1)}%` } as never}>
                    {cellOf(row.key, column.key, value, `${r}:${c}`)}
                    {times !== undefined && <div className="times small">{digits(times)}</div>}
                  </td>
                )
              })}
              {across && <td className="hatched">{less(row.overlap)}</td>}
              <td className="strong">{cellOf(row.key, undefined, row.total, `${r}:${columns.length}`)}</td>
              {showTimes && <td className="times">{digits(row.times)}</td>}
              {waits && (
                <td>
                  {row.waiting === 0 ? '–' : <button type="button" className="text-link" onClick={() => onOpen({ row: row.key }, 'left-out')}>{digits(row.waiting)}</button>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {pivot.rowOverlap !== 0 && (
            <>
              <tr>
                <th scope="row">{t('ui.pivot.rowSum')}</th>
                {columns.map((column) => <td key={column.key}>{digits(column.sum)}</td>)}
                {across && <td className="hatched" />}
                <td>{digits(pivot.rowSum)}</td>
                {showTimes && <td />}
                {waits && <td />}
              </tr>
              <tr className="hatched">
                <th scope="row">{t('ui.pivot.rowOverlap')}</th>
                {columns.map((column) => <td key={column.key}>{less(column.overlap)}</td>)}
                {across && <td />}
                <td>{less(pivot.rowOverlap)}</td>
                {showTimes && <td />}
                {waits && <td />}
              </tr>
            </>
          )}
          <tr className="whole">
            <th scope="row">{t('ui.pivot.whole', { unit: pivot.unitName })}</th>
            {columns.map((column, c) => <td key={column.key}>{cellOf(undefined, column.key, column.value, `${pivot.rows.length}:${c}`)}</td>)}
            {across && <td className="hatched">{less(pivot.columnOverlap)}</td>}
            <td>{cellOf(undefined, undefined, pivot.value, `${pivot.rows.length}:${columns.length}`)}</td>
            {showTimes && <td className="times">{digits(pivot.times)}</td>}
            {waits && (
              <td>
                {pivot.waiting === 0 ? '–' : <button type="button" className="text-link" onClick={() => onOpen({}, 'left-out')}>{digits(pivot.waiting)}</button>}
              </td>
            )}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** A village has nothing below it: official codes of villages are twelve digits that do not end in 000. */
const isVillage = (code: string) => /^\d{12}$/.test(code) && !code.endsWith('000')
