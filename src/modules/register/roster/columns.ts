import { createHash } from 'node:crypto'
import type { DateText } from '#kernel/dates.ts'
import type { Cell, Merge, SheetRow } from '#platform/spreadsheets/types.ts'
import { dateInTitle } from './dates.ts'
import { headerWords, headGroups, helperGroups, othersGroups } from './header-words.ts'
import { cellText } from './normalise.ts'
import { type RosterField, type RosterMapping, rosterFields } from './types.ts'

export type RosterColumn = {
  /** 0-based. */
  readonly column: number
  /** What stands over it, lines of a two-row header joined by `/`. */
  readonly header: string
  readonly field: RosterField | null
  /** `word`: its name is one we know. `likeness`: it only contains one: worth a look. `chosen`: a person said otherwise than it was understood, also that it means nothing. */
  readonly by: 'word' | 'likeness' | 'chosen' | null
}

/** How one sheet is laid out. */
export type RosterForm = {
  readonly sheet: string
  readonly sheetIndex: number
  /** First and last row of the header, as the spreadsheet numbers them. */
  readonly headerRows: readonly [number, number]
  /** Title lines and header as they stand, to write a workbook of the same form. */
  readonly above: readonly SheetRow[]
  readonly merges: readonly Merge[]
  /** The day that the sheet says it is of (填报日期, 统计时间, 截至); null where it says none. */
  readonly sheetDate: DateText | null
  /** What stands after 填报单位 or in the sheet's name: used where there is no village column. */
  readonly places: readonly string[]
  /** The lines above the header and the sheet's name. */
  readonly titles: readonly string[]
  readonly columns: readonly RosterColumn[]
  /** Of each column the first three different texts under the header, as far as the sheet had been read: what it holds, for who must say what it means. */
  readonly samples: readonly (readonly string[])[]
  readonly mapping: RosterMapping
  /** Fields without which no row can be accepted: name, id number. */
  readonly missing: readonly RosterField[]
  /** 10000 where the header says 万元. */
  readonly incomeUnit: 1 | 10000
  /** Same headers in any order of columns make the same signature: under it a mapping is remembered. */
  readonly signature: string
}

const lookup = new Map<string, RosterField>()
for (const field of rosterFields) for (const word of headerWords[field]) lookup.set(word, field)

/** Longest words first, for headers that only contain one. Words of two characters and less are too common to look for. */
const likeness = [...lookup].filter(([word]) => word.length >= 3 && !word.includes('/')).sort((a, b) => b[0].length - a[0].length)

const tidy = (text: string) => text.normalize('NFKC').replace(/[\s*★☆:：\u200b\ufeff]/g, '').replace(/^[（(]?\d{1,2}[.、)）]/, '').toLowerCase()

/** The forms in which one header text is looked for: without what stands in brackets, and with it but without the brackets. */
function forms(text: string): string[] {
  const plain = tidy(text)
  const bare = plain.replace(/[([【〔<《{][^)\]】〕>》}]*[)\]】〕>》}]?/g, '')
  const whole = plain.replace(/[()[\]【】〔〕<>《》{}、/,，\-_.]/g, '')
  return [...new Set([bare, whole, whole.replace(/(元|万元|人|岁|必填|选填)$/, '')])].filter((form) => form !== '')
}

/** The field that one header names. `lines` are the texts over the column from the top down. */
export function fieldOfHeader(lines: readonly string[]): { field: RosterField; by: 'word' | 'likeness' } | null {
  const own = lines.at(-1) ?? ''
  const group = tidy(lines.slice(0, -1).join(''))
  const bare = forms(own)
  for (const form of bare) {
    for (const above of lines.slice(0, -1).flatMap(forms)) {
      const field = lookup.get(`${above}/${form}`)
      if (field) return { field, by: 'word' }
    }
  }
  for (const form of bare) {
    const field = lookup.get(form)
    if (!field) continue
    if (group !== '' && othersGroups.test(group) && ['name', 'phone', 'idNumber', 'sex', 'birth'].includes(field)) {
      return field === 'name' && helperGroups.test(group) ? { field: 'helper', by: 'likeness' } : null
    }
    if (group !== '' && headGroups.test(group)) {
      if (field === 'name') return { field: 'headName', by: 'word' }
      if (field === 'idNumber') return { field: 'headIdNumber', by: 'word' }
    }
    return { field, by: 'word' }
  }
  const whole = bare.join(' ')
  if (othersGroups.test(whole)) return !helperGroups.test(whole) || /电话|手机|联系方式|单位|职务|时间|身份/.test(whole) ? null : { field: 'helper', by: 'likeness' }
  // 户主联系电话, 配偶姓名: of somebody else.
  if (/户主/.test(whole) && !/关系/.test(whole)) {
    if (/身份证|身份号/.test(whole)) return { field: 'headIdNumber', by: 'likeness' }
    return /姓名/.test(whole) ? { field: 'headName', by: 'likeness' } : null
  }
  for (const [word, field] of likeness) if (bare.some((form) => form.includes(word))) return { field, by: 'likeness' }
  return null
}

/** Digest of the headers, whatever their order. */
export function headerSignature(headers: readonly string[]): string {
  const words = headers.map(tidy).filter((text) => text !== '').sort()
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32)
}

