import { figureDigits, minus } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { Count } from '#web/widgets/index.ts'
import type { ReceiptChecked } from './asked.ts'
import { named } from './named.ts'

/** The parts, less what is counted several times, under a double rule: the whole. */
export function ReceiptParts({ body }: { body: ReceiptChecked['body'] }) {
  const t = useT('figures')
  const language = useLanguage()
  const parts = body.parts.filter((part) => part.value !== 0)
  const most = Math.max(1, ...parts.map((part) => part.value))
  return (
    <section className="section">
      <header><h2>{t('ui.receipt.sum')}</h2></header>
      {parts.length === 0 ? <p className="quiet">{t('ui.receipt.noParts')}</p> : (
        <ul className="receipt-parts">
          {parts.map((part) => (
            <li key={part.key}>
              <span>{named(part.names, language)}</span>
              <span className="part-room" aria-hidden="true"><i style={{ width: `${(part.value / most) * 100}%` }} /></span>
              <span>{groupedNumber(part.value)}</span>
            </li>
          ))}
          {body.overlap !== null && body.overlap !== 0 && (
            <li className="hatched"><span>{t('ui.overlap')}</span><span className="small">{t('ui.sum.overlap')}</span><span>{minus}{groupedNumber(body.overlap)}</span></li>
          )}
          <li className="whole double-rule"><span>{body.unit.name}</span><span /><Count value={body.value} counts={body.indicator.counts} bare /></li>
        </ul>
      )}
    </section>
  )
}
