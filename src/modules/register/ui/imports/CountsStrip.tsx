import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import type { ImportCounts } from '../../imports.contract.ts'
import type { RowFilter } from './reading.ts'

/** How the rows divide, each count with its unit; four of the five add up to the rows of the sheet. */
export function CountsStrip({ counts, onFilter }: { counts: ImportCounts; onFilter: (filter: RowFilter) => void }) {
  const t = useT('register')
  const kept = counts.accepted - counts.repeated
  const repairs = counts.repairs.reduce((sum, { count }) => sum + count, 0)
  const reasons = (codes: readonly { code: string; count: number }[]) => [...codes].sort((a, b) => b.count - a.count).slice(0, 2).map(({ code }) => t(`ui.reason.${code}`)).join(t('ui.comma'))
  const groups = [...new Set(counts.repairs.map(({ code }) => t(`ui.repairWord.${code.split('-')[0]}`)))].slice(0, 4).join(t('ui.comma'))
  const cells: { filter: RowFilter; label: string; n: number; unit: string; note: string; ochre?: boolean }[] = [
    { filter: 'all', label: t('ui.counts.kept'), n: kept, unit: t('ui.unit.persons'), note: t('ui.counts.households', { n: counts.households }) },
    { filter: 'repaired', label: t('ui.counts.repaired'), n: repairs, unit: t('ui.unit.places'), note: groups || t('ui.counts.nothing') },
    { filter: 'decide', label: t('ui.counts.decide'), n: counts.toDecide, unit: t('ui.unit.rows'), note: reasons(counts.decisions) || t('ui.counts.nothing'), ochre: counts.toDecide > 0 },
    { filter: 'refused', label: t('ui.counts.refused'), n: counts.refused, unit: t('ui.unit.rows'), note: counts.refused > 0 ? t('ui.counts.refusedNote') : t('ui.counts.nothing'), ochre: counts.refused > 0 },
    { filter: 'repeated', label: t('ui.counts.repeated'), n: counts.repeated, unit: t('ui.unit.rows'), note: counts.repeated > 0 ? t('ui.counts.repeatedNote') : t('ui.counts.nothing') },
  ]
  return (
    <div className="counts-box">
      <ul className="counts-strip">
        {cells.map(({ filter, label, n, unit, note, ochre }) => (
          <li key={filter}>
            <button type="button" onClick={() => onFilter(filter)}>
              <span className="quiet">{label}</span>
              <span className={ochre ? 'strip-count ochre' : 'strip-count'}><strong>{groupedNumber(n)}</strong> <span>{unit}</span></span>
              <span className="quiet note">{note}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small quiet counts-sum">
        {t('ui.counts.sum', { kept, decide: counts.toDecide, refused: counts.refused, repeated: counts.repeated, rows: counts.rows })}
      </p>
    </div>
  )
}
