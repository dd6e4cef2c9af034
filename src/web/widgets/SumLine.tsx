import { Fragment } from 'react'
import type { CountUnit } from '#kernel/counting.ts'
import { groupedNumber, minus } from '#web/writing.ts'
import { useT } from '../i18n.ts'
import { Seal } from './Seal.tsx'
import type { Level } from '#kernel/seals.ts'

type Term = { readonly label: string; readonly value: number }
type Props = {
  readonly terms: readonly Term[]
  /** What several terms counted; absent or 0 where they simply add (attendances). */
  readonly overlap?: Term | null
  readonly total: Term
  readonly counts: CountUnit
  /** The highest level that everything in it has passed. */
  readonly checkedTo?: Level | string | null
  /** Words in front: 加得起来. Empty for none. */
  readonly lead?: string
}

/** 加得起来: 62,000 + 21,390 − 14,310 = 69,080 人, each term under its name, the overlap hatched, the total under a double rule. */
export function SumLine({ terms, overlap, total, counts, checkedTo, lead }: Props) {
  const t = useT()
  return (
    <div className="sum-line" role="group" aria-label={t('sum.lead')}>
      {lead !== '' && <span className="sum-lead quiet">{lead ?? t('sum.lead')}</span>}
      {terms.map((term, i) => (
        <Fragment key={term.label}>
          {i > 0 && <span className="sum-sign">+</span>}
          <SumTerm {...term} />
        </Fragment>
      ))}
      {overlap != null && overlap.value !== 0 && (
        <>
          <span className="sum-sign">{minus}</span>
          <SumTerm {...overlap} value={Math.abs(overlap.value)} hatched />
        </>
      )}
      <span className="sum-sign">=</span>
      <span className="sum-term sum-total">
        <span className="small">{total.label}</span>
        <strong>{groupedNumber(total.value)} {t(`unit.${counts}`, { count: total.value })}</strong>
      </span>
      {checkedTo && <Seal level={checkedTo} size={22} />}
    </div>
  )
}

function SumTerm({ label, value, hatched = false }: Term & { hatched?: boolean }) {
  return (
    <span className={hatched ? 'sum-term hatched' : 'sum-term'}>
      <span className="small quiet">{label}</span>
      <span>{groupedNumber(value)}</span>
    </span>
  )
}
