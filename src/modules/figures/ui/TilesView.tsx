import { useState } from 'react'
import { percent } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { ChartTable } from '#web/widgets/index.ts'
import type { Pivot } from './asked.ts'
import { Value } from './writing.tsx'

/** From this share of the largest on, words on a tile are paper's; ink jumps over the greys on which neither could be read. */
const dark = 0.5
const inkOf = (share: number) => (share < dark ? share * 60 : 66 + (share - dark) * 40)

/** Units as tiles of one size, shaded by value from none to the largest: no map, no boundaries. The words say the same. */
export function TilesView({ pivot, open, onPick }: { pivot: Pivot; open: string | undefined; onPick: (row: string) => void }) {
  const t = useT('figures')
  const [asTable, setAsTable] = useState(false)
  const rows = pivot.rows
  // By the share of its own target where units have one; else by the largest.
  const byTarget = rows.some((row) => row.target !== null && row.target > 0)
  const most = Math.max(1e-9, ...rows.map((row) => Math.abs(row.total ?? 0)))
  const shareOf = ({ total, target }: Pivot['rows'][number]) => (byTarget ? (target ? Math.min(1, (total ?? 0) / target) : 0) : Math.abs(total ?? 0) / most)
  const points = rows.map((row) => ({ key: row.key, label: row.name, solid: row.total }))
  return (
    <figure className="chart">
      <div className="chart-switch">
        <span className="tiles-legend quiet small"><span>0</span><i aria-hidden="true" />{byTarget ? t('ui.tiles.byTarget') : <Value value={most === 1e-9 ? 0 : most} of={pivot} />}</span>
        <button type="button" className="text-link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'ui.asChart' : 'ui.asTable')}</button>
      </div>
      {rows.length === 0 && <p className="quiet panel-none">{t('ui.tiles.noRows')}</p>}
      {asTable ? <ChartTable points={points} solid={{ counts: pivot.counts, label: t(`ui.counted.${pivot.counts}`), currency: pivot.currency }} label={pivot.name} /> : (
        <ul className="tiles" aria-label={pivot.name}>
          {rows.map((row) => {
            const share = shareOf(row)
            return (
              <li key={row.key}>
                <button
                  type="button" className={`tile${share >= dark ? ' dark' : ''}${row.total ? '' : ' none'}${open === row.key ? ' chosen' : ''}`} aria-pressed={open === row.key}
                  style={{ '--ink-share': `${inkOf(share).toFixed(0)}%` } as never} onClick={() => onPick(row.key)}
                >
                  <strong>{row.name}</strong>
                  <Value value={row.total} of={pivot} />
                  {row.total === null ? null : row.target ? <span className="small">{t('ui.tiles.ofTarget', { percent: percent(row.total / row.target) })}</span> : !byTarget && pivot.adds && pivot.value !== null && pivot.value > 0 && row.total > 0 && <span className="small">{t('ui.tiles.share', { percent: percent(row.total / pivot.value) })}</span>}
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </figure>
  )
}
