import { describe, expect, test } from 'vitest'
import { idsOfPath, isSlug, readUnitCode, schemaOf } from './model.ts'

describe('a code as people write it', () => {
  test.each([
    ['3203', 'cn', 'cn 3203'],
    ['320300', 'cn', 'cn 3203'],
    ['320300000000', 'cn', 'cn 3203'],
    ['320000', 'cn', 'cn 32'],
    ['320322', 'cn', 'cn 320322'],
    ['320322000000', 'cn', 'cn 320322'],
    ['320322101', 'cn', 'cn 320322101'],
    ['320322101000', 'cn', 'cn 320322101'],
    ['320322101200', 'cn', 'cn 320322101200'],
    [' cn:3203 ', 'vn', 'cn 3203'],
    ['３２０３', 'cn', 'cn 3203'],
    ['CN', 'cn', 'cn cn'],
    ['cn:cn', 'vn', 'cn cn'],
    ['vn:cn', 'vn', null],
    ['vn:04', 'cn', 'vn 04'],
    ['04', 'vn', 'vn 04'],
    ['01234', 'vn', 'vn 01234'],
    ['040', 'vn', 'vn 040'],
    ['040', 'cn', null],
    ['01234', 'cn', null],
    ['320', 'cn', null],
    ['000000', 'cn', null],
    ['', 'cn', null],
    ['徐州', 'cn', null],
    ["3203'--", 'cn', null],
  ] as const)('%s in %s is %s', (text, country, expected) => {
    const read = readUnitCode(text, country)
    expect(read && `${read.country} ${read.code}`).toBe(expected)
  })
})

test.each([['xuzhou', true], ['a', false], ['cao-bang', true], ['1st', false], ['Xuzhou', false], ['徐州', false], ['a_b', false], ['a'.repeat(31), true], ['a'.repeat(32), false]])(
  'a workspace may be called %s: %s',
  (slug, expected) => expect(isSlug(slug)).toBe(expected),
)

test('the schema of a slug, and the units on a path', () => {
  expect(schemaOf('cao-bang')).toBe('ws_cao_bang')
  expect(idsOfPath('cn.u1.u20.')).toEqual([1, 20])
})
