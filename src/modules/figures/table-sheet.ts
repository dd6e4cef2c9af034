import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { dayAndTime, unknownDigits } from '#kernel/writing.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { sheetsWorkbook, type CellExtra, type CopiedSheet, type WriteCell } from '#platform/spreadsheets/index.ts'
import { levelNames } from '#modules/organisation/index.ts'
import { pivot } from './pivot.ts'
import { receiptByCode } from './receipt.store.ts'
import { pageOf, withBody, type Receipt } from './receipt.ts'
import { readCode } from './receipt-code.ts'
import { above, answer } from './sheets.ts'
import type { Ask } from './question.ts'

type Table = Exclude<Awaited<ReturnType<typeof pivot>>, Refusal>
type Say = (key: string, facts?: Record<string, string | number>) => string
/** What stands in one cell of the sheet, and which cell of the figure it is: without `row` the whole, without `key` the total. */
type Written = { readonly value: WriteCell; readonly of?: { readonly row?: string; readonly key?: string; readonly name: string } }

const unitAxes: readonly string[] = ['unit', ...levelNames]

/** Cells that the receipt's sheet lists one by one; larger tables have them behind their numbers only. */
const mostListed = 5_000

/**
 * The table as it is shown, as a spreadsheet: scope and clocks above, overlaps as lines of their own so that every sum adds up. With `receipt`, the code of a
 * receipt for this very figure, each number leads to its own cell at that journal number and says the code; a second sheet lists them. `origin`: where the
 * product answers. Refuses as the table does, and `receipt-not-found` where the code is unknown or is for something else.
 */
export async function figureSheet(ctx: Ctx, { receipt: code, ...ask }: Ask & { receipt?: string | undefined }, origin: string): Promise<Response | Refusal> {
  const table = await pivot(ctx, ask)
  if (isRefusal(table)) return table
  const receipt = code === undefined ? null : await receiptFor(ctx, code, table)
  if (isRefusal(receipt)) return receipt
  const text: Say = (key, facts = {}) => translate(ctx.language, `figures:${key}`, facts)
  const head: WriteCell[][] = [
    ...above(ctx, `${table.name}：${table.how}`, table),
    ...(receipt ? [[text('sheet.receipt', { code: receipt.row.code, address: `${origin}${pageOf(receipt.row.code)}` })]] : []),
  ]
  // said as on the screen: which level's check it is that is waited for
  const waiting = table.level === null ? text('sheet.waiting') : text('ui.pivot.waiting', { level: translate(ctx.language, `web:checkedBy.${table.level}`) })
  const { header, lines } = linesOf(table, text, waiting)
  const format = formatOf(table)
  const extras: CellExtra[] = []
  const listed: WriteCell[][] = []
  lines.forEach((line, r) => line.forEach(({ value, of }, column) => {
    if (typeof value !== 'number') return
    const at = { row: head.length + 1 + r, column, format: of ? format : '#,##0' }
    if (!receipt || !of) return void extras.push(at)
    const link = cellAddress(origin, table, of)
    extras.push({ ...at, link, tip: `${receipt.row.code} ${of.name}` })
    if (listed.length < mostListed) listed.push([`${receipt.row.code} ${of.name}`, value, link])
  }))
  const sheets: CopiedSheet[] = [{
    name: table.name, rows: [...head, header, ...lines.map((line) => line.map(({ value }) => value))], merges: [], frozenRows: head.length + 1, frozenColumns: 1, extras,
    widths: header.map((name, i) => (i === 0 ? 24 : Math.min(24, Math.max(11, [...String(name)].length * 2 + 2)))),
  }]
  if (receipt) sheets.push(receiptSheet(ctx, receipt, listed, origin, format, text))
  return answer(await sheetsWorkbook(sheets), `${table.name} ${table.unitName}`)
}

/** The receipt, if it was issued for what the table shows. */
async function receiptFor(ctx: Ctx, typed: string, table: Table): Promise<Receipt | Refusal<'receipt-not-found'>> {
  const code = readCode(typed)
  const row = code === null ? undefined : await inSnapshot(ctx.db, (tx) => receiptByCode(tx, ctx.actor.reach, code))
  if (!row) return refuse('receipt-not-found', { code: typed }, 'receipt')
  const found = withBody(row)
  const { indicator, unit, only, from, to, boundaryDay, level, journal } = found.body
  const same = indicator.id === table.indicator && indicator.version === table.version && unit.code === table.unit && (only ?? []).join() === table.only.map(({ code }) => code).join() && from === table.from && to === table.to
    && boundaryDay === table.boundaryDay && level === table.level && journal.number === table.asOf.journal
  return same && row.withdrawnAt === null ? found : refuse('receipt-not-found', { code: typed }, 'receipt')
}

