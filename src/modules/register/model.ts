import type { DateText } from '#kernel/dates.ts'
import { maskIdNumber } from '#kernel/id-number.ts'

/** `320322197105226144` → `3203 **** **** **44`; of what has not 18 characters the middle is stars. */
export function idMask(idNumber: string): string {
  return idNumber.length === 18 ? `${idNumber.slice(0, 4)} **** **** **${idNumber.slice(-2)}` : maskIdNumber(idNumber)
}

/** `18812341933` → `188****1933`; a land line keeps its last two digits. */
export function phoneMask(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return digits.length < 5 ? '****' : `****${digits.slice(-2)}`
}

/** The form in which a phone is hashed: its digits. */
export function phoneDigits(phone: string): string {
  return phone.normalize('NFKC').replace(/\D/g, '')
}

export type Search =
  | { readonly by: 'id-number'; readonly idNumber: string }
  | { readonly by: 'phone'; readonly digits: string }
  | { readonly by: 'initials' | 'pinyin'; readonly letters: string }
  | { readonly by: 'name'; readonly text: string }

/**
 * What search words mean: a whole id number, a whole phone, pinyin initials (no vowels: `zgf`), pinyin (`zhou guifang`,
 * or initials with a vowel: both are looked for), else part of a name. Null for nothing.
 */
export function searchOf(q: string | undefined): Search | null {
  const text = (q ?? '').normalize('NFKC').trim()
  if (text === '') return null
  const tight = text.replace(/[\s\-–—]/g, '')
  if (/^\d{17}[\dXx]$/.test(tight)) return { by: 'id-number', idNumber: tight.toUpperCase() }
  if (/^(\+?86)?\d{7,13}$/.test(tight)) return { by: 'phone', digits: tight.replace(/^\+?86(?=1\d{10}$)/, '') }
  const letters = text.toLowerCase().replace(/ü/g, 'v').replace(/[\s'’·]/g, '')
  // Y is a vowel in Lý and Mỹ; in 杨 it begins a sound: as pinyin both are looked for.
  if (/^[a-z]+$/.test(letters)) return { by: /[aeiouvy]/.test(letters) ? 'pinyin' : 'initials', letters }
  return { by: 'name', text: asWritten(text).replace(/\s*[•・‧∙⋅․]\s*/g, '·').replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '') }
}

/** Names in Latin letters begin with capitals: `nguyễn thị ơn`, typed small, is looked for as `Nguyễn Thị Ơn`. */
function asWritten(text: string): string {
  return /^[\p{Script=Latin}\s'’-]+$/u.test(text) && text === text.toLowerCase() ? text.replace(/(?<=^|\s)\S/gu, (first) => first.toUpperCase()) : text
}

/** The day that a sheet speaks of: its own date, but never a day to come; today where it has none. */
export function sheetDay(sheetDate: DateText | null, today: DateText): DateText {
  return sheetDate !== null && sheetDate < today ? sheetDate : today
}

/** The day of filing: 建档日期, else the sheet's; a day to come is no day of filing. */
export function filingDay(filedOn: DateText | null, sheetOn: DateText, today: DateText): DateText {
  return filedOn !== null && filedOn <= today ? filedOn : sheetOn
}

/** The end of a range of texts that begin with `prefix` (bytes compared): `zgf` → `zgg`. */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
}
