import { type DateText, dateText, isRealDay } from './dates.ts'

/**
 * The citizen's id number of GB 11643-1999: six digits of region, eight of birth, three of order (odd: male, even:
 * female), one check character by ISO 7064 MOD 11-2. Written with an upper-case X.
 */
export type IdNumber = string

/** The first of these that is wrong. `date` is a number whose check character agrees but whose day of birth does not exist. */
export type IdNumberFault = 'length' | 'check' | 'region' | 'date'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkCharacters = '10X98765432'

// The provinces of GB/T 2260, and 81, 82, 83 of the residence permits for Hong Kong, Macao and Taiwan residents. 91 stands
// in the permanent residence card of foreigners since 2023 (GB 11643 numbers of the same form).
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(' '),
)

/** The check character of 17 digits. */
export function idCheckCharacter(seventeen: string): string {
  let sum = 0
  for (let i = 0; i < 17; i += 1) sum += weights[i]! * (seventeen.charCodeAt(i) - 48)
  return checkCharacters[sum % 11]!
}

/**
 * What is wrong with an id number, or null. `length`: not 17 digits and a digit or X (old numbers of 15 digits too, which no
 * longer identify anybody). `check`: the check character. `region`: no such province. `date`: no such day.
 */
export function idNumberFault(text: string): IdNumberFault | null {
  if (!/^\d{17}[\dX]$/.test(text)) return 'length'
  if (idCheckCharacter(text) !== text[17]) return 'check'
  if (!provinces.has(text.slice(0, 2))) return 'region'
  if (idBirth(text) === null) return 'date'
  return null
}

/** The day of birth written in an id number of 18 characters; null where there is no such day. */
export function idBirth(idNumber: IdNumber): DateText | null {
  const [y, m, d] = [Number(idNumber.slice(6, 10)), Number(idNumber.slice(10, 12)), Number(idNumber.slice(12, 14))]
  if (y < 1850 || y > 2199 || !isRealDay(y, m, d)) return null
  return dateText(y, m, d)
}

/** The sex that the 17th digit says. */
export function idSex(idNumber: IdNumber): 'female' | 'male' {
  return (idNumber.charCodeAt(16) - 48) % 2 === 1 ? 'male' : 'female'
}

/** First four and last two characters, for lists: `3203************24`. Anything shorter than ten characters is all stars. */
export function maskIdNumber(text: string): string {
  return text.length < 10 ? '*'.repeat(text.length) : `${text.slice(0, 4)}${'*'.repeat(text.length - 6)}${text.slice(-2)}`
}
