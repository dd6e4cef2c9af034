import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { boxOf } from './box.ts'

const box = boxOf({ cipher: randomBytes(32), hash: randomBytes(32) })

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
  expect(() => boxOf({ cipher: randomBytes(32), hash: randomBytes(32) }).open('phone', sealed)).toThrow()
})
test('the hash finds a value again and keeps purposes apart', () => {
  expect(box.hash('phone', '1').equals(box.hash('phone', '1'))).toBe(true)
  expect(box.hash('phone', '1').equals(box.hash('idNumber', '1'))).toBe(false)
})
