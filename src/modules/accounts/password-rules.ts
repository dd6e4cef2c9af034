import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { userNameKey } from './model.ts'

export const passwordLeast = 12
export const passwordMost = 200

/**
 * The 10,000 commonest passwords whatever their length, and those of the 50,000 commonest that have 12 characters and more, in NFKC and
 * lower case. From the lists that zxcvbn and zxcvbn-ts publish (MIT, Dan Wheeler and Dropbox, Inc.; @zxcvbn-ts).
 */
let known: Set<string> | undefined
/** What offices here begin with, and those lists, made elsewhere, do not have. */
const here = ['woaini', 'woaiwojia', 'woshishui', 'zhongguo', 'beijing', 'shanghai', 'jiangsu', 'xuzhou', 'fulian', 'funv', 'mima', 'wodemima', 'caonima', 'taobao', 'weixin', 'guanliyuan', 'gongzuo', 'jiayou', 'tianya', 'dearbook', '1314520', '147258369', 'matkhau', 'vietnam', 'hanoi', 'anhyeuem', 'emyeuanh']
const common = (): Set<string> => (known ??= new Set([...here, ...readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8').trim().split('\n')]))

/** Rows of keys as fingers run over them, there and back. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', 'abcdefghijklmnopqrstuvwxyz', 'qazwsxedcrfvtgbyhnujmikolp']
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')])
const isRun = (text: string): boolean => runs.some((row) => row.repeat(2).includes(text))

/** The text cut at every change between running along a row of keys and not: how many pieces it takes to type it without thinking. */
function piecesOf(text: string): number {
  let pieces = 0
  for (let at = 0; at < text.length; pieces += 1) {
    let end = at + 1
    while (end < text.length && (isRun(text.slice(at, end + 1)) || text.slice(at, end + 1) === text[at]!.repeat(end + 1 - at))) end += 1
    at = end
  }
  return pieces
}

/** The shortest text that it is a repetition of. */
const unitOf = (text: string): string => /^(.+?)\1*$/s.exec(text)?.[1] ?? text

type Owner = { readonly name: string; readonly displayName: string; readonly phone?: string | null }

/**
 * What is wrong with a new password; null where nothing is. ASVS 5.0, 6.2: at least 12 characters, none of the commonest, nothing
 * cut off, no demand for kinds of characters. Refuses `password-short`, `password-long`, `password-common` (also with digits or signs
 * hung on, repeated, or run along the keys), `password-personal` (made of the account's own names or the product's).
 */
export function passwordFault(password: string, of: Owner): Refusal | null {
  const plain = password.normalize('NFKC').toLowerCase()
  const length = [...plain].length
  if (length < passwordLeast) return refuse('password-short', { least: passwordLeast })
  if (length > passwordMost) return refuse('password-long', { most: passwordMost })
  if (isCommon(plain)) return refuse('password-common')
  const own = [userNameKey(of.name), userNameKey(of.displayName), of.phone ?? '', 'qiaoshou', '巧手'].filter((word) => [...word].length >= 2)
  const rest = own.toSorted((a, b) => b.length - a.length).reduce((text, word) => text.replaceAll(word, ''), plain)
  return rest !== plain && [...rest].filter((letter) => /\p{L}/u.test(letter)).length < 6 ? refuse('password-personal') : null
}

function isCommon(plain: string): boolean {
  if (common().has(plain) || new Set(plain).size < 5) return true
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const unit = unitOf(plain)
  if (unit !== plain && ([...unit].length < 6 || common().has(unit))) return true
  if (core !== plain && (core === '' ? common().has(unit) : common().has(core) || common().has(unitOf(core)))) return true
  for (let cut = plain.length - 1; cut >= 4 && !/\p{L}/u.test(plain.slice(cut)); cut -= 1) if (common().has(plain.slice(0, cut))) return true
  const undressed = core.replaceAll('@', 'a').replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('$', 's').replaceAll('5', 's')
  return common().has(undressed) || piecesOf(plain) <= 3
}
