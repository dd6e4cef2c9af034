import { expect, test } from 'vitest'
import { exact, Marked } from './fold.ts'

const rows = (amounts: readonly bigint[]) => ({
  length: amounts.length, subjects: Int32Array.from(amounts, (_, i) => i), counts: Int32Array.from(amounts, () => 1), first: null, amounts: BigInt64Array.from(amounts),
})

test('money beyond what a number tells refuses whoever asks for that sum, and nobody who asks for another of the same reading', () => {
  const folded = new Marked(2, 3)
  folded.add(rows([2n ** 53n, 70n, -5n]), Int32Array.from([2, 1, 3]))
  folded.close()
  expect(exact([folded.tally(0)])).toEqual([{ subjects: 2, times: 2, entries: 2, amount: 65 }])
  expect(exact([folded.tally(1)])[0]!.amount).toBe(Number.MAX_SAFE_INTEGER - 4)
  expect(() => exact([folded.tally(0), folded.tally(null)])).toThrow(RangeError)
})
test('a sum is exact on the way through what no number tells', () => {
  const folded = new Marked(1, 3)
  folded.add(rows([9_007_199_254_740_993n, -9_007_199_254_740_992n, 1n]), new Int32Array(3))
  expect(folded.tally(null).amount).toBe(2)
})
