import type { ReceiptBody } from './receipt-body.ts'

/** Below this many a part could point at somebody. */
export const smallest = 5

export type ShownPart = { keys: string[]; names: ReceiptBody['parts'][number]['names'] | null; value: number }
/** What the public sees. `null` stands for "fewer than five"; the sum of the shown parts − overlap is still the value. */
export type Shown = {
  value: number | null
  companion: (NonNullable<ReceiptBody['companion']> & { value: number }) | null
  parts: ShownPart[]
  overlap: number | null
  /** Why no parts are shown though there are some. */
  hidden: boolean
  leftOut: { reason: string; subjects: number | null; entries: number | null }[]
}

const isSmall = (n: number) => n > 0 && n < smallest

/**
 * Joins parts of 1 to 4 with the next smallest until the joined part holds at least five and at least two of the parts that hold anything, so
 * that neither a small part nor its complement can be worked out from the sum. Parts of nothing stay: they point at nobody. A value of 1 to 4 is
 * itself not shown, nor what would tell it. Where so much has to be joined that one part remains, none is shown.
 */
export function joinSmall({ value, parts, overlap, companion, leftOut }: Pick<ReceiptBody, 'value' | 'parts' | 'overlap' | 'companion' | 'leftOut'>): Shown {
  const reasons = leftOut.map(({ reason, subjects, entries }) => ({ reason, subjects: isSmall(subjects) ? null : subjects, entries: isSmall(subjects) || isSmall(entries) ? null : entries }))
  if (isSmall(value)) return { value: null, companion: null, parts: [], overlap: null, hidden: parts.length > 0, leftOut: reasons }
  const times = companion && !isSmall(companion.value) ? companion : null
  const whole: Omit<Shown, 'parts' | 'overlap' | 'hidden'> = { value, companion: times, leftOut: reasons }
  const single = (part: ReceiptBody['parts'][number]): ShownPart => ({ keys: [part.key], names: part.names, value: part.value })
  const joined = new Set<ReceiptBody['parts'][number]>()
  const holding = parts.filter((part) => part.value > 0).sort((a, b) => a.value - b.value)
  let sum = 0
  for (const part of holding) {
    if (!isSmall(part.value) && (joined.size === 0 || (joined.size >= 2 && sum >= smallest))) break
    joined.add(part)
    sum += part.value
  }
  if (joined.size > 0 && (joined.size < 2 || sum < smallest || joined.size === holding.length)) return { ...whole, parts: [], overlap: null, hidden: true }
  const shown = parts.filter((part) => !joined.has(part)).map(single)
  if (joined.size > 0) shown.push({ keys: parts.filter((part) => joined.has(part)).map((part) => part.key), names: null, value: sum })
  return { ...whole, parts: shown, overlap, hidden: false }
}
