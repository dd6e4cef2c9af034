import { figureDigits, minus } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { Count } from '#web/widgets/index.ts'
import type { Indicator } from './asked.ts'
import { useTenThousands } from './digits.ts'

/** What a number is, for whoever prints it: what it counts, in which currency, whether its parts have a sum. */
export type Measure = Pick<Indicator, 'counts' | 'currency' | 'adds'>
/** How numbers of one indicator are written: `digits` of a value, an overlap as what is taken off, and the word that stands with them. */
export type Writing = { readonly digits: (value: number | null) => string; readonly less: (overlap: number | null) => string; readonly word: string; readonly plainWord: string }

/** How this page writes the numbers of an indicator; a page switched to ten-thousands says so in the word. */
export function useWriting({ counts, currency, adds }: Measure): Writing {
  const t = useT()
  const isWan = useTenThousands() && adds
  const digits = (value: number | null) => figureDigits(counts, value, currency, isWan)
  const plainWord = t(currency === 'VND' && counts !== 'ratio' ? 'unit.dong' : `unit.${counts}`)
  return {
    digits, plainWord, word: isWan ? t('unit.tenThousand', { unit: plainWord }) : plainWord,
    less: (overlap) => (overlap === null ? '' : overlap === 0 ? '–' : overlap > 0 ? `${minus}${digits(overlap)}` : `+${digits(-overlap)}`),
  }
}

/** One value with its sign and its word, whatever it measures; null is of nobody. */
export function Value({ value, of, size = 'text', column = false }: { value: number | null; of: Measure; size?: 'text' | 'panel' | 'count'; column?: boolean }) {
  return <Count value={value} counts={of.counts} currency={of.currency} size={size} column={column} />
}
