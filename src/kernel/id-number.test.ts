import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idBirth, idCheckCharacter, idNumberFault, idSex, maskIdNumber } from './id-number.ts'

describe('an id number', () => {
  test.each<[string, string | null, string]>([
    ['11010519491231002X', null, 'the example of GB 11643-1999'],
    ['440524188001010014', null, 'the other example'],
    ['320322197905142769', null, ''],
    ['11010519491231002x', 'length', 'a lower-case x is repaired before it comes here'],
    ['110105491231002', 'length', 'fifteen digits'],
    ['110105194912310021', 'check', ''],
    ['', 'length', ''],
  ])('%s → %s %s', (text, fault) => expect(idNumberFault(text)).toBe(fault))

  const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((list) => list.join(''))
  const made = fc.tuple(fc.constantFrom('110105', '320322', '710000'), fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }), digits(3)).map(([region, born, order]) => {
    const seventeen = region + born.toISOString().slice(0, 10).replaceAll('-', '') + order
    return seventeen + idCheckCharacter(seventeen)
  })

  test('a well-made one is right, and says its day and sex', () => {
    fc.assert(fc.property(made, (id) => {
      expect(idNumberFault(id)).toBeNull()
      expect(idBirth(id)!.replaceAll('-', '')).toBe(id.slice(6, 14))
      expect(idSex(id)).toBe(Number(id[16]) % 2 ? 'male' : 'female')
    }), { seed: 20261122 })
  })
  test('one character changed, or two neighbours swapped, is always found', () => {
    fc.assert(fc.property(made, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
      const changed = id.slice(0, at) + String((Number(id[at]) + by) % 10) + id.slice(at + 1)
      expect(idNumberFault(changed)).not.toBeNull()
      const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2)
      if (swapped !== id) expect(idNumberFault(swapped)).not.toBeNull()
    }), { seed: 20261122 })
  })
  test.each([['991105194912310', 'region'], ['110105194913310', 'date'], ['110105194902300', 'date']])('%s…: %s', (start, fault) => {
    const seventeen = `${start}02`
    expect(idNumberFault(seventeen + idCheckCharacter(seventeen))).toBe(fault)
  })
  test('is shown masked', () => expect(maskIdNumber('320322197905142769')).toBe('3203************69'))
})
