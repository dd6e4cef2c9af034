import { type DateText, dateText, isRealDay } from '#kernel/dates.ts'
import type { Cell } from '#platform/spreadsheets/types.ts'
import type { RosterRepairCode } from './types.ts'

/**
 * A date as an office writes it. `day` is known to the day, `month` only to the month (`YYYY-MM`). `impossible` is one that is
 * plainly written but does not exist (30 February). `unreadable` could be several days, or none: never guessed.
 */
export type ReadDate =
  | { readonly is: 'blank' }
  | { readonly is: 'day'; readonly date: DateText; readonly code: RosterRepairCode | null }
  | { readonly is: 'month'; readonly month: string; readonly code: RosterRepairCode }
  | { readonly is: 'impossible' }
  | { readonly is: 'unreadable' }

const chineseDigits = '〇一二三四五六七八九'

/** `一九七九` → 1979, `十四` → 14, `二十` → 20. Null where a character is none of these. */
function chineseNumber(text: string): number | null {
  const t = text.replaceAll('零', '〇').replaceAll('○', '〇').replaceAll('Ｏ', '〇').replaceAll('廿', '二十').replaceAll('卅', '三十')
  if (!/^[〇一二三四五六七八九十]+$/.test(t)) return null
  if (!t.includes('十')) return Number([...t].map((c) => chineseDigits.indexOf(c)).join(''))
  const match = /^([一二三])?十([一二三四五六七八九])?$/.exec(t)
  if (!match) return null
  return (match[1] ? chineseDigits.indexOf(match[1]) : 1) * 10 + (match[2] ? chineseDigits.indexOf(match[2]) : 0)
}

/** The day of a serial number of the 1900 system: 23943 is 1965-07-20. */
function dayOfSerial(serial: number): DateText {
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)
}

const day = (y: number, m: number, d: number, code: RosterRepairCode | null): ReadDate =>
  isRealDay(y, m, d) ? { is: 'day', date: dateText(y, m, d), code } : { is: 'impossible' }
const month = (y: number, m: number, code: RosterRepairCode = 'date-month'): ReadDate =>
  m >= 1 && m <= 12 ? { is: 'month', month: dateText(y, m, 1).slice(0, 7), code } : { is: 'impossible' }

// Years that a living person or a file can have: keeps serial numbers, years and phone numbers apart.
const likelyYear = (y: number) => y >= 1850 && y <= 2199

function readNumber(value: number): ReadDate {
  if (Number.isInteger(value) && value >= 18500101 && value <= 21991231) {
    return day(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100, 'date-number')
  }
  if (Number.isInteger(value) && value >= 185001 && value <= 219912) {
    return month(Math.floor(value / 100), value % 100, 'date-number')
  }
  // 1910 to 2099 as the spreadsheet counts days.
  if (value >= 3654 && value < 73050) return { is: 'day', date: dayOfSerial(value), code: 'date-serial' }
  // 1979.05 typed as a number; 1979.1 may have been 1979.10.
  const text = /^(\d{4})\.(\d{1,2})$/.exec(String(value))
  if (text && likelyYear(Number(text[1])) && text[2] !== '1') return month(Number(text[1]), Number(text[2]))
  return { is: 'unreadable' }
}

