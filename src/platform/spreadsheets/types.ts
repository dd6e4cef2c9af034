import type { DateText } from '#kernel/dates.ts'
import type { Refusal } from '#kernel/refusal.ts'

/**
 * What a spreadsheet's cell holds. A number stays a number, so that an id number that the spreadsheet turned into one is
 * seen as such. A date cell is a plain day. Formulas give their stored result; error values (`#N/A`) give null.
 */
export type Cell = string | number | boolean | { readonly date: DateText } | null

/** One row as the spreadsheet numbers it (1-based). Cells from column A on; trailing empty cells may be missing. */
export type SheetRow = { readonly number: number; readonly cells: Cell[] }

/** A merged area: rows 1-based, columns 0-based, all inclusive. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** A run of rows of one sheet, in order. Hidden sheets never appear. Wholly empty rows are left out. */
export type SheetPart = {
  readonly sheet: string
  readonly sheetIndex: number
  /** The merged areas that begin in the first 60 rows, where titles and headers are; with the first part of a sheet only. */
  readonly merges: readonly Merge[]
  /** A value merged over several rows stands in each of these rows. */
  readonly rows: SheetRow[]
}

/** Bounds of one reading. What lies over them is refused, never cut off. */
export type ReadLimits = {
  /** Size of the file itself. */
  readonly fileBytes: number
  /** Sum of what an xlsx unpacks to, as its directory declares and as it turns out. */
  readonly unpackedBytes: number
  /** An old .xls is read whole into memory, so it must be smaller. */
  readonly xlsBytes: number
  readonly rows: number
  readonly columns: number
  readonly sheets: number
  readonly milliseconds: number
  /** Heap of the process that reads. */
  readonly memoryMegabytes: number
}

export const readLimits: ReadLimits = {
  fileBytes: 100 * 1024 * 1024,
  unpackedBytes: 300 * 1024 * 1024,
  xlsBytes: 20 * 1024 * 1024,
  rows: 200_000,
  columns: 300,
  sheets: 60,
  milliseconds: 60_000,
  memoryMegabytes: 512,
}

/** Why a file cannot be read at all. A closed set; the sentences stand under `refusal.<code>`. */
export const fileRefusalCodes = [
  'file-empty',
  'file-encrypted',
  'file-broken',
  'file-kind-unknown',
  'file-too-large',
  'file-header-missing',
  'file-timeout',
] as const
export type FileRefusalCode = (typeof fileRefusalCodes)[number]

/** Thrown by a reading that must end: carries the refusal that the caller answers with. */
export class FileRefused extends Error {
  readonly refusal: Refusal<FileRefusalCode>
  constructor(refusal: Refusal<FileRefusalCode>) {
    super(refusal.refused)
    this.name = 'FileRefused'
    this.refusal = refusal
  }
}
