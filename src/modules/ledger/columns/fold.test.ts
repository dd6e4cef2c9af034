import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exact, holding, Marked, newest, picked, tallied, type Rows } from './fold.ts'
import { Room } from './room.ts'

const room = new Room()

type Line = { who: number; times: number; amount: bigint; cell: number; passed: number }
const rowsOf = (lines: readonly Line[]): Rows => ({
  length: lines.length, subjects: Int32Array.from(lines, ({ who }) => who), counts: Int32Array.from(lines, ({ times }) => times), first: null, amounts: BigInt64Array.from(lines, ({ amount }) => amount),
})
const plainly = (lines: readonly Line[]) => ({
  subjects: new Set(lines.map(({ who }) => who)).size, times: lines.reduce((sum, { times }) => sum + times, 0), entries: lines.length, amount: Number(lines.reduce((sum, { amount }) => sum + amount, 0n)),
})
const marked = (lines: readonly Line[]) => {
  const all = new Marked(room, 2, 50)
  all.add(rowsOf(lines), Int32Array.from(lines, ({ passed }) => passed))
  return all
}
const line = fc.record({ who: fc.nat(49), times: fc.nat(9), amount: fc.bigInt(-100n, 100n), cell: fc.integer({ min: -1, max: 4 }), passed: fc.nat(3) })

describe('rows are counted in arrays as one would count them by hand', () => {
  test('the whole, those whom each of two levels passed, and those whom both did', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const all = marked(lines)
      expect(all.tally(null)).toEqual(plainly(lines))
      for (const level of [0, 1]) expect(all.tally(level)).toEqual(plainly(lines.filter(({ passed }) => (passed >> level) & 1)))
      expect(all.both(0, 1)).toBe(lines.filter(({ passed }) => passed === 3).length)
    }), { seed: 20261122 })
  })

  test('each unit, and nobody twice in one', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), fc.constantFrom(5, 1_000_000), (lines, howMany) => {
      const told = tallied(room, rowsOf(lines), Int32Array.from(lines, ({ cell }) => cell), howMany, marked(lines).metAgain(rowsOf(lines)))
      const held = new Set(lines.map(({ cell }) => cell).filter((cell) => cell >= 0))
      expect([...told.keys()].sort()).toEqual([...held].sort())
      for (const [cell, one] of told) expect(one).toEqual(plainly(lines.filter((each) => each.cell === cell)))
    }), { seed: 20261122 })
  })

  test('in memory that another question has used, as in new memory', () => {
    const lines = fc.sample(line, { numRuns: 20_000, seed: 20261123 })
    const afterAnother = () => {
      const used = new Room()
      for (let size = 4_096; size < 200_000; size *= 2) for (const _ of '123') used.uint8(size).fill(255)
      used.close()
      return new Room()
    }
    let own = afterAnother()
    const all = new Marked(own, 2, 20_000)
    all.add(rowsOf(lines), Int32Array.from(lines, ({ passed }) => passed))
    expect(all.tally(null)).toEqual(plainly(lines))
    const told = tallied(own, rowsOf(lines), own.numbered(lines.length, (row) => lines[row]!.cell), 5, all.metAgain(rowsOf(lines)))
    for (const [cell, one] of told) expect(one).toEqual(plainly(lines.filter((each) => each.cell === cell)))
    own.close()
    own = afterAnother()
    const days = Int32Array.from(lines, (_, row) => row)
    const last = [...new Map(lines.map(({ who }, row) => [who, row])).values()].sort((a, b) => a - b)
    const found = newest(own, Int32Array.from(lines, ({ who }) => who), [days, days, days], 20_000, false)
    expect([...found]).toEqual(last)
    expect([...picked(own, days, holding(own, found, 0, (row) => row % 2 === 0))]).toEqual(last.filter((row) => row % 2 === 0))
    own.close()
  })

  test('a card with two hardships stands in both, with the same hardship twice as one woman', () => {
    const lines: Line[] = [{ who: 7, times: 1, amount: 5n, cell: 0, passed: 0 }, { who: 8, times: 1, amount: 5n, cell: 0, passed: 0 }]
    const told = tallied(room, rowsOf(lines), Int32Array.from([0, 1, 1, 1]), 2, marked(lines).metAgain(rowsOf(lines)), Int32Array.from([0, 0, 1, 1]))
    expect([...told].map(([cell, { subjects }]) => [cell, subjects])).toEqual([[0, 1], [1, 2]])
  })

  test('money stays exact where halves of it are more than a number holds, and refuses where the whole is', () => {
    const large = 9_007_199_254_740_991n
    const lines = (amounts: bigint[]): Line[] => amounts.map((amount, who) => ({ who, times: 1, amount, cell: 0, passed: 0 }))
    expect(marked(lines([large, large, -large, -large, 3n])).tally(null).amount).toBe(3)
    expect(() => exact([marked(lines([large, 1n])).tally(null)])).toThrow(RangeError)
  })

  test('money beyond what a number tells refuses who asks for that sum, and nobody who asks for another of the same reading', () => {
    const told = marked([[2n ** 53n, 2], [70n, 1], [-5n, 3]].map(([amount, passed], who) => ({ who, times: 1, amount: BigInt(amount!), cell: 0, passed: Number(passed) })))
    expect(exact([told.tally(0)])).toEqual([{ subjects: 2, times: 2, entries: 2, amount: 65 }])
    expect(() => exact([told.tally(0), told.tally(null)])).toThrow(RangeError)
  })

  test.each([
    ['the newest day', [3, 5, 4], [1, 1, 1], [0, 0, 0], false, 1],
    ['of one day the later posting', [5, 5, 5], [1, 3, 2], [0, 0, 0], false, 1],
    ['of one posting the later line', [5, 5, 5], [1, 1, 1], [0, 1, 2], false, 2],
    ['the first day', [3, 5, 2], [9, 1, 1], [0, 0, 0], true, 2],
  ])('of one woman\'s rows: %s', (_, days, postings, lines, first, row) => {
    expect([...newest(room, Int32Array.from([4, 4, 4]), [days, postings, lines].map((one) => Int32Array.from(one)), 5, first)]).toEqual([row])
  })
})
