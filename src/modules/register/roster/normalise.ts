import type { Cell } from '#platform/spreadsheets/types.ts'
import type { Ability, RosterRepairCode, Wish } from './types.ts'

/** A value with the codes of the certain repairs that led to it. */
export type Repaired<Value> = { readonly value: Value; readonly codes: readonly RosterRepairCode[] }

const blankLike = /^(?:[/\\—–\-.*]+|N\/A|#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!))$/i
const ordinary = /^[\u4e00-\u9fffA-Za-z0-9]+$/
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g

/** The cell as a person reads it; a number without exponent. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) < 1e21 ? BigInt(cell).toString() : String(cell)
  return typeof cell === 'boolean' ? (cell ? '是' : '否') : cell.date
}

/** Trimmed text, full-width signs made plain, or null where the cell says nothing (blank, `/`, `—`, `#N/A`). */
export function plainText(cell: Cell): string | null {
  const text = cellText(cell)
  if (text === '') return null
  // Nearly every cell: nothing to make plain.
  if (ordinary.test(text)) return text
  const plain = text.normalize('NFKC').replace(invisible, '').replace(/\s+/g, ' ').trim()
  return plain === '' || blankLike.test(plain) ? null : plain
}

/** What the id cell holds: repaired text, `lost` where the spreadsheet made a number of it and its last digits are gone. */
export function readIdNumber(cell: Cell): Repaired<string> & { readonly lost: boolean } {
  if (typeof cell === 'number') {
    // 15 digits are exact; of 16 and more a spreadsheet keeps 15.
    return { value: cellText(cell), codes: [], lost: Math.abs(cell) >= 1e15 }
  }
  const raw = cellText(cell)
  const codes: RosterRepairCode[] = []
  let text = raw.replace(invisible, '').replace(/\s+/g, '')
  if (text !== raw && text !== '') codes.push('id-spaces')
  const narrow = text.normalize('NFKC')
  if (narrow !== text) codes.push('id-fullwidth')
  text = narrow.replace(/\s+/g, '')
  if (/^\d(\.\d+)?e\+?\d+$/i.test(text)) return { value: text, codes, lost: true }
  const bare = text.replace(/['‘’`"“”=\-–—_.·,。:;]/g, '')
  if (bare !== text) codes.push('id-marks')
  text = bare
  if (/^\d{17}x$/.test(text)) {
    codes.push('id-lower-x')
    text = text.toUpperCase()
  }
  if (/^\d{17}[×✕Хх*]$/.test(text)) {
    codes.push('id-marks')
    text = `${text.slice(0, 17)}X`
  }
  return { value: text.toUpperCase(), codes, lost: false }
}

/** A person's name. Spaces that only align two characters go; names with Latin letters keep single spaces; one kind of middle dot. */
export function readName(cell: Cell): Repaired<string | null> {
  const text = plainText(cell)
  if (text === null || !/\p{L}/u.test(text) || text === '无' || text === '不详') return { value: null, codes: [] }
  const dotted = text.replace(/\s*[·•・‧∙⋅․]\s*|(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·')
  const value = /\p{Script=Latin}/u.test(dotted) ? dotted : dotted.replaceAll(' ', '')
  return { value, codes: /\s/.test(cellText(cell).trim()) && value !== text ? ['name-spaces'] : [] }
}

/** Two writings of one name: dots, spaces, width and case aside. */
export function sameName(a: string, b: string): boolean {
  return a === b || nameKey(a) === nameKey(b)
}
function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/[\s·•・‧∙⋅․.]/g, '').toUpperCase()
}

/** Income in fen. `perUnit` is 10000 under a header that says 万元. Null value with `unreadable` where it is no amount. */
export function readIncome(cell: Cell, perUnit: 1 | 10000 = 1): Repaired<bigint | null> & { readonly unreadable: boolean } {
  if (typeof cell === 'number') {
    return { value: BigInt(Math.round(cell * perUnit * 100)), codes: [], unreadable: false }
  }
  const text = plainText(cell)
  if (text === null || text === '无') return { value: null, codes: [], unreadable: false }
  const codes: RosterRepairCode[] = []
  let plain = text.replaceAll(' ', '')
  const words = plain.replace(/^(?:人民币|¥|￥|约|大约|RMB)+/i, '').replace(/(?:左右|整|以上|以下|多)$/, '')
  if (words !== plain) codes.push('income-text')
  plain = words
  const match = /^(-?\d+(?:,\d{3})*(?:\.\d+)?)(万元|万|元|块|圆)?(?:\/年|\/人)?$/.exec(plain)
  if (!match) return { value: null, codes: [], unreadable: true }
  if (match[1]!.includes(',')) codes.push('income-comma')
  if (match[2]) codes.push('income-unit')
  const factor = match[2]?.startsWith('万') ? 10000 : match[2] ? 1 : perUnit
  return { value: BigInt(Math.round(Number(match[1]!.replaceAll(',', '')) * factor * 100)), codes, unreadable: false }
}

/** A telephone number: 11 digits of a mobile, or a land line as written. `odd` where it is neither. */
export function readPhone(cell: Cell): Repaired<string | null> & { readonly odd: boolean } {
  const text = plainText(cell)
  if (text === null || text === '无') return { value: null, codes: [], odd: false }
  if (typeof cell === 'number') return { value: text, codes: ['phone-number'], odd: !/^1\d{10}$/.test(text) }
  const codes: RosterRepairCode[] = []
  if (/[\uff10-\uff19]/.test(cellText(cell))) codes.push('phone-fullwidth')
  let digits = text.replace(/[\s\-–—_.()·]/g, '')
  if (/^(?:\+|00)?86(?=1\d{10}$)/.test(digits)) {
    codes.push('phone-country-code')
    digits = digits.replace(/^(?:\+|00)?86/, '')
  }
  if (/^1\d{10}$/.test(digits)) {
    if (/[\s\-–—_.()·]/.test(text.replace(/^(?:\+|00)?86[\s-]?/, ''))) codes.push('phone-dashes')
    return { value: digits, codes, odd: false }
  }
  const landLine = /^(?:0\d{2,3})?[2-9]\d{6,7}(?:转?\d{1,6})?$/.test(digits)
  return { value: text, codes, odd: !landLine }
}

const yes = /^(?:[√✓✔☑✅vy]|是|对|yes|true|1)$/i
const no = /^(?:[×✗✘✕☒❌xn]|否|no|false|0)$/i

/** Ability to work. Ticks are a repair. `unknown` is a word in no list. */
export function readAbility(cell: Cell): Repaired<Ability | null> {
  const text = plainText(cell)?.replaceAll(' ', '') ?? null
  if (text === null) return { value: null, codes: [] }
  if (yes.test(text)) return { value: 'full', codes: ['labour-tick'] }
  if (no.test(text)) return { value: 'none', codes: ['labour-tick'] }
  if (/部分|弱|半/.test(text)) return { value: 'partial', codes: [] }
  if (/无|丧失|没有|不具备|缺乏/.test(text)) return { value: 'none', codes: [] }
  if (/^(?:有|具备|具有|正常|强|完全|全部|全|普通|技能|健全|全劳)/.test(text)) return { value: 'full', codes: [] }
  return { value: 'unknown', codes: [] }
}

/** Wish to work or to start a business. */
export function readWish(cell: Cell): Wish | null {
  const text = plainText(cell)?.replaceAll(' ', '') ?? null
  if (text === null) return null
  if (no.test(text) || /^(?:无|没有|暂无|不|否|无意愿)/.test(text)) return 'none'
  if (/创业|自主经营|个体/.test(text)) return 'start-business'
  if (/外出|外地|务工|打工|转移就业/.test(text)) return 'work-away'
  if (/居家|就近|本地|灵活|家门口|在家|来料加工|当地/.test(text)) return 'work-at-home'
  return 'unknown'
}

/** Sex as written; null where blank or unclear. */
export function readSex(cell: Cell): 'female' | 'male' | null {
  const text = plainText(cell)
  if (text === null) return null
  if (/^(?:女性?|F|female|妇女)$/i.test(text)) return 'female'
  return /^(?:男性?|M|male)$/i.test(text) ? 'male' : null
}

/** A household's number as text; `lost` where the spreadsheet rounded a number of 16 digits or more. */
export function readHouseholdNumber(cell: Cell): { readonly value: string | null; readonly lost: boolean } {
  if (typeof cell === 'number') return Math.abs(cell) >= 1e15 ? { value: null, lost: true } : { value: cellText(cell), lost: false }
  const text = plainText(cell)?.replaceAll(' ', '').replace(/^'/, '') ?? null
  if (text !== null && /^\d(\.\d+)?e\+?\d+$/i.test(text)) return { value: null, lost: true }
  return { value: text, lost: false }
}

/** A small whole number such as 4, `4人`, `4口`; `unreadable` otherwise. */
export function readSize(cell: Cell): { readonly value: number | null; readonly unreadable: boolean } {
  const text = plainText(cell)
  if (text === null) return { value: null, unreadable: false }
  const match = /^(\d{1,2})(?:\.0+)? ?(?:人|口|口人|个)?$/.exec(text)
  return match ? { value: Number(match[1]), unreadable: false } : { value: null, unreadable: true }
}
