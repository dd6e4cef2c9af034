import { describe, expect, test } from 'vitest'
import type { Pivot } from './asked.ts'
import { unusualOf } from './asked-words.ts'
import { axisChoices } from './axis-names.ts'
import { groupsOf } from './groups.ts'
import { onlyCodes } from './only.ts'
import { receiptCut, scopeShown } from './shown.ts'
import { shownRows } from './window.ts'
import { withoutZeros } from './zeros.ts'

const say = (key: string) => key.replace('ui.axis.', '')

describe('what a side may be cut by', () => {
  const trades = { facets: [{ id: 'trade', name: '工种', values: [] }] }
  test.each([
    ['city', 'trade', 'none unit county town village month'],
    ['city', 'month', 'none unit county town village 工种'],
    ['city', 'county', 'none 工种 month'],
    ['county', 'none', 'none unit town village 工种 month'],
    ['village', 'trade', 'none unit month'],
    [null, 'trade', 'none unit city county town village month'],
  ])('of a unit of level %s, with %s on the other side: %s', (level, other, choices) => {
    expect(axisChoices(trades, level, other, say).map(({ label }) => label).join(' ')).toBe(choices)
  })
})

test('what is frozen is what was seen: the same units alone, in the order of their codes; the whole unit names none', () => {
  const seen = { unit: '320300', to: '2018-10-18', boundaryDay: '2018-10-18', asOf: { journal: '48', at: null }, from: null, level: null } as unknown as Pivot
  expect(scopeShown({ ...seen, only: [{ code: '320321', name: '丰县' }, { code: '320322', name: '沛县' }] }).only).toBe('320321,320322')
  expect(scopeShown({ ...seen, only: [] })).not.toHaveProperty('only')
})

test.each([
  [{}, []], [{ only: '320321' }, ['320321']], [{ only: '320321,320322' }, ['320321', '320322']], [{ only: ',' }, []],
])('the address %j names these units alone: %j', (search, codes) => expect(onlyCodes(search)).toEqual(codes))

test.each([
  ['trade', 'unit', { by: 'trade' }], ['month', 'unit', { by: 'unit' }], ['month', 'trade', { by: 'trade' }], ['none', 'town', { by: 'town' }], ['none', 'none', {}], ['month', 'none', {}],
])('a receipt of a table of %s across and %s down', (by, rowsBy, cut) => expect(receiptCut({ by, rowsBy })).toEqual(cut))

describe('what is asked otherwise than usual is said', () => {
  const t = (key: string, facts: Record<string, string | number> = {}) => [key.replace(/^.*\./, ''), ...Object.values(facts)].join(' ')
  const plan = { from: '2017-01-01', to: '2018-12-31' }
  test.each([
    ['nothing', {}, ''],
    ['the plan’s own days', { from: '2017-01-01' }, 'period plan'],
    ['two days', { from: '2018-02-01', to: '2018-03-05' }, 'period 2018-02-01 – 2018-03-05'],
    ['up to a day', { to: '2018-03-05' }, 'happened 2018-03-05'],
    ['as it was recorded, at a number', { boundaryDay: 'then', asOf: '48' }, 'boundaries then, ledger number 48'],
    ['under the tree of a day, from a level, as of an evening', { boundaryDay: '2017-05-01', level: 'county', asOf: '2018-06-30' }, 'boundaries of 2017-05-01, ledger 2018-06-30, county'],
    ['rows and columns are the table’s own', { rows: 'month', by: 'trade', unit: '320321' }, ''],
  ])('%s', (_what, search, words) => expect(unusualOf(t, search, '2018-10-18', plan).map((one) => one.words).join(', ')).toBe(words))

  test('two counties alone, before the days; taken back by itself', () => {
    const [only, ...rest] = unusualOf(t, { only: '320321,320322', to: '2018-03-05' }, '2018-10-18', plan, '丰县、沛县')
    expect([only!.words, only!.back, rest.length]).toEqual(['these 丰县、沛县', { only: undefined }, 1])
  })
})

test('indicators stand in groups of what they count, and are found by name, id or way of counting', () => {
  const one = (id: string, counts: 'persons' | 'balance' | 'ratio', name = id, how = '') => ({ id, counts, name, how })
  const all = [one('filed', 'persons', '建档妇女'), one('owed', 'balance', '未还本金'), one('share', 'ratio', '从业比例', '有能力的人里')]
  expect(groupsOf(all, '').map(({ id, indicators }) => [id, indicators.length])).toEqual([['persons', 1], ['money', 1], ['ratios', 1]])
  expect(groupsOf(all, '妇女 ').map(({ id }) => id)).toEqual(['persons'])
  expect(groupsOf(all, 'ＯＷＥＤ').map(({ id }) => id)).toEqual(['money'])
  expect(groupsOf(all, '有能力').map(({ id }) => id)).toEqual(['ratios'])
  expect(groupsOf(all, '没有')).toEqual([])
})

test.each([
  [3_000, 0, 600, { from: 0, to: 31 }], [3_000, 38_000, 600, { from: 985, to: 1_031 }], [3_000, 113_400, 600, { from: 2_969, to: 3_000 }], [2_000, 113_400, 600, { from: 1_999, to: 2_000 }],
])('of %i rows, scrolled by %i px in a room of %i, these are drawn', (count, top, height, drawn) => expect(shownRows(count, 38, top, height)).toEqual(drawn))

test('short tables keep their rows of zeros, long ones hide them; columns of zeros are hidden, but not what cancels out', () => {
  const row = (key: number, total: number, waiting = 0) => ({ key: String(key), name: '', pseudo: false, own: false, cells: { a: total, b: 0 }, overlap: 0, total, times: 0, waiting, target: null })
  const column = (key: string, value: number, sum: number | null) => ({ key, name: '', sum, overlap: 0, value })
  const table = (rows: number) => ({ rows: Array.from({ length: rows }, (_, i) => row(i, i === 0 ? 5 : 0, i === 1 ? 2 : 0)), columns: [column('a', 5, 5), column('b', 0, null), column('c', 0, 3)] }) as unknown as Pivot
  expect(withoutZeros(table(10))).toMatchObject({ hiddenRows: 0, hiddenColumns: 1 })
  expect(withoutZeros(table(100))).toMatchObject({ hiddenRows: 98, hiddenColumns: 1 })
})
