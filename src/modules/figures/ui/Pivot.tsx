import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useT } from '#web/i18n.ts'
import { CountGlyph, useIsPhone } from '#web/widgets/index.ts'
import type { Pivot as PivotView } from './asked.ts'
import { isUnitAxis } from './axis-names.ts'
import { PivotFoot } from './PivotFoot.tsx'
import { placeOf, type Cell, type Columns, type Draw } from './pivot-cells.tsx'
import { shownRows } from './window.ts'
import { useWriting } from './writing.tsx'
import { withoutZeros } from './zeros.ts'

export type { Cell } from './pivot-cells.tsx'
type Props = {
  readonly pivot: PivotView
  /** The same in person-times, drawn under each number, where both are asked for. */
  readonly beside: PivotView | undefined
  readonly open: Cell | null
  readonly showZeros: boolean
  readonly showTimes: boolean
  /** What stands in the first column's head: 单位, 工种, 月份. */
  readonly rowsName: string
  readonly onOpen: (cell: Cell, tab?: 'left-out') => void
  readonly onDrill: (unit: string) => void
}

/** From so many rows on only those in sight are drawn; from so many columns on the totals stay at the right edge. */
const manyRows = 80
const manyColumns = 9

/**
 * One cut down, another across; what is counted twice is a column and a row of its own, hatched, so that everything adds up. Heads, first column and
 * totals stay while it scrolls. Arrows walk the cells, Space or Enter opens one.
 */