/** Reads one cell as a date. Two-digit years, lunar dates and day/month orders that could be either stay unreadable. */
export function readDate(cell: Cell): ReadDate {
  if (cell === null || typeof cell === 'boolean') return cell === null ? { is: 'blank' } : { is: 'unreadable' }
  if (typeof cell === 'object') {
    const year = Number(cell.date.slice(0, 4))
    return likelyYear(year) && year >= 1900 ? { is: 'day', date: cell.date, code: 'date-cell' } : { is: 'unreadable' }
  }
  if (typeof cell === 'number') return readNumber(cell)
  const plain = cell.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff']/g, (c) => (c === ' ' || c === '\n' ? ' ' : '')).trim()
  if (plain === '' || /^[/\\—–-]+$/.test(plain)) return { is: 'blank' }
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(plain)
  if (iso) return likelyYear(Number(iso[1])) ? day(Number(iso[1]), Number(iso[2]), Number(iso[3]), cell === plain ? null : 'date-dashed') : { is: 'unreadable' }
  const timed = /^(.*\d日?)[ T]+\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?Z?$/.exec(plain)
  if (timed) {
    const read = readDate(timed[1]!)
    return read.is === 'day' ? { ...read, code: 'date-time' } : read
  }
  const text = plain.replaceAll(' ', '').replace(/(出生|生)$/, '')
  if (/^\d+(\.\d+)?$/.test(text)) {
    const dotted = /^(\d{4})\.(\d{1,2})$/.exec(text)
    if (dotted) return likelyYear(Number(dotted[1])) ? month(Number(dotted[1]), Number(dotted[2])) : { is: 'unreadable' }
    return readNumber(Number(text))
  }
  return readSeparated(text)
}

function readSeparated(text: string): ReadDate {
  const parts = /^(\d{4})([./\\\-,、])(\d{1,2})\2(\d{1,2})\.?$/.exec(text)
  if (parts && likelyYear(Number(parts[1]))) {
    const code = parts[2] === '-' ? 'date-dashed' : parts[2] === '/' || parts[2] === '\\' ? 'date-slashed' : 'date-dotted'
    return day(Number(parts[1]), Number(parts[3]), Number(parts[4]), code)
  }
  const months = /^(\d{4})[./-](\d{1,2})$/.exec(text)
  if (months && likelyYear(Number(months[1]))) return month(Number(months[1]), Number(months[2]))
  const chinese = /^([\d〇零○一二三四五六七八九]{4})年(?:([\d〇一二三四五六七八九十]{1,3})月)?(?:([\d〇一二三四五六七八九十廿卅]{1,3})[日号]?)?$/.exec(text)
  if (chinese?.[2]) {
    const [y, m, d] = [chinese[1], chinese[2], chinese[3]].map((p) => (p === undefined ? undefined : /^\d+$/.test(p) ? Number(p) : chineseNumber(p)))
    if (y === null || m === null || d === null || y === undefined || m === undefined || !likelyYear(y)) return { is: 'unreadable' }
    return d === undefined ? month(y, m) : day(y, m, d, 'date-chinese')
  }
  // 5/14/1979 and 14/5/1979: certain only where one of the two cannot be a month.
  const western = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text)
  if (western && likelyYear(Number(western[4]))) {
    const [a, b, y] = [Number(western[1]), Number(western[3]), Number(western[4])]
    if (a > 12 && b <= 12) return day(y, b, a, 'date-slashed')
    if (b > 12 && a <= 12) return day(y, a, b, 'date-slashed')
    if (a === b) return day(y, a, b, 'date-slashed')
  }
  return { is: 'unreadable' }
}

/** The first date anywhere in a title line such as `填报日期：2017年3月20日`; null where there is none. */
export function dateInTitle(text: string): DateText | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const labelled = /(?:填报日期|填报时间|填表日期|填表时间|统计日期|统计时间|制表日期|制表时间|上报日期|上报时间|日期|时间|截至|截止)[:为到]?(.{6,16})/.exec(plain)?.[1]
  for (const part of [labelled, plain]) {
    if (!part) continue
    const found = /[\d〇零○一二三四五六七八九]{4}(?:年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}[日号]?)?|[.\-/]\d{1,2}[.\-/]\d{1,2})|(?<!\d)(?:19|20)\d{6}(?!\d)/.exec(part)
    const read = found ? readDate(found[0]) : null
    if (read?.is === 'day') return read.date
    // A title that names only the month is of that month's last day: nobody in it was born later.
    if (read?.is === 'month' && part === labelled) return Temporal.PlainYearMonth.from(read.month).toPlainDate({ day: 31 }).toString()
  }
  return null
}
