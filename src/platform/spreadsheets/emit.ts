import { refuse } from '#kernel/refusal.ts'
import { type Cell, FileRefused, type Merge, type ReadLimits, type SheetPart, type SheetRow } from './types.ts'

/** Where a reader puts what it finds. `row` answers with a promise when the receiver is behind. */
export type Emit = {
  sheet(name: string, index: number, merges: readonly Merge[]): void
  row(number: number, cells: Cell[]): Promise<void> | undefined
}

const rowsAPart = 500
const headRows = 60
// A merged area over more rows than this is a slip of somebody's hand, not a household.
const longestMerge = 2000

/** Text that a database can hold: half a character and NUL, which broken files have, become the mark for what cannot be read. */
const holdable = (text: string): string => {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '\ufffd') : whole
}

/** Gathers rows into parts, fills vertical merges, leaves empty rows out and holds the limits. */
export function partEmitter(limits: ReadLimits, send: (part: SheetPart) => Promise<void> | undefined): Emit & { end(): Promise<void> | undefined } {
  let sheet = { sheet: '', sheetIndex: -1 }
  let merges: readonly Merge[] = []
  let pending: SheetRow[] = []
  let first = true
  let total = 0
  let falling = new Map<number, Merge[]>()
  let open: { merge: Merge; value: Cell }[] = []
  const flush = () => {
    if (sheet.sheetIndex < 0 || (pending.length === 0 && !first)) return undefined
    const part: SheetPart = { ...sheet, merges: first ? merges.filter(({ top }) => top <= headRows) : [], rows: pending }
    first = false
    pending = []
    return send(part)
  }
  const close = (number: number, cells: Cell[]) => {
    for (const { merge, value } of open) if (number <= merge.bottom && value !== null) {
      while (cells.length <= merge.left) cells.push(null)
      cells[merge.left] ??= value
    }
    open = open.filter(({ merge }) => merge.bottom > number)
    for (const merge of falling.get(number) ?? []) open.push({ merge, value: cells[merge.left] ?? null })
  }
  return {
    sheet(name, index, found) {
      void flush()
      sheet = { sheet: holdable(name), sheetIndex: index }
      merges = found
      first = true
      open = []
      falling = new Map()
      for (const merge of found) {
        if (merge.bottom > merge.top && merge.bottom - merge.top < longestMerge) falling.set(merge.top, [...(falling.get(merge.top) ?? []), merge])
      }
    },
    row(number, cells) {
      if (open.length > 0 || falling.has(number)) close(number, cells)
      let width = cells.length
      while (width > 0 && (cells[width - 1] === null || cells[width - 1] === '')) width -= 1
      if (width === 0) return undefined
      if (width > limits.columns) throw new FileRefused(refuse('file-too-large', { what: 'columns', limit: limits.columns }))
      total += 1
      if (total > limits.rows) throw new FileRefused(refuse('file-too-large', { what: 'rows', limit: limits.rows }))
      cells.length = width
      for (let i = 0; i < width; i += 1) if (typeof cells[i] === 'string') cells[i] = holdable(cells[i] as string)
      pending.push({ number, cells })
      return pending.length >= rowsAPart ? flush() : undefined
    },
    end: flush,
  }
}
