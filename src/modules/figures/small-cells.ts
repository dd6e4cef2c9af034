import type { ReceiptBody } from './receipt-body.ts'

/** Below this many a part could point at somebody. */
export const smallest = 5

type Part = ReceiptBody['parts'][number]
export type ShownPart = { keys: string[]; names: Part['names'] | null; value: number | null }
/** What the public sees; the sum of the shown parts − overlap is still the value. Among those left out, null stands for "fewer than five". */
export type Shown = {
  /** Null where it is of nobody, and where it is not shown. */
  value: number | null
  /** Whether it is not shown: it says something of fewer than five. */
  few: boolean
  companion: ReceiptBody['companion']
  parts: ShownPart[]
  overlap: number | null
  /** Why no parts are shown though there are some. */
  hidden: boolean
  leftOut: { reason: string; subjects: number | null; entries: number | null }[]
}

const isSmall = (n: number) => n > 0 && n < smallest
/** How many stand behind a number: those behind an amount, mean or share, else the number itself. */
const sizeOf = ({ value, subjects }: { value: number | null; subjects?: number | undefined }) => subjects ?? value ?? 0

/**
 * Joins parts of 1 to 4 with the next smallest until the joined part holds at least five and at least two of the parts that hold anything, so
 * that neither a small part nor its complement can be worked out from the sum. Parts of nothing stay: they point at nobody. A value of 1 to 4 is
 * itself not shown, nor what would tell it. Where so much has to be joined that one part remains, none is shown.
 * Of an amount, size is how many subjects stand behind it. Means and shares do not add: their small parts are left out, and a share
 * that says something of fewer than five, or of all but fewer than five, is not shown.
 */
export function joinSmall(
  body: Pick<ReceiptBody, 'value' | 'parts' | 'overlap' | 'companion' | 'leftOut'> & Partial<Pick<ReceiptBody, 'subjects' | 'of' | 'definition'>>,
): Shown {
  const { value, parts, overlap, companion, leftOut, of } = body
  const tally = body.definition?.['tally']
  const reasons = leftOut.map(({ reason, subjects, entries }) => ({ reason, subjects: isSmall(subjects) ? null : subjects, entries: isSmall(subjects) || isSmall(entries) ? null : entries }))
  const tellsFew = tally === 'ratio' && of !== undefined && (isSmall(of.sum) || isSmall(of.over - of.sum))
  if (isSmall(sizeOf(body)) || tellsFew) return { value: null, few: true, companion: null, parts: [], overlap: null, hidden: parts.length > 0, leftOut: reasons }
  const times = companion && !isSmall(companion.value ?? 0) ? companion : null
  const whole: Omit<Shown, 'parts' | 'overlap' | 'hidden'> = { value, few: false, companion: times, leftOut: reasons }
  if (tally === 'mean' || tally === 'ratio') {
    const large = parts.filter((part) => sizeOf(part) >= smallest && (tally === 'mean' || !fewOf(part)))
    return { ...whole, parts: large.map(single), overlap: null, hidden: large.length === 0 && parts.length > 0 }
  }
  const joined = new Set<Part>()
  const holding = parts.filter((part) => sizeOf(part) > 0).sort((a, b) => sizeOf(a) - sizeOf(b))
  let [size, sum] = [0, 0]
  for (const part of holding) {
    if (!isSmall(sizeOf(part)) && (joined.size === 0 || (joined.size >= 2 && size >= smallest))) break
    joined.add(part)
    size += sizeOf(part)
    sum += part.value ?? 0
  }
  if (joined.size > 0 && (joined.size < 2 || size < smallest || joined.size === holding.length)) return { ...whole, parts: [], overlap: null, hidden: true }
  const shown = parts.filter((part) => !joined.has(part)).map(single)
  if (joined.size > 0) shown.push({ keys: parts.filter((part) => joined.has(part)).map((part) => part.key), names: null, value: sum })
  return { ...whole, parts: shown, overlap, hidden: false }
}

const single = (part: Part): ShownPart => ({ keys: [part.key], names: part.names, value: part.value })

/** Whether a share of so many says something of fewer than five of them. */
function fewOf({ value, subjects = 0 }: Part): boolean {
  const holding = Math.round((value ?? 0) * subjects)
  return isSmall(holding) || isSmall(subjects - holding)
}
