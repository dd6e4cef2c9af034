import { randomBytes } from 'node:crypto'

/** Crockford's 32 characters: no I, L, O, U, which are misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** The largest prime below 32²: a wrong character or two exchanged ones change the remainder. */
const modulus = 1021n

/** The two check characters of ten. */
function check(ten: string): string {
  let value = 0n
  for (const character of ten) value = value * 32n + BigInt(alphabet.indexOf(character))
  const rest = Number(value % modulus)
  return alphabet[rest >> 5]! + alphabet[rest & 31]!
}

const grouped = (twelve: string) => `${twelve.slice(0, 4)}-${twelve.slice(4, 8)}-${twelve.slice(8)}`

/** A fresh receipt code, `7K4M-2QXD-91ZC`: 50 random bits, so that none is found by trying, and two check characters. */
export function newCode(random: (size: number) => Uint8Array = randomBytes): string {
  const ten = [...random(10)].map((byte) => alphabet[byte & 31]).join('')
  return grouped(ten + check(ten))
}

/** Reads a code as people type it: any case, spaces or none, O for 0, I or L for 1. Null where it cannot be one. */
export function readCode(text: string): string | null {
  const typed = text.normalize('NFKC').toUpperCase().replace(/[\s–—-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (typed.length !== 12 || [...typed].some((character) => !alphabet.includes(character))) return null
  return check(typed.slice(0, 10)) === typed.slice(10) ? grouped(typed) : null
}