/** Texts of the header rows over each column; a group merged over several columns stands over each of them. */
function headerLines(rows: readonly SheetRow[], merges: readonly Merge[]): string[][] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const texts = rows.map(({ number, cells }) => {
    const line = Array.from({ length: width }, (_, column) => headerText(cells[column] ?? null))
    for (const { top, left, bottom, right } of merges) {
      if (top <= number && number <= bottom && right > left && line[left]) for (let c = left + 1; c <= right && c < width; c += 1) line[c] ||= line[left]!
    }
    return line
  })
  return Array.from({ length: width }, (_, column) => {
    const lines: string[] = []
    for (const line of texts) if (line[column] && line[column] !== lines.at(-1)) lines.push(line[column]!)
    return lines
  })
}
const headerText = (cell: Cell) => (typeof cell === 'string' ? cell.replace(/\s+/g, '').trim() : '')

function assign(lines: readonly string[][], chosen?: RosterMapping): RosterColumn[] {
  // What a person left as it was understood is not said to be her choice.
  const own = chosen ? assign(lines) : []
  const taken = new Map<RosterField, number>()
  const found = lines.map((texts) => (texts.length ? fieldOfHeader(texts) : null))
  const isChosen = new Map<number, RosterField>()
  for (const [field, column] of Object.entries(chosen ?? {}) as [RosterField, number][]) isChosen.set(column, field)
  for (const by of ['word', 'likeness'] as const) {
    found.forEach((match, column) => {
      if (match?.by === by && !taken.has(match.field)) taken.set(match.field, column)
    })
  }
  return lines.map((texts, column) => {
    const header = texts.join('/')
    if (chosen) {
      const field = isChosen.get(column) ?? null
      return field === own[column]!.field ? own[column]! : { column, header, field, by: 'chosen' }
    }
    const match = found[column]
    return match && taken.get(match.field) === column ? { column, header, field: match.field, by: match.by } : { column, header, field: null, by: null }
  })
}

/**
 * Finds title lines, header and columns among the first rows of a sheet (30 are enough).
 * @param chosen what a person chose for a form of this signature; asked with the form as it was understood
 * @returns null where no row names at least three columns of a roster, one of them a name or an id number
 */
export function recogniseForm(
  head: { sheet: string; sheetIndex: number; rows: readonly SheetRow[]; merges: readonly Merge[] },
  chosen?: (form: RosterForm) => RosterMapping | undefined,
): RosterForm | null {
  const { rows, merges } = head
  let best: { first: number; last: number; columns: RosterColumn[]; score: number } | null = null
  for (let first = 0; first < Math.min(rows.length, 30); first += 1) {
    for (const height of [1, 2, 3]) {
      const band = rows.slice(first, first + height)
      if (band.length < height || band.at(-1)!.number - band[0]!.number >= height) continue
      const columns = assign(headerLines(band, merges))
      const sure = columns.filter(({ by }) => by === 'word').length
      // A merged title over the header would only join it; a row more must name more.
      const score = sure + columns.filter(({ by }) => by === 'likeness').length / 4 - (height - 1) * 0.6
      const names = columns.some(({ field }) => field === 'name' || field === 'idNumber')
      if (sure >= 3 && names && (!best || score > best.score)) best = { first, last: first + height - 1, columns, score }
    }
  }
  if (!best) return null
  const band = rows.slice(best.first, best.last + 1)
  const titles = rows.slice(0, best.first).flatMap(({ cells }) => cells.map(cellText).filter((text) => text.trim() !== ''))
  const signature = headerSignature(best.columns.filter(({ field }) => field !== 'reason').map(({ header }) => header))
  const samples = best.columns.map(({ column }) => firstTexts(rows.slice(best.last + 1), column))
  const build = (columns: RosterColumn[]): RosterForm => {
    const mapping: RosterMapping = {}
    for (const { field, column } of columns) if (field) mapping[field] = column
    const income = mapping.income === undefined ? '' : columns[mapping.income]!.header
    return {
      sheet: head.sheet,
      sheetIndex: head.sheetIndex,
      headerRows: [band[0]!.number, band.at(-1)!.number],
      above: rows.slice(0, best.last + 1),
      merges: merges.filter(({ top }) => top <= band.at(-1)!.number),
      sheetDate: titles.map(dateInTitle).find((date) => date !== null) ?? null,
      places: [...titles.flatMap(placesInTitle), head.sheet],
      titles: [...titles, head.sheet],
      columns,
      samples,
      mapping,
      missing: (['name', 'idNumber'] as const).filter((field) => mapping[field] === undefined),
      incomeUnit: /万元/.test(income) ? 10000 : 1,
      signature,
    }
  }
  const form = build(best.columns)
  const choice = chosen?.(form)
  return choice ? build(assign(headerLines(band, merges), choice)) : form
}

const samplesOfColumn = 3

function firstTexts(rows: readonly SheetRow[], column: number): string[] {
  const found = new Set<string>()
  for (const { cells } of rows) {
    const text = cellText(cells[column] ?? null).trim()
    if (text !== '') found.add(text)
    if (found.size === samplesOfColumn) break
  }
  return [...found]
}

function placesInTitle(text: string): string[] {
  const match = /(?:填报单位|填表单位|上报单位|单位|乡镇|镇村|村居?|所在地)(?:名称)?(?:\(盖章\))?:(.+?)(?:填报|统计|填表|日期|时间|$)/.exec(text.normalize('NFKC').replace(/\s+/g, ''))
  return match?.[1] ? [match[1].replace(/\(.*?\)/g, '')] : []
}
