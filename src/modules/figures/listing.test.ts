import { expect, test } from 'vitest'
import { fits } from './listing.ts'

test.each([
  ['Nguyễn Thị Ơn', 'nguyen', true], ['Nguyễn Thị Ơn', 'nguyễn thị', true], ['Đặng Thị Lý', 'dang', true], ['Đặng Thị Lý', 'ly', true], ['Nguyễn Thị Ơn', 'tran', false],
  ['周桂芳', '桂芳', true], ['周桂芳', 'zgf', true], ['周桂芳', 'gf', false],
])('%s fits %s: %s', (name, wanted, is) => expect(fits(name, wanted)).toBe(is))
