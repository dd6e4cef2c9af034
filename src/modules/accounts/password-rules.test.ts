import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { passwordFault } from './password-rules.ts'
import { hashPassword, isPassword } from './password.ts'

const of = { name: 'wangfang', displayName: '王芳', phone: '13812345678' }
const table: [string, string, string | null][] = [
  ['eleven characters', 'k7#pLm2qVx9', 'password-short'],
  ['twelve', 'k7#pLm2qVx9w', null],
  ['twelve of Chinese', '晴天早上喂三只橘猫吃鱼', 'password-short'],
  ['a Chinese sentence', '晴天早上喂三只橘猫吃小鱼', null],
  ['two hundred', 'correct horse battery staple '.repeat(7).slice(0, 200), null],
  ['two hundred and one', 'correct horse battery staple '.repeat(7).slice(0, 201), 'password-long'],
  ['full-width letters count as their plain ones', 'ｐａｓｓｗｏｒｄ１２３４', 'password-common'],
  ['common with digits', 'password1234', 'password-common'],
  ['common with digits before', '12345password', 'password-common'],
  ['common with signs', 'Password!!!!!', 'password-common'],
  ['common in disguise', 'P@ssw0rd2024', 'password-common'],
  ['common twice', 'dragondragon', 'password-common'],
  ['common twice with a year', 'monkeymonkey2024', 'password-common'],
  ['the keys from the left', 'qwertyuiop[]', 'password-common'],
  ['two rows of keys', 'qwertyuiopasdfghjkl', 'password-common'],
  ['digits in order', '123456789012345', 'password-common'],
  ['one letter', 'aaaaaaaaaaaaaaaa', 'password-common'],
  ['four letters', 'abababcdcdcdabab', 'password-common'],
  ['the alphabet', 'abcdefghijklmnop', 'password-common'],
  ['columns of keys', '1qaz2wsx3edc4rfv', 'password-common'],
  ['woaini with a year', 'woaini1314520', 'password-common'],
  ['her name and digits', 'wangfang1990!', 'password-personal'],
  ['her name in Chinese', '王芳2026年12月25日!!', 'password-personal'],
  ['her phone', '13812345678abc', 'password-personal'],
  ['the product', 'Qiaoshou2026!', 'password-personal'],
  ['her name in a sentence of its own', 'wangfang drinks jasmine tea', null],
  ['four unrelated words', 'lantern-otter-copper-mist', null],
  ['the password of tests', 'a-password-of-tests', null],
]
test.each(table)('%s: %j', (_, password, fault) => expect(passwordFault(password, of)?.refused ?? null).toBe(fault))

test('none of the commonest is taken, whatever its length', () => {
  const common = readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8').trim().split('\n')
  expect(common.length).toBeGreaterThan(10_000)
  expect(common.filter((word) => passwordFault(word, of) === null)).toEqual([])
  // Lengthened to what the rule of length asks for, by what people add.
  const short = common.filter((word) => /[a-z]/.test(word) && word.length < 12)
  expect(short.filter((word) => passwordFault(word.padEnd(12, '1234567890'), of) === null).length / short.length).toBeLessThan(0.05)
})

test('nothing is cut off: the last of 200 characters counts, also beyond 72 bytes', async () => {
  const long = '晴'.repeat(66) + 'x'.repeat(133)
  const hash = await hashPassword(`${long}a`)
  expect(await isPassword(`${long}a`, hash)).toBe(true)
  expect(await isPassword(`${long}b`, hash)).toBe(false)
  expect(await isPassword(long, hash)).toBe(false)
})

test('a try costs a hundred milliseconds and more', async () => {
  const hash = await hashPassword('lantern-otter-copper-mist')
  const begun = performance.now()
  for (let i = 0; i < 3; i += 1) await isPassword('lantern-otter-copper-mast', hash)
  expect((performance.now() - begun) / 3).toBeGreaterThan(100)
})
