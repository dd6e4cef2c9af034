import i18next from 'i18next'
import { isLanguage, type Language } from '#kernel/languages.ts'
import * as kernel from '#kernel/writing.ts'

export { dateInWords, dayAndTime, minus, weekday } from '#kernel/writing.ts'

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