export function Pivot({ pivot, beside, open, showZeros, showTimes, rowsName, onOpen, onDrill }: Props) {
  const t = useT('figures')
  const { digits, less, word } = useWriting(pivot)
  const isPhone = useIsPhone()
  const room = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState({ row: 0, column: 0 })
  const [scrolled, setScrolled] = useState({ top: 0, height: 900 })
  const pending = useRef(false)

  // a phone holds one row a line; what stands across is in the panel behind it
  const { rows, shown } = useMemo(() => {
    const some = showZeros ? pivot : withoutZeros(pivot)
    return { rows: some.rows, shown: isPhone ? [] : some.columns }
  }, [pivot, isPhone, showZeros])
  const columns: Columns = {
    shown, times: showTimes, waits: pivot.level !== null,
    overlap: pivot.adds && shown.length > 1 && (pivot.columnOverlap !== 0 || pivot.rows.some((row) => row.overlap !== 0)),
  }
  const most = useMemo(() => Math.max(1e-9, ...pivot.rows.flatMap((row) => shown.map((column) => Math.abs(row.cells[column.key] ?? 0)))), [pivot, shown])
  const besideOf = useMemo(() => new Map(beside?.rows.map((row) => [row.key, row.cells])), [beside])
  const isTall = beside !== undefined && shown.length > 0
  const rowHeight = isTall ? 58 : isPhone ? 46 : 38
  const part = rows.length <= manyRows ? { from: 0, to: rows.length } : shownRows(rows.length, rowHeight, scrolled.top, scrolled.height)
  const drawn = rows.slice(part.from, part.to)
  const stop = active.row >= part.from && (active.row < part.to || active.row === rows.length) ? active : { row: part.from, column: 0 }

  const draw: Draw = {
    digits, less, columns,
    cell: (row, key, value, place) => {
      const chosen = open !== null && open.row === row && open.key === key
      return (
        <button
          type="button" className={`cell${chosen ? ' chosen' : ''}${value ? '' : ' none'}`} data-place={placeOf(place)} aria-pressed={chosen}
          tabIndex={place.row === stop.row && place.column === stop.column ? 0 : -1}
          onClick={() => { setActive(place); onOpen({ ...(row === undefined ? {} : { row }), ...(key === undefined ? {} : { key }) }) }}
        >
          {digits(value)}
        </button>
      )
    },
    waiting: (row, waiting) => (waiting === 0 ? '–' : <button type="button" className="text-link" onClick={() => onOpen(row === undefined ? {} : { row }, 'left-out')}>{digits(waiting)}</button>),
  }

  const focusActive = () => room.current?.querySelector<HTMLElement>(`[data-place="${placeOf(active)}"]`)
  useEffect(() => {
    if (!pending.current) return
    const cell = focusActive()
    if (cell) {
      pending.current = false
      cell.focus()
    } else if (room.current) room.current.scrollTop = Math.max(0, active.row * rowHeight - room.current.clientHeight / 2)
  }, [active, part.from, part.to])

  const move = (event: KeyboardEvent) => {
    const at = (event.target as HTMLElement).dataset['place']?.split(':').map(Number)
    const page = Math.max(1, Math.floor((room.current?.clientHeight ?? 400) / rowHeight) - 3)
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -1e6], End: [0, 1e6], PageUp: [-page, 0], PageDown: [page, 0] }[event.key]
    if (!at || !step) return
    event.preventDefault()
    const within = (value: number, most: number) => Math.min(most, Math.max(0, value))
    pending.current = true
    setActive({ row: within(at[0]! + step[0]!, rows.length), column: within(at[1]! + step[1]!, shown.length) })
  }

  const wide = shown.length >= manyColumns
  return (
    <div
      className={wide ? 'pivot-scroll wide' : 'pivot-scroll'} ref={room}
      onScroll={rows.length <= manyRows ? undefined : ({ currentTarget }) => setScrolled({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <table className={isTall ? 'pivot with-times' : 'pivot'} onKeyDown={move} aria-rowcount={rows.length + 2}>
        <caption className="visually-hidden">{pivot.name}</caption>
        <thead>
          <tr>
            <th scope="col">{rowsName}</th>
            {shown.map((column) => <th scope="col" key={column.key}>{column.name}{column.own && <span className="unit">{t('ui.pivot.own')}</span>}</th>)}
            {columns.overlap && <th scope="col" className="hatched stays">{t('ui.overlap')}</th>}
            <th scope="col" className="strong stays">{t(pivot.adds ? 'ui.pivot.total' : 'ui.pivot.whole.each')} <CountGlyph counts={pivot.counts} /> {word}</th>
            {showTimes && <th scope="col" className="times stays"><CountGlyph counts="person-times" /> {t('web:unit.person-times')}</th>}
            {columns.waits && <th scope="col" className="stays">{t('ui.pivot.waiting', { level: t(`web:checkedBy.${pivot.level}`) })}</th>}
          </tr>
        </thead>
        <tbody>
          {part.from > 0 && <tr aria-hidden="true" className="room"><td style={{ height: part.from * rowHeight }} /></tr>}
          {drawn.map((row, i) => {
            const at = part.from + i
            const times = besideOf.get(row.key)
            return (
              <tr key={row.key} className={open?.row === row.key ? 'current' : ''} aria-rowindex={at + 2}>
                <th scope="row">
                  {isUnitAxis(pivot.rowsBy) && !row.own && !isVillage(row.key) ? <button type="button" className="drill" onClick={() => onDrill(row.key)}>{row.name}</button> : row.name}
                  {row.own && <span className="unit">{t('ui.pivot.own')}</span>}
                  {row.pseudo && <span className="unit">{t('ui.pivot.pseudo')}</span>}
                </th>
                {shown.map((column, c) => {
                  const value = row.cells[column.key] ?? null
                  return (
                    <td key={column.key} className="number" style={{ '--wash': `${((Math.abs(value ?? 0) / most) * 8.5).toFixed(1)}%` } as never}>
                      {draw.cell(row.key, column.key, value, { row: at, column: c })}
                      {times && <div className="times small">{digits(times[column.key] ?? 0)}</div>}
                    </td>
                  )
                })}
                {columns.overlap && <td className="hatched stays">{less(row.overlap)}</td>}
                <td className="strong stays">{draw.cell(row.key, undefined, row.total, { row: at, column: shown.length })}</td>
                {showTimes && <td className="times stays">{digits(row.times)}</td>}
                {columns.waits && <td className="stays">{draw.waiting(row.key, row.waiting)}</td>}
              </tr>
            )
          })}
          {part.to < rows.length && <tr aria-hidden="true" className="room"><td style={{ height: (rows.length - part.to) * rowHeight }} /></tr>}
        </tbody>
        <PivotFoot pivot={pivot} draw={draw} last={rows.length} />
      </table>
    </div>
  )
}

/** A village has nothing below it: official codes of villages are twelve digits that do not end in 000. */
const isVillage = (code: string) => /^\d{12}$/.test(code) && !code.endsWith('000')
