import type { CountUnit } from '#kernel/counting.ts'
import { isLatin } from '#kernel/languages.ts'
import { figureDigits, groupedNumber } from '#web/writing.ts'
import { useLanguage, useT } from '../i18n.ts'

/** How large: `cell` in tables (14), `text` in sentences, `count` 26, `panel` 34, `lone` 44, `receipt` 76. */
export type CountSize = 'cell' | 'text' | 'count' | 'panel' | 'lone' | 'receipt'

type Props = {
  /** Null: a mean or share of nobody. It is drawn as a dash, and no word stands with it. */
  readonly value: number | null
  readonly counts: CountUnit
  readonly size?: CountSize
  /** In a column: glyph at the left, digits on the right edge, unit in a slot of fixed width, so that digits line up under mixed units. */
  readonly column?: boolean
  /** The word after the digits where the kind's own word does not fit: 个, 场, 万元. */
  readonly unit?: string
  /** The page is switched to 万: two decimals. Receipts never are. */
  readonly inTenThousands?: boolean
  /** Of money: what it is in. */
  readonly currency?: 'CNY' | 'VND' | null
  /** Without the glyph, where a head of column already carries it. */
  readonly bare?: boolean
}

const marks: Partial<Record<CountUnit, string>> = { money: 'M5.6 5.6H10.4V10.4H5.6Z', balance: 'M5.6 5.6H10.4V10.4H5.6Z', ratio: 'M8 8V1.7M8 8L13.4 11.2', mean: 'M1.7 8H14.3' }

/** The mark of persons (head and shoulders), attendances (a tally: 正 in Chinese, a crossed square elsewhere), money (a coin with its square hole), a share, a mean; none for other kinds. */
export function CountGlyph({ counts, size = 11 }: { counts: CountUnit; size?: number }) {
  const language = useLanguage()
  if (counts === 'persons') {
    return (
      <svg className="glyph" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
        <circle cx="8" cy="4.5" r="3.2" />
        <path d="M1.9 14.6c0-3.7 2.7-5.7 6.1-5.7s6.1 2 6.1 5.7z" />
      </svg>
    )
  }
  if (marks[counts]) {
    return (
      <svg className="glyph" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <circle cx="8" cy="8" r="6.3" />
        <path d={marks[counts]} />
      </svg>
    )
  }
  if (counts !== 'person-times') return null
  const tally = isLatin(language) ? 'M2.6 2.6H13.4V13.4H2.6ZM2.6 13.4L13.4 2.6' : 'M2.4 2.6H13.6M8 2.6V13.6M8 7.8H12.6M4.2 7.2V13.6M1.6 13.6H14.4'
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="square">
      <path d={tally} />
    </svg>
  )
}

/** One number with what it counts. Persons bold in ink, attendances lighter in indigo; never a number alone. */
export function Count({ value, counts, size = 'text', column = false, unit, inTenThousands = false, currency = null, bare = false }: Props) {
  const t = useT()
  const word = value === null ? '' : (unit ?? t(currency === 'VND' && counts !== 'ratio' ? 'unit.dong' : `unit.${counts}`, { count: value }))
  const shortened = value !== null && inTenThousands && Math.abs(value) >= 10_000 && counts !== 'ratio' && counts !== 'mean'
  const glyphSize = { cell: 11, text: 11, count: 16, panel: 18, lone: 22, receipt: 30 }[size]
  return (
    <span className={`count count-${size} counts-${counts}${column ? ' count-column' : ''}`}>
      {!bare && <CountGlyph counts={counts} size={glyphSize} />}
      {bare && column && <span />}
      <span className="digits" title={value === null ? t('count.ofNobody') : undefined}>{figureDigits(counts, value, currency, shortened)}</span>
      <span className="unit">{shortened ? t('unit.tenThousand', { unit: word }) : word}</span>
    </span>
  )
}

/** Different people: 100,000 人. */
export function Persons(props: Omit<Props, 'counts'>) {
  return <Count {...props} counts="persons" />
}

/** Times that people were met: 146,390 人次. */
export function Attendances(props: Omit<Props, 'counts'>) {
  return <Count {...props} counts="person-times" />
}

/** The term that keeps sums true: what several parts counted twice. Hatched, with a true minus. Give the table cell `className="hatched"`. */
export function Overlap({ value }: { value: number }) {
  return <span className="overlap">{value === 0 ? '–' : groupedNumber(-Math.abs(value))}</span>
}

/** A difference: grey, with + or −, in the unit of what it is a difference of (of a share: points). */
export function Delta({ value, counts = 'things', currency = null }: Pick<Props, 'value' | 'currency'> & { counts?: CountUnit }) {
  return <span className="delta">{value !== null && value > 0 ? '+' : ''}{value === 0 ? '–' : figureDigits(counts, value, currency)}</span>
}
