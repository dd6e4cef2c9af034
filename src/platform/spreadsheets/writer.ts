import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ColumnDef } from 'hucre/xlsx'
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx'
import type { Cell, Merge } from './types.ts'

export type WriteCell = Cell | bigint
export type WriteColumn = {
  readonly header: string
  /** In characters; a Chinese character is two wide. Default: from the header. */
  readonly width?: number
}

/**
 * Writes one sheet as xlsx while its rows come, at a memory that does not grow with them. Text stays text: id numbers keep all
 * digits, and what begins with = + - @ is never a formula.
 * @param rows cells in the order of `columns`; text, numbers, plain days; bigints as text
 * @param above rows over the header, such as a title
 */
export function workbookStream(sheet: {
  name: string
  columns: readonly WriteColumn[]
  rows: Iterable<readonly WriteCell[]> | AsyncIterable<readonly WriteCell[]>
  above?: readonly (readonly WriteCell[])[]
}): ReadableStream<Uint8Array> {
  const widths: ColumnDef[] = sheet.columns.map(({ header, width }) => ({ width: width ?? Math.min(40, Math.max(8, [...header].length * 2 + 2)) }))
  const above = sheet.above ?? []
  async function* all() {
    for (const row of above) yield row.map(valueOf)
    yield sheet.columns.map(({ header }) => header)
    for await (const row of sheet.rows) yield row.map(valueOf)
  }
  return writeXlsxStream(all(), { name: sheetName(sheet.name), columns: widths, freezePane: { rows: above.length + 1 } })
}

/** Writes the same to a file; the file is whole when the promise resolves. */
export async function writeWorkbook(path: string, sheet: Parameters<typeof workbookStream>[0]): Promise<void> {
  await pipeline(Readable.fromWeb(workbookStream(sheet) as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path))
}

function valueOf(cell: WriteCell): string | number | boolean | Date | null {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell
  return typeof cell === 'bigint' ? cell.toString() : new Date(`${cell.date}T00:00:00Z`)
}

/** A name that Excel takes for a sheet: others' programs write other ones. Two of one workbook may not be alike: what is `taken` gets a number. */
function sheetName(name: string, taken = new Set<string>()): string {
  const tidy = (text: string) => text.replace(/^'+|'+$/g, '')
  const plain = tidy(tidy(name.replace(/[\\/?*[\]:]/g, ' ')).slice(0, 31)) || 'Sheet1'
  let free = plain
  for (let n = 2; taken.has(free.toLowerCase()) || free.toLowerCase() === 'history'; n += 1) free = `${plain.slice(0, 26)} ${n}`
  taken.add(free.toLowerCase())
  return free
}

/** What a cell of a written sheet carries besides its value: a way out of the file, the words shown on pointing at it, how its number is written (`#,##0.00`). */
export type CellExtra = { readonly row: number; readonly column: number; readonly link?: string; readonly tip?: string; readonly format?: string }

/** Excel takes so many ways out of one sheet; those after are left away. */
const mostLinks = 65_000

/** A sheet to be written as it is given: no header of its own, merged areas kept. For some ten thousand rows, not more. */
export type CopiedSheet = {
  readonly name: string
  readonly rows: readonly (readonly WriteCell[])[]
  /** Counted from the first row of `rows` as 1. */
  readonly merges: readonly Merge[]
  readonly frozenRows: number
  readonly frozenColumns?: number
  /** Rows and columns counted from 0. */
  readonly extras?: readonly CellExtra[]
  readonly widths: readonly number[]
}

/** Whole sheets as the bytes of one workbook; a vertically merged value is written once, at the top. */
export async function sheetsWorkbook(sheets: readonly CopiedSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const taken = new Set<string>()
  return (await writeXlsx({
    sheets: sheets.map(({ name, rows, merges, frozenRows, frozenColumns = 0, extras = [], widths }) => ({
      name: sheetName(name, taken),
      rows: rows.map((row) => row.map(valueOf)),
      merges: merges.map(({ top, left, bottom, right }) => ({ startRow: top - 1, startCol: left, endRow: bottom - 1, endCol: right })),
      columns: widths.map((width) => ({ width })),
      freezePane: { rows: frozenRows, columns: frozenColumns },
      cells: cellsOf(extras),
    })),
  })) as Uint8Array<ArrayBuffer>
}

function cellsOf(extras: readonly CellExtra[]): Map<string, { hyperlink?: { target: string; tooltip?: string }; style?: { numFmt: string } }> {
  let links = 0
  return new Map(extras.map(({ row, column, link, tip, format }) => [`${row},${column}`, {
    ...(link !== undefined && (links += 1) <= mostLinks ? { hyperlink: { target: link, ...(tip ? { tooltip: tip.slice(0, 255) } : {}) } } : {}),
    ...(format ? { style: { numFmt: format } } : {}),
  }]))
}
