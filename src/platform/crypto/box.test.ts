import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { boxOf, keyNumberOfValue } from './box.ts'

const box = boxOf({ ciphers: [{ number: 1, key: randomBytes(32) }], hash: randomBytes(32) })

test('what was sealed opens again, each time under another nonce', () => {
  const [a, b] = [box.seal('idNumber', '11010519491231002X'), box.seal('idNumber', '11010519491231002X')]
  expect(a.equals(b)).toBe(false)
  expect(box.open('idNumber', a)).toBe('11010519491231002X')
})
test('a changed byte, another purpose, another key open nothing', () => {
  const sealed = box.seal('phone', '13800000000')
  const changed = Buffer.from(sealed)
  changed[changed.length - 1]! ^= 1
  expect(() => box.open('phone', changed)).toThrow()
  expect(() => box.open('idNumber', sealed)).toThrow()
  expect(() => boxOf({ ciphers: [{ number: 1, key: randomBytes(32) }], hash: randomBytes(32) }).open('phone', sealed)).toThrow()
})
test('the hash finds a value again and keeps purposes apart', () => {
  expect(box.hash('phone', '1').equals(box.hash('phone', '1'))).toBe(true)
  expect(box.hash('phone', '1').equals(box.hash('idNumber', '1'))).toBe(false)
})

test('the newest of several keys seals, each opens what it sealed', () => {
  const [old, fresh, hash] = [randomBytes(32), randomBytes(32), randomBytes(32)]
  const before = boxOf({ ciphers: [{ number: 7, key: old }], hash })
  const both = boxOf({ ciphers: [{ number: 7, key: old }, { number: 8, key: fresh }], hash })
  const sealed = both.seal('phone', '13800000000')
  expect([keyNumberOfValue(before.seal('phone', '1')), keyNumberOfValue(sealed), both.newest]).toEqual([7, 8, 8])
  expect(both.open('phone', before.seal('phone', '13800000000'))).toBe('13800000000')
  expect(() => before.open('phone', sealed)).toThrow('unknown key: 8')
  expect(both.hash('phone', '1').equals(before.hash('phone', '1'))).toBe(true)
})
