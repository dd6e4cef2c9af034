import { FileRefused, type ReadLimits, type SheetPart, type SheetRow } from '#platform/spreadsheets/types.ts'
import { readSheets } from '#platform/spreadsheets/reader.ts'
import { refuse } from '#kernel/refusal.ts'
import { type RosterForm, recogniseForm } from './columns.ts'
import { plainText } from './normalise.ts'
import type { RosterField, RosterMapping } from './types.ts'

/** One row about a person, as it stands. */
export type RosterRow = SheetRow & { readonly sheet: string }
export type RosterPart = { readonly form: RosterForm; readonly rows: RosterRow[] }

/**
 * Reads every sheet that has a roster's header, in runs of some hundred rows: title, total, repeated header and foot lines
 * left out. Sheets without such a header are passed over.
 * @param chosen the mapping that a person chose for a form, where there is one
 * @throws FileRefused: `file-header-missing` where no sheet has a header, and what `readSheets` throws
 */
export async function* readRoster(
  path: string,
  options: { chosen?: (form: RosterForm) => RosterMapping | undefined; limits?: Partial<ReadLimits> } = {},
): AsyncIterable<RosterPart> {
  yield* rosterParts(readSheets(path, { limits: options.limits }), options.chosen)
}

/** The same from parts already read: pure, and what the tests of forms use. */
export async function* rosterParts(
  parts: AsyncIterable<SheetPart> | Iterable<SheetPart>,
  chosen?: (form: RosterForm) => RosterMapping | undefined,
): AsyncIterable<RosterPart> {
  let sheet = -1
  let form: RosterForm | null = null
  let waiting: SheetRow[] = []
  let merges: SheetPart['merges'] = []
  let found = false
  let bad: RosterForm | null = null
  const begin = (part: { sheet: string; sheetIndex: number }) => {
    form = recogniseForm({ ...part, rows: waiting, merges }, chosen)
    if (form && form.missing.length) {
      bad = form
      form = null
    }
    if (form) found = true
  }
  let last: SheetPart | null = null
  for await (const part of parts) {
    if (part.sheetIndex !== sheet) {
      if (last && !form && waiting.length) {
        begin(last)
        if (form) yield { form, rows: dataRows(form, waiting) }
      }
      sheet = part.sheetIndex
      form = null
      waiting = []
      merges = part.merges
    }
    last = part
    if (form) {
      const rows = dataRows(form, part.rows)
      if (rows.length) yield { form, rows }
      continue
    }
    if (waiting.length > 40) continue
    waiting.push(...part.rows)
    if (waiting.length > 40) {
      begin(part)
      if (form) yield { form, rows: dataRows(form, waiting) }
      waiting.length = form ? 0 : 41
    }
  }
  if (last && !form && waiting.length && waiting.length <= 40) {
    begin(last)
    if (form) yield { form, rows: dataRows(form, waiting) }
  }
  if (!found) {
    const missing: readonly string[] = (bad as RosterForm | null)?.missing ?? []
    throw new FileRefused(refuse('file-header-missing', { missing: missing.join(' ') }))
  }
}

/** Fields that only a row about a person fills: with none of them it is a blank line of a form filled in beforehand. */
const personal: readonly RosterField[] = ['name', 'idNumber', 'birth', 'relation', 'phone', 'education', 'health', 'ability', 'wish', 'hardships', 'income']

const totals = /^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页合计|本页小计|总人数|合计人数|总户数|.{0,8}(?:合计|总计|小计))[:：]?/
const feet = /^(?:填表人|填报人|制表人|经办人|审核人?|审批人?|复核人?|负责人|单位负责人|主要负责人|分管负责人|联系人|注|说明|备注|填表说明|填报说明|盖章|单位\(盖章\)|领导|签字|填报单位|填报日期|填表日期)(?:\(.*?\))?\s*:/

function dataRows(form: RosterForm, rows: readonly SheetRow[]): RosterRow[] {
  const kept: RosterRow[] = []
  for (const row of rows) if (row.number > form.headerRows[1] && isData(form, row)) kept.push({ number: row.number, cells: row.cells, sheet: form.sheet })
  return kept
}

function isData(form: RosterForm, { cells }: SheetRow): boolean {
  const { mapping } = form
  const at = (field: RosterField) => (mapping[field] === undefined ? null : plainText(cells[mapping[field]] ?? null))
  if (personal.every((field) => at(field) === null)) return false
  const idNumber = at('idNumber')
  if (idNumber === null || !/\d{6}/.test(idNumber)) {
    const texts = cells.map(plainText).filter((text) => text !== null)
    const lead = texts[0]!
    if (totals.test(lead) && /\d|^.{1,6}$/.test(lead)) return false
    if (feet.test(lead)) return false
    // One long sentence under the table.
    if (texts.length === 1 && (lead.length > 12 || /[::。]/.test(lead))) return false
    if (/^第\d+页/.test(lead)) return false
    // 1 2 3 4 … or 甲 乙 丙 under the header.
    if (texts.length >= 4 && texts.every((text, i) => text === String(i + 1) || text === `(${i + 1})` || text === '甲乙丙丁戊己庚辛壬癸'[i])) return false
    // The header again at the top of the next page.
    const headers = form.columns.filter(({ column, header }) => header !== '' && sameHeader(cells[column] ?? null, header)).length
    if (headers >= 3) return false
  }
  const first = cells.map(plainText).find((text) => text !== null) ?? ''
  return !(/^(?:示例|样例|例|填写示例|填写样例|样表)[:：)）]?$/.test(first) || /示例|样例/.test(at('name') ?? ''))
}

function sameHeader(cell: SheetRow['cells'][number], header: string): boolean {
  const text = typeof cell === 'string' ? cell.replace(/\s+/g, '') : ''
  return text !== '' && (text === header || header.split('/').includes(text))
}
