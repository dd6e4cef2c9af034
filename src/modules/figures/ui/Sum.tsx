import { useT } from '#web/i18n.ts'
import { SumLine } from '#web/widgets/index.ts'
import type { Pivot } from './asked.ts'
import { useWhole } from './only.ts'
import { useWriting, Value } from './writing.tsx'

/** More terms than these are one term: their sum. */
const mostTerms = 10

/** Under the table: the columns added, less what is counted twice; and why. Where nothing stands across, or months do, the rows. Means and ratios are explained instead. */
export function Sum({ pivot }: { pivot: Pivot }) {
  const t = useT('figures')
  const { digits } = useWriting(pivot)
  const wholeName = useWhole(pivot)
  const counted = pivot.tally === 'subjects' || pivot.tally === 'times'
  const columns = pivot.columns.flatMap(({ name, value }) => (value ? [{ label: name, value }] : []))
  const byRows = pivot.by === 'month' || columns.length === 0
  const terms = byRows ? pivot.rows.flatMap(({ name, total }) => (total ? [{ label: name, value: total }] : [])) : columns
  const overlap = (byRows ? pivot.rowOverlap : pivot.columnOverlap) ?? 0
  if (!pivot.adds) return pivot.rows.length + columns.length > 1 ? <p className="quiet sum-note">{t(`ui.sum.${pivot.tally}`)}</p> : null
  if (terms.length < 2 || pivot.value === null) return null
  const shown = terms.length <= mostTerms ? terms : [{ label: t('ui.sum.parts', { count: terms.length }), value: terms.reduce((sum, { value }) => sum + value, 0) }]
  const why = pivot.tally === 'times' ? 'ui.sum.timesAdd' : pivot.tally === 'amount' ? 'ui.sum.moneyAdds' : overlap === 0 ? 'ui.sum.noOverlap' : 'ui.sum.why'
  return (
    <>
      {counted ? (
        <SumLine terms={shown} overlap={{ label: t('ui.sum.overlap'), value: overlap }} total={{ label: wholeName, value: pivot.value }} counts={pivot.counts} checkedTo={pivot.value > 0 ? pivot.checkedTo : null} />
      ) : (
        <div className="sum-line" role="group" aria-label={t('web:sum.lead')}>
          <span className="sum-lead quiet">{t('web:sum.lead')}</span>
          {shown.map((term, i) => (
            <span key={term.label} className="sum-term"><span className="small quiet">{i > 0 && '+ '}{term.label}</span><span>{digits(term.value)}</span></span>
          ))}
          <span className="sum-sign">=</span>
          <span className="sum-term sum-total"><span className="small">{wholeName}</span><strong><Value value={pivot.value} of={pivot} /></strong></span>
        </div>
      )}
      <p className="quiet sum-note">{t(why)}</p>
    </>
  )
}
