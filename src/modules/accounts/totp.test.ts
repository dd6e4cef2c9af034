import { describe, expect, test } from 'vitest'
import { base32, codeOfStep, stepOfCode, stepOfInstant, uriOf } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('RFC 6238, appendix B: codes of eight digits over SHA-1', () => {
  test.each([
    [59, '94287082'], [1_111_111_109, '07081804'], [1_111_111_111, '14050471'], [1_234_567_890, '89005924'], [2_000_000_000, '69279037'], [20_000_000_000, '65353130'],
  ])('at second %d: %s', (second, code) => expect(codeOfStep(secret, stepOfInstant(second * 1000), 8)).toBe(code))
})

test.each([['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'], ['foobar', 'MZXW6YTBOI']])('RFC 4648: %j in base32 is %j', (text, written) => expect(base32(Buffer.from(text))).toBe(written))

describe('which codes are taken at 10:00:10', () => {
  const now = 1_800_000_010_000
  const step = stepOfInstant(now)
  test.each([
    ['the present one', step, 0, step], ['the one before, for a slow clock', step - 1, 0, step - 1], ['the next one, for a fast clock', step + 1, 0, step + 1],
    ['two steps old', step - 2, 0, null], ['two steps ahead', step + 2, 0, null], ['one that was taken', step, step, null], ['one older than what was taken', step - 1, step, null], ['the next after one was taken', step + 1, step, step + 1],
  ] as const)('%s', (_, of, last, taken) => expect(stepOfCode(secret, codeOfStep(secret, of), now, last)).toBe(taken))
})

test('what the QR code says', () => {
  expect(uriOf('李主任', secret)).toBe('otpauth://totp/Qiaoshou%3A%E6%9D%8E%E4%B8%BB%E4%BB%BB?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Qiaoshou&algorithm=SHA1&digits=6&period=30')
})
