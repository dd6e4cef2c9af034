import i18next from 'i18next'
import { isLanguage, type Language } from '#kernel/languages.ts'
import * as kernel from '#kernel/writing.ts'

export { bracketed, dateInWords, dayAndTime, minus, weekday } from '#kernel/writing.ts'

/** The language being shown: a screen draws itself anew when it changes (`useT`), and so writes its numbers anew. */
const shown = (): Language | undefined => (isLanguage(i18next.language) ? i18next.language : undefined)

/** `groupedNumber` of the kernel in the language being shown. */
export const groupedNumber = (value: number | bigint | string, decimals?: number): string => kernel.groupedNumber(value, decimals, shown())

/** `percent` of the kernel in the language being shown. */
export const percent = (share: number | null, decimals = 0): string => kernel.percent(share, decimals, shown())

/** `moneyDigits` of the kernel in the language being shown. */
export const moneyDigits = (smallestUnits: bigint | string, currency: 'CNY' | 'VND'): string => kernel.moneyDigits(smallestUnits, currency, shown())

/** `figureDigits` of the kernel in the language being shown. */
export const figureDigits: typeof kernel.figureDigits = (counts, value, currency = null, inTenThousands = false) => kernel.figureDigits(counts, value, currency, inTenThousands, shown())

/**
 * A number that somebody typed, grouped and parted off as the language being shown does it, without its groups and with a point:
 * `14,260.5` and, in Vietnamese, `14.260,5` → `14260.5`. What is no number of either kind comes back as it is, without blanks and commas.
 */
export function typedNumber(text: string): string {
  const tight = text.normalize('NFKC').replace(/\s/g, '')
  const vietnamese = shown() === 'vi' && /^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(tight)
  return vietnamese ? tight.replaceAll('.', '').replace(',', '.') : tight.replaceAll(',', '')
}
