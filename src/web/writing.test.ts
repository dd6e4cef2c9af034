import i18next from 'i18next'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groupedNumber, typedNumber } from './writing.ts'

test.each([['14,260.5', '14260.5'], [' 9,300 ', '9300'], ['１２', '12'], ['x', 'x']])('%s is read as %s', (typed, read) => expect(typedNumber(typed)).toBe(read))

describe('with Vietnamese shown', () => {
  beforeAll(async () => void (await i18next.init({ lng: 'vi', resources: {} })))
  afterAll(async () => void (await i18next.changeLanguage('zh-Hans')))
  test('numbers are grouped with points', () => expect(groupedNumber(14260)).toBe('14.260'))
  // 9,300 is nine and three tenths there: it goes on as such and is refused as money rather than read a thousandfold
  test.each([['14.260,5', '14260.5'], ['14.260', '14260'], ['9,5', '9.5'], ['9300', '9300'], ['9.50', '9.50'], ['9,300', '9.300']])('%s is read as %s', (typed, read) => expect(typedNumber(typed)).toBe(read))
})
