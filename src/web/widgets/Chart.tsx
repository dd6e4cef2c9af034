import { Segmented } from 'antd'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import type { CountUnit } from '#kernel/counting.ts'
import { figureDigits } from '#web/writing.ts'
import { useLanguage, useT } from '../i18n.ts'
import { Count } from './Count.tsx'
import { Icon } from './Icon.tsx'
import type { ChartPoint } from './chart-options.ts'

export type { ChartPoint } from './chart-options.ts'

type Props = {
  readonly points: readonly ChartPoint[]
  /** What the solid bars count (persons, households …), with its words in the legend. */
  readonly solid: { readonly counts: CountUnit; readonly label: string; readonly currency?: 'CNY' | 'VND' | null }
  /** The hollow ones around them: attendances. */
  readonly hollow?: { readonly counts: CountUnit; readonly label: string } | null
  readonly height?: number
  readonly label: string
  /** A bar was pressed. */
  readonly onPick?: (key: string) => void
}

/** Months or other steps of time: solid persons inside hollow attendances, the unfinished one dashed. Its table stands behind the switch. */
export function ColumnChart({ points, solid, hollow = null, height = 260, label, onPick, kind = 'bars' }: Props & { kind?: 'bars' | 'line' }) {
  const room = useRef<HTMLDivElement>(null)
  const language = useLanguage()
  const pick = useRef(onPick)
  pick.current = onPick
  useEffect(() => {
    let gone = false
    let dispose = () => {}
    void import('./chart-engine.ts').then(({ draw }) => {
      if (!gone && room.current) dispose = draw(room.current, { points, digits: (value) => figureDigits(solid.counts, value, solid.currency), solid: solid.label, hollow: hollow?.label ?? null, kind, pick: (key) => pick.current?.(key) })
    })
    return () => {
      gone = true
      dispose()
    }
  }, [points, solid.label, solid.counts, solid.currency, hollow?.label, kind, language])
  return (
    <figure className="chart">
      <Legend solid={solid.label} hollow={hollow?.label ?? null} />
      <div ref={room} style={{ height }} role="img" aria-label={label} />
      <div className="visually-hidden"><ChartTable points={points} solid={solid} hollow={hollow} label={label} /></div>
    </figure>
  )
}

/** Units sorted, lying: a bar a line with both numbers at its right. Plain HTML, so that it can be read, tapped and printed. */
export function RowChart({ points, solid, hollow = null, label, onPick, note }: Props & { note?: ReactNode }) {
  const most = Math.max(1e-9, ...points.map((point) => Math.max(point.solid ?? 0, point.hollow ?? 0)))
  const width = (value: number | null | undefined) => `${((value ?? 0) / most) * 100}%`
  return (
    <figure className="chart">
      <Legend solid={solid.label} hollow={hollow?.label ?? null} note={note} />
      <ul className={hollow ? 'row-chart with-hollow' : 'row-chart'} aria-label={label}>
        {points.map((point) => {
          const line = (
            <>
              <strong className="row-chart-name">{point.label}</strong>
              <span className="row-chart-bars" aria-hidden="true">
                {hollow && <span className="bar-hollow" style={{ width: width(point.hollow) }} />}
                <span className="bar-solid" style={{ width: width(point.solid) }} />
              </span>
              <Count value={point.solid} counts={solid.counts} currency={solid.currency ?? null} column />
              {hollow && <Count value={point.hollow ?? 0} counts={hollow.counts} column />}
            </>
          )
          return <li key={point.key}>{onPick ? <button type="button" onClick={() => onPick(point.key)}>{line}</button> : <div>{line}</div>}</li>
        })}
      </ul>
    </figure>
  )
}

/** Any chart as its table. */
export function ChartTable({ points, solid, hollow = null, label }: Omit<Props, 'height' | 'onPick'>) {
  return (
    <table className="chart-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{solid.label}</th>
          {hollow && <th scope="col">{hollow.label}</th>}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.key}>
            <th scope="row">{point.label} {point.unfinished}</th>
            <td><Count value={point.solid} counts={solid.counts} currency={solid.currency ?? null} column bare /></td>
            {hollow && <td><Count value={point.hollow ?? 0} counts={hollow.counts} column bare /></td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Legend({ solid, hollow, note }: { solid: string; hollow: string | null; note?: ReactNode }) {
  if (!hollow && !note) return null
  return (
    <figcaption className="legend">
      {hollow && <span><i className="legend-hollow" />{hollow}</span>}
      {hollow && <span><i className="legend-solid" />{solid}</span>}
      {note && <span className="quiet">{note}</span>}
    </figcaption>
  )
}

export type View = 'table' | 'bars' | 'line' | 'tiles'
/** Table, bars, line, tiles: the same numbers in several ways. */
export function ViewSwitch({ value, onChange, views = ['table', 'bars', 'line'] }: { value: View; onChange: (view: View) => void; views?: readonly View[] }) {
  const t = useT()
  const name = useId()
  return (
    <div className="labelled">
      <span className="small quiet" id={name}>{t('view')}</span>
      <Segmented
        aria-labelledby={name}
        value={value} onChange={(view) => onChange(view as View)}
        options={views.map((view) => ({ value: view, label: <Icon name={view} size={17} label={t(`view.${view}`)} /> }))}
      />
    </div>
  )
}
