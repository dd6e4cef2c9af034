import type { ImportCounts, ImportDetail, PreviewRow } from './imports.contract.ts'
import { idMask, phoneMask } from './model.ts'
import type {
  RosterColumn, RosterCounts, RosterDecided, RosterField, RosterForm, RosterRefusalCode, RosterRow, RosterRowResult,
} from './roster/index.ts'
import { cellText } from './roster/normalise.ts'

/** The village and town of a unit by its code, as the preview names them. */
export type PlaceName = (unitCode: string) => { name: string; town: string } | undefined

/** The fields shown, in the order of the page. */
const shown: readonly RosterField[] = ['name', 'idNumber', 'sex', 'birth', 'village', 'householdNumber', 'headName', 'relation', 'ability', 'wish', 'hardships', 'income', 'phone', 'filedOn']
/** Faults of the number itself: the number is shown, since it must be looked at and is nobody's. */
const numberFaults: readonly RosterRefusalCode[] = ['id-lost-digits', 'id-length', 'id-checkdigit']

/** `A`, `B` … `AA`: the letter a spreadsheet gives a column. */
export function columnLetter(column: number): string {
  return (column >= 26 ? columnLetter(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** One checked row as the screen shows it. Id numbers and phones are masked, save where the number itself is at fault. */
export function previewOf(r: RosterRowResult, form: RosterForm, row: RosterRow, decided: RosterDecided | undefined, place: PlaceName): PreviewRow {
  const v = r.values
  const where = v.unitCode === null ? undefined : place(v.unitCode)
  const after: Partial<Record<RosterField, string | null>> = {
    name: v.name, idNumber: v.idNumber === null ? null : idMask(v.idNumber), sex: v.sex, birth: v.birth, village: where ? `${where.town}·${where.name}` : null,
    householdNumber: v.householdNumber, headName: v.headName, relation: v.relation, ability: v.ability, wish: v.wish, hardships: v.hardships.length ? v.hardships.join(',') : null,
    income: v.incomeFen === null ? null : String(v.incomeFen), phone: v.phone === null ? null : phoneMask(v.phone), filedOn: v.filedOn,
  }
  const faultOf = (field: RosterField) => (r.refusal && (r.refusal.field === field || (field === 'village' && ['town', 'address'].includes(r.refusal.field))) ? r.refusal.code : null)
  const raw = (field: RosterField) => {
    const column = form.mapping[field]
    return column === undefined ? null : cellText(row.cells[column] ?? null) || null
  }
  const hide = (field: RosterField, text: string | null) => {
    if (text === null) return null
    if (field === 'phone') return phoneMask(text)
    return field === 'idNumber' && !numberFaults.includes(r.refusal?.code as RosterRefusalCode) ? maskWithin(text) : text
  }
  const cells = shown.filter((field) => form.mapping[field] !== undefined || (field === 'village' && form.mapping.address !== undefined)).map((field) => {
    const repairs = [...new Set(r.repairs.filter((one) => one.field === field || (field === 'village' && one.field === 'town')).map(({ code }) => code))]
    const fault = faultOf(field)
    const before = repairs.length || fault ? hide(field, r.repairs.find((one) => one.field === field)?.before ?? raw(field) ?? raw('address')) : null
    return { field, before, after: after[field] ?? null, repairs, fault, warnings: r.warnings.filter((one) => one.field === field).map(({ code }) => code) }
  })
  const refusal = r.refusal && { ...r.refusal, value: hide(r.refusal.field, r.refusal.value)!, also: [...r.refusal.also] }
  const decision = r.decision?.kind === 'take-village'
    ? { kind: 'take-village' as const, villages: r.decision.villages.map(({ unitId, unitCode, name }) => ({ unitId, unitCode, name, townName: place(unitCode)?.town ?? '' })) }
    : r.decision
  return {
    sheet: r.sheet, row: r.row, verdict: r.verdict, cells, refusal, decision, decided: labelOf(decided), warnings: [...r.warnings], firstRow: r.firstRow,
  }
}

/** Digits in the middle of a number as written, spaces and all, become stars. */
export function maskWithin(text: string): string {
  const signs = [...text]
  const places = signs.flatMap((sign, i) => (/[\dXxＸｘ０-９]/.test(sign) ? [i] : []))
  for (const i of places.slice(4, -2)) signs[i] = '*'
  return signs.join('')
}

function labelOf(decided: RosterDecided | undefined): PreviewRow['decided'] {
  if (!decided) return null
  if (decided.sendBack) return 'send-back'
  return decided.villageCode ? 'take-village' : decided.useIdBirth ? 'use-id-birth' : null
}

/** What the filters of the preview look for. */
export function marksOf(r: RosterRowResult): string[] {
  const marks = new Set<string>([...r.repairs.map(({ code }) => code), ...r.warnings.map(({ code }) => code)])
  if (r.refusal) marks.add(r.refusal.code)
  if (r.repairs.length) marks.add('repaired')
  if (r.warnings.length) marks.add('warned')
  if (marks.size || r.verdict !== 'accepted') marks.add('faults')
  return [...marks]
}

/** Id numbers and phones are hidden, and what looks like one wherever nobody has said yet what a column holds. */
function hideNumbers(field: RosterField | null, text: string): string {
  const free = field === null || field === 'note'
  if (field === 'phone' || (free && /^1\d{10}$/.test(text))) return phoneMask(text)
  return field === 'idNumber' || field === 'headIdNumber' || (free && text.replace(/\D/g, '').length >= 14) ? maskWithin(text) : text.slice(0, 40)
}

/** The form of one sheet as the screen shows it, with the first values of each column; `rows` are more rows to look for values in. */
export function formView(form: RosterForm, rows: readonly RosterRow[]): ImportDetail['forms'][number] {
  const of = ({ column, field }: RosterColumn) =>
    [...new Set([...(form.samples[column] ?? []), ...rows.map(({ cells }) => cellText(cells[column] ?? null).trim())])].filter((text) => text !== '').slice(0, 3).map((text) => hideNumbers(field, text))
  return {
    sheet: form.sheet, signature: form.signature, sheetDate: form.sheetDate, headerRows: [...form.headerRows],
    columns: form.columns.map((column) => ({ column: column.column, letter: columnLetter(column.column), header: column.header, field: column.field, by: column.by, samples: of(column) })),
    missing: [...form.missing],
  }
}

const listOf = <Code extends string>(counts: Partial<Record<Code, number>>) =>
  (Object.entries(counts) as [Code, number][]).map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))

/** The counts of a checked file; `refused` leaves out what still waits for a decision. */
export function countsView(c: RosterCounts, more: { persons: number; households: number; faults: number; decisions: Partial<Record<RosterRefusalCode, number>> }): ImportCounts {
  const refusals = Object.fromEntries(Object.entries(c.byRefusal).map(([code, n]) => [code, n - (more.decisions[code as RosterRefusalCode] ?? 0)]).filter(([, n]) => Number(n) > 0))
  return {
    rows: c.rows, accepted: c.accepted, repeated: c.repeated, toDecide: c.toDecide, refused: c.refused - c.toDecide,
    repaired: Object.values(c.byRepair).reduce((sum, n) => sum + n, 0), faults: more.faults, persons: more.persons, households: more.households,
    refusals: listOf(refusals as typeof c.byRefusal), decisions: listOf(more.decisions), repairs: listOf(c.byRepair), warnings: listOf(c.byWarning),
  }
}
