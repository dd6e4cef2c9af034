import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newCode, readCode } from './receipt-code.ts'
import { canonicalJson } from './canonical.ts'
import { joinSmall, smallest } from './small-cells.ts'

const body = (values: number[], overlap = 0) => ({
  value: values.reduce((a, b) => a + b, 0) - overlap, overlap, companion: null, leftOut: [],
  parts: values.map((value, i) => ({ key: `p${i}`, names: { en: `p${i}` }, value })),
})
const shownOf = (values: number[], overlap = 0) => {
  const { parts, hidden } = joinSmall(body(values, overlap))
  return hidden ? 'hidden' : parts.map((part) => `${part.keys.join('+')}=${part.value}`).join(' ')
}

describe('parts of fewer than five', () => {
  test.each([
    ['nothing small, nothing joined', [62, 21, 18], 'p0=62 p1=21 p2=18'],
    ['a part of nothing points at nobody', [62, 0, 18], 'p0=62 p1=0 p2=18'],
    ['one small part takes the next smallest with it, or it could be worked out', [62, 3, 18], 'p0=62 p1+p2=21'],
    ['two small parts that make five', [62, 3, 2], 'p0=62 p1+p2=5'],
    ['two small parts that do not make five take a third', [62, 1, 1, 9], 'p0=62 p1+p2+p3=11'],
    ['where all would be joined, none is shown', [8, 3], 'hidden'],
    ['where only one part holds anything, it is the whole', [0, 0, 600], 'p0=0 p1=0 p2=600'],
    ['a whole of three', [3, 0], 'hidden'],
  ])('%s', (_what, values, expected) => {
    expect(shownOf(values)).toBe(expected)
  })

  test('a value of one to four, and what would tell it, is not shown', () => {
    expect(joinSmall({ ...body([3]), companion: { indicator: 'work-starts', counts: 'person-times', value: 7 } })).toMatchObject({ value: null, companion: null, parts: [], overlap: null })
  })

  test('reasons of fewer than five are not counted out', () => {
    expect(joinSmall({ ...body([60]), leftOut: [{ reason: 'reversed', subjects: 2, entries: 9 }, { reason: 'not-passed', subjects: 12, entries: 12 }] }).leftOut)
      .toEqual([{ reason: 'reversed', subjects: null, entries: null }, { reason: 'not-passed', subjects: 12, entries: 12 }])
  })

  test('whatever the parts: no small part is shown, no joined part holds a single one, and the sum still holds', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(6), fc.nat(40)), { minLength: 1, maxLength: 9 }), fc.nat(10), (values, extra) => {
        const given = body(values, Math.min(extra, values.reduce((a, b) => a + b, 0)))
        const shown = joinSmall(given)
        for (const part of shown.parts) {
          expect(part.value === 0 || part.value! >= smallest).toBe(true)
          if (part.keys.length > 1) expect(part.keys.filter((key) => given.parts.find((one) => one.key === key)!.value > 0).length).toBeGreaterThan(1)
        }
        if (shown.parts.length > 0) expect(shown.parts.reduce((sum, part) => sum + part.value!, 0) - shown.overlap!).toBe(shown.value)
      }),
      { seed: 20261122, numRuns: 1000 },
    )
  })
})

describe('receipt codes', () => {
  test('a code is read however it is typed', () => {
    const code = newCode()
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `, code.replaceAll('0', 'o').replaceAll('1', 'l')]) expect(readCode(typed)).toBe(code)
  })

  test('one wrong character, or two neighbours exchanged, is no code', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    fc.assert(
      fc.property(fc.nat(11), fc.nat(31), fc.uint8Array({ minLength: 10, maxLength: 10 }), (place, other, bytes) => {
        const good = newCode(() => bytes).replaceAll('-', '')
        const wrong = good.slice(0, place) + alphabet[other] + good.slice(place + 1)
        if (wrong !== good) expect(readCode(wrong)).toBeNull()
        const swapped = place < 9 ? good.slice(0, place) + good[place + 1] + good[place] + good.slice(place + 2) : good
        if (swapped !== good) expect(readCode(swapped)).toBeNull()
      }),
      { seed: 20261122, numRuns: 500 },
    )
  })
})

test.each([
  ['money: parts of few people are joined by how many they are, and still add', { value: 1_000, subjects: 30, tally: 'amount', parts: [['a', 100, 2], ['b', 300, 8], ['c', 600, 20]] }, { value: 1_000, parts: [['c', 600], ['a+b', 400]] }],
  ['money of fewer than five people is not shown', { value: 1_000, subjects: 3, tally: 'amount', parts: [['a', 1_000, 3]] }, { value: null, few: true, parts: [] }],
  ['a mean leaves out parts of few people and joins none', { value: 50, subjects: 30, tally: 'mean', parts: [['a', 40, 3], ['b', 60, 27]] }, { value: 50, parts: [['b', 60]] }],
  ['a share that tells of fewer than five, or of all but so few, is not shown', { value: 0.5, subjects: 40, tally: 'ratio', of: { sum: 20, over: 40 }, parts: [['a', 0.1, 20], ['b', 0.5, 20], ['c', 0.9, 20]] }, { value: 0.5, parts: [['b', 0.5]] }],
  ['a mean of nobody points at nobody', { value: null, subjects: 0, tally: 'mean', parts: [['a', null, 0]] }, { value: null, few: false, parts: [] }],
  ['a share of nobody is not the same as one of a few', { value: null, subjects: 0, tally: 'ratio', of: { sum: 0, over: 0 }, parts: [['a', null, 0]] }, { value: null, few: false, parts: [] }],
  ['a share of all but two is not shown', { value: 0.95, subjects: 40, tally: 'ratio', of: { sum: 38, over: 40 }, parts: [] }, { value: null, few: true, parts: [] }],
] as const)('%s', (_what, { tally, parts, ...body }, { value, parts: left, few = false }: { value: number | null; few?: boolean; parts: unknown }) => {
  const shown = joinSmall({ ...body, definition: { tally }, overlap: 0, companion: null, leftOut: [], parts: parts.map(([key, value, subjects]) => ({ key, names: {}, value, subjects })) })
  expect([shown.value, shown.few, shown.parts.map((part) => [part.keys.join('+'), part.value])]).toEqual([value, few, left])
})

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: '中' }], a: undefined, A: 'x' })).toBe('{"A":"x","b":[1,{"c":"中","d":null}]}')
})
