import { figureDigits, minus } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { Count } from '#web/widgets/index.ts'
import type { ReceiptChecked } from './asked.ts'
import { named } from './named.ts'

/** The parts, less what is counted several times, under a double rule: the whole. */
export function ReceiptParts({ body }: { body: ReceiptChecked['body'] }) {
  const t = useT('figures')
  const language = useLanguage()
  const { counts } = body.indicator
  const currency = (body.definition['currency'] ?? null) as 'CNY' | 'VND' | null
  const digits = (value: number) => figureDigits(counts, value, currency)
  const parts = body.parts.flatMap(({ value, ...part }) => (value ? [{ ...part, value }] : []))
  const most = Math.max(counts === 'ratio' ? 1e-9 : 1, ...parts.map((part) => part.value))
  return (
    <section className="section">
      <header><h2>{t('ui.receipt.sum')}</h2></header>
      {parts.length === 0 ? <p className="quiet">{t('ui.receipt.noParts')}</p> : (
        <ul className="receipt-parts">
          {parts.map((part) => (
            <li key={part.key}>
              <span>{named(part.names, language)}</span>
              <span className="part-room" aria-hidden="true"><i style={{ width: `${(Math.max(0, part.value) / most) * 100}%` }} /></span>
              <span>{digits(part.value)}</span>
            </li>
          ))}
          {body.overlap !== null && body.overlap !== 0 && (
            <li className="hatched"><span>{t('ui.overlap')}</span><span className="small">{t('ui.sum.overlap')}</span><span>{minus}{digits(body.overlap)}</span></li>
          )}
          <li className="whole double-rule"><span>{body.unit.name}</span><span /><Count value={body.value} counts={counts} currency={currency} bare /></li>
        </ul>
      )}
    </section>
  )
}
