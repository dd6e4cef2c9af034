import { describe, expect, test } from 'vitest'
import { homeLines, linesOf, newestMonths, type Line } from './lines.ts'

const line = (indicator: string, over: Partial<Line> = {}): Line => ({ indicator, counts: 'persons', value: 600, target: null, targetPeriod: null, companion: null, ...over })
const plain = (id: string) => ({ id, defaultBy: null })
const cut = (id: string) => ({ id, defaultBy: 'ability' })

describe('lines of the home page', () => {
  const starts = { indicator: 'work-starts', counts: 'person-times' as const, value: 415 }
  const people = { indicator: 'new-practitioners', counts: 'persons' as const, value: 345 }
  test.each([
    ['a plain figure stands', [line('filed')], [plain('filed')], ['filed']],
    ['the same number cut in parts does not', [line('filed'), line('by-ability')], [plain('filed'), cut('by-ability')], ['filed']],
    ['with a target it does', [line('filed'), line('by-ability', { target: 900 })], [plain('filed'), cut('by-ability')], ['filed', 'by-ability']],
    ['another number, cut by default, stands', [line('filed'), line('able', { value: 384 })], [plain('filed'), cut('able')], ['filed', 'able']],
    ['people carry their times on one line', [line('new-practitioners', { value: 345, companion: starts }), line('work-starts', { counts: 'person-times', value: 415, companion: people })],
      [cut('new-practitioners'), cut('work-starts')], ['new-practitioners']],
    ['two empty figures: the plain one', [line('filed', { value: 0 }), line('by-ability', { value: 0 })], [plain('filed'), cut('by-ability')], ['filed']],
  ])('%s', (_, figures, indicators, expected) => {
    expect(linesOf(figures, indicators).map((one) => one.indicator)).toEqual(expected)
  })
})

describe('what of them a home page shows', () => {
  const until = (to: string): Partial<Line> => ({ target: 900, targetPeriod: { from: '2017-01-01', to, gone: 0.5 } })
  const many = Array.from({ length: 9 }, (_, i) => line(`i${i}`))
  test.each([
    ['those of a running programme that have a target', [line('a'), line('b', until('2018-12-31')), line('c', until('2018-06-30'))], 'b'],
    ['the last day of a target still runs', [line('a', until('2018-10-18')), line('b', until('2018-10-17'))], 'a'],
    ['where all periods are over, those that had a target', [line('a'), line('b', until('2017-12-31'))], 'b'],
    ['where there are no targets, the first few', many, 'i0 i1 i2 i3 i4'],
    ['nothing where there is nothing', [], ''],
  ])('%s', (_what, lines, shown) => expect(homeLines(lines, '2018-10-18').map((one) => one.indicator).join(' ')).toBe(shown))
})

describe('months to draw', () => {
  const months = (values: readonly number[]) => values.map((value, i) => ({ month: `m${i}`, value, first: value, times: value, until: null }))
  test.each([
    ['the last three', [5, 1, 2, 3], 'm1 m2 m3'],
    ['ending at the newest that holds anything, when the last hold nothing', [4, 5, 0, 0, 0], 'm0 m1'],
    ['the last ones where there never was anything', [0, 0, 0, 0], 'm1 m2 m3'],
    ['all where there are fewer', [1, 0], 'm0 m1'],
  ])('%s', (_, values, expected) => {
    expect(newestMonths(months(values), 3).map((one) => one.month).join(' ')).toBe(expected)
  })
})