/** How Excel writes the numbers: money and means in the currency's own unit, ratios as per cent. */
const formatOf = ({ tally, currency }: Table): string => (tally === 'ratio' ? '0.0%' : currency === 'CNY' || tally === 'mean' ? '#,##0.00' : '#,##0')

/** The head and the rows of the table: parts, overlap, total, then times and what waits (under `waitingHead`) where the indicator counts subjects. */
function linesOf(table: Table, text: Say, waitingHead: string): { header: string[]; lines: Written[][] } {
  const main = (value: number | null): WriteCell => (value !== null && table.currency === 'CNY' && table.tally !== 'ratio' ? value / 100 : value)
  const less = (value: number | null): WriteCell => (value === null || value === 0 ? main(value) : main(-value))
  const counted = table.tally === 'subjects' || table.tally === 'times'
  const overlaps = table.adds && table.columns.length > 0
  const beside = (times: number | null, waiting: number | null): Written[] => (counted ? [{ value: times }, { value: waiting }] : [])
  // What is of nobody says so: an empty cell would read as not filled in.
  const cell = (value: number | null, name: string, row?: string, key?: string): Written =>
    ({ value: value === null ? unknownDigits : main(value), of: { name, ...(row === undefined ? {} : { row }), ...(key === undefined ? {} : { key }) } })
  const lines: Written[][] = table.rows.map((row) => [
    { value: row.name }, ...table.columns.map((column) => cell(row.cells[column.key] ?? null, `${row.name} × ${column.name}`, row.key, column.key)),
    ...(overlaps ? [{ value: less(row.overlap) }] : []), cell(row.total, row.name, row.key), ...beside(row.times, row.waiting),
  ])
  if (table.rowSum !== null && table.rows.length > 0) {
    lines.push([{ value: text('sheet.sum') }, ...table.columns.map((column) => ({ value: main(column.sum) })), ...(overlaps ? [{ value: null }] : []), { value: main(table.rowSum) }, ...beside(null, null)])
    lines.push([{ value: text('overlap') }, ...table.columns.map((column) => ({ value: less(column.overlap) })), ...(overlaps ? [{ value: null }] : []), { value: less(table.rowOverlap) }, ...beside(null, null)])
  }
  lines.push([
    { value: table.unitName }, ...table.columns.map((column) => cell(column.value, `${table.unitName} × ${column.name}`, undefined, column.key)),
    ...(overlaps ? [{ value: less(table.columnOverlap) }] : []), cell(table.value, table.unitName), ...beside(table.times, table.waiting),
  ])
  const total = table.tally === 'ratio' ? text('whole') : `${text('whole')}（${text(table.currency === 'VND' ? 'counts.dong' : `counts.${table.counts}`)}）`
  return { lines, header: [text(unitAxes.includes(table.rowsBy) ? 'sheet.unit' : 'sheet.row'), ...table.columns.map((column) => column.name), ...(overlaps ? [text('overlap')] : []), total, ...(counted ? [text('counts.person-times'), waitingHead] : [])] }
}

/** The address that opens one cell of the table, at the journal number it was read at. */
function cellAddress(origin: string, table: Table, { row, key }: { row?: string; key?: string }): string {
  const { unit, only, from, to, boundaryDay, level, asOf } = table
  const asked = { unit, only: only.map(({ code }) => code).join() || null, from, to, boundaryDay, asOf: asOf.journal, level, rows: table.rowsBy, by: table.by, cell: 'yes', row, key }
  const query = new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => (value == null ? [] : [[name, value]])))
  return `${origin}/figures/${table.indicator}?${query}`
}

/** The receipt in words, then every cell that it stands behind with the address that opens it. */
function receiptSheet(ctx: Ctx, { row, body }: Receipt, listed: readonly WriteCell[][], origin: string, format: string, text: Say): CopiedSheet {
  const issued = dayAndTime(row.issuedAt, ctx.workspace.timeZone)
  const page = `${origin}${pageOf(row.code)}`
  const facts: WriteCell[][] = [
    [text('ui.receipts.code'), row.code], [text('ui.receipt.public'), page], [text('ui.receipts.journal'), body.journal.number], [text('ui.receipt.journalHash'), body.journal.hash],
    [text('ui.receipt.fingerprint'), row.bodyHash], [text('ui.receipts.issued'), `${issued.date} ${issued.time} ${body.issuer.name}`], [],
  ]
  return {
    name: text('sheet.receiptSheet'), rows: [...facts, [text('sheet.cell'), text('ui.receipts.value'), text('sheet.address')], ...listed], merges: [], frozenRows: facts.length + 1, widths: [40, 24, 80],
    extras: [
      { row: 1, column: 1, link: page, tip: row.code },
      ...listed.flatMap(([, , link], i) => [{ row: facts.length + 1 + i, column: 1, format }, { row: facts.length + 1 + i, column: 2, link: String(link) }]),
    ],
  }
}
