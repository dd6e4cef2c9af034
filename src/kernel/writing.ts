import type { CountUnit } from './counting.ts'
import { isLatin, type Language } from './languages.ts'
import type { DateText } from './dates.ts'

/** A true minus sign, as wide as a digit. */
export const minus = '−'

/** Vietnamese groups with points and parts off with a comma, 1.128 and 0,5; the others the other way round. */
const inMarksOf = (language: Language | undefined, text: string) => (language === 'vi' ? text.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ',')) : text)

/**
 * Groups a whole number in threes: 146390 → `146,390`, in Vietnamese `146.390`; −14310 → `−14,310`.
 * In: a number, a bigint or digits as text (money, journal numbers). Out: text; text that is no number comes back as it is.
 */
export function groupedNumber(value: number | bigint | string, decimals?: number, language?: Language): string {
  const text = typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals) : String(value)
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (!match) return text
  return `${match[1] ? minus : ''}${inMarksOf(language, `${match[2]!.replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`)}`
}

/** In ten-thousands with two decimals, for a page switched to 万: 146390 → `14.64`. Receipts never use it. */
export function tenThousands(value: number, language?: Language): string {
  return groupedNumber(value / 10_000, 2, language)
}

/** Part of a whole in whole per cent: 0.873 → `87%`, in Vietnamese `87 %` (the space does not break); null, of nobody: `–`. */
export function percent(share: number | null, decimals = 0, language?: Language): string {
  if (share === null) return unknownDigits
  return `${groupedNumber(share * 100, decimals, language)}${language === 'vi' ? '\u00a0' : ''}%`
}

/**
 * Money without its currency word.
 * In: the amount in the smallest unit as text or bigint, and the currency. Out: `23,280,000` or `9,300.50`; VND has no smaller unit.
 */
export function moneyDigits(smallestUnits: bigint | string, currency: 'CNY' | 'VND', language?: Language): string {
  const amount = BigInt(smallestUnits)
  if (currency === 'VND') return groupedNumber(amount, undefined, language)
  const sign = amount < 0n ? minus : ''
  const fen = amount < 0n ? -amount : amount
  const rest = fen % 100n
  return `${sign}${inMarksOf(language, `${groupedNumber(fen / 100n)}${rest === 0n ? '' : `.${String(rest).padStart(2, '0')}`}`)}`
}

/** What has a currency, and is divided: no parts of it are counted. */
const inMoney: readonly CountUnit[] = ['money', 'balance', 'mean']

/** What is written where a number is not known: a mean or a share of nobody. */
export const unknownDigits = '–'

/**
 * A figure's value as it is printed beside its word: 146390 persons → `146,390`, 930050 fen → `9,300.50`, a share of 0.3524 → `35.2` (beside %), null (of nobody) → `–`.
 * In: what it counts, the value as figures give it (money in the smallest unit), the currency, whether the page is switched to ten-thousands.
 */
export function figureDigits(counts: CountUnit, value: number | null, currency: 'CNY' | 'VND' | null = null, inTenThousands = false, language?: Language): string {
  if (value === null) return unknownDigits
  if (counts === 'ratio') return groupedNumber(value * 100, 1, language)
  const main = inMoney.includes(counts) && currency !== 'VND' ? value / 100 : value
  if (counts === 'mean') return groupedNumber(main, currency === 'VND' ? 0 : 2, language)
  if (inTenThousands) return tenThousands(main, language)
  return main === value ? groupedNumber(value, undefined, language) : moneyDigits(BigInt(Math.round(value)), 'CNY', language)
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date inside a sentence: `2018 年 10 月 18 日`, `18/10/2018`, `18 Oct 2018`. Tables print the ISO date as it is. */
export function dateInWords(language: Language, date: DateText): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  if (language === 'vi') return date.split('-').reverse().join('/')
  return language === 'en' ? `${day} ${englishMonths[month - 1]} ${year}` : `${year} 年 ${month} 月 ${day} 日`
}

/** Day and minute of an instant in the workspace's time zone: `{ date: '2018-10-18', time: '09:40' }`. */
export function dayAndTime(instant: string, timeZone: string): { date: DateText; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

/** The name of a date's weekday: `星期四`, `Thứ Năm`, `Thursday`. */
export function weekday(language: Language, date: DateText): string {
  const locale = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', vi: 'vi', en: 'en' }[language]
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** Things one after another: `低收入、残疾`; `low income, disabled` where Latin letters are written. */
export function listed(language: Language, parts: readonly string[]): string {
  return parts.join(isLatin(language) ? ', ' : '、')
}

/** Something with a remark behind it in brackets, as wide as the letters of the language. */
export function bracketed(text: string, remark: string, language: Language): string {
  return isLatin(language) ? `${text} (${remark})` : `${text}（${remark}）`
}
