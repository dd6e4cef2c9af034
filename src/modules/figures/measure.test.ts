import { expect, test } from 'vitest'
import { measured, overlapOf, shareOf } from './measure.ts'

const of = (subjects: number, amount = 0) => ({ subjects, times: subjects, entries: subjects, amount })

/** What is asked, who was counted, who it is held against, the number. */
test.each([
  ['women, and there are none', 'subjects', of(0), undefined, 0],
  ['times, and there were none', 'times', of(0), undefined, 0],
  ['money of nobody: nothing was lent', 'amount', of(0), undefined, 0],
  ['a mean of nobody is not known', 'mean', of(0), undefined, null],
  ['a mean of two who owe nothing is 0', 'mean', of(2), undefined, 0],
  ['a mean', 'mean', of(3, 1_000), undefined, 333.33],
  ['a share of nobody is not known', 'ratio', of(0), of(0), null],
  ['none of five', 'ratio', of(0), of(5), 0],
  ['two of three', 'ratio', of(2), of(3), 0.6667],
] as const)('%s', (_what, tally, counted, over, value) => expect(measured({ tally }, counted, over).value).toBe(value))

test('what is divided has no overlap; of all else it is the sum of the parts less the whole', () => {
  const parts = [{ value: 3 }, { value: 4 }]
  expect(overlapOf({ tally: 'subjects' }, 5, parts)).toBe(2)
  expect(overlapOf({ tally: 'ratio' }, null, parts)).toBeNull()
  expect([shareOf(0, 0), shareOf(0, 4), shareOf(1, 4)]).toEqual([null, 0, 0.25])
})
