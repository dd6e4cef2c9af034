import { refuse } from '#kernel/refusal.ts'
import type { Emit } from './emit.ts'
import { type Cell, FileRefused, type ReadLimits } from './types.ts'

type OldCell = { t: string; v?: unknown; z?: string }
type OldSheet = { '!data'?: (OldCell | undefined)[][]; '!merges'?: { s: { r: number; c: number }; e: { r: number; c: number } }[] }

/** Reads an old .xls (BIFF) workbook: whole in memory, so only up to `xlsBytes`. */
export async function readXlsFile(bytes: Buffer, limits: ReadLimits, emit: Emit): Promise<void> {
  if (bytes.length > limits.xlsBytes) throw new FileRefused(refuse('file-too-large', { what: 'xls', limit: Math.floor(limits.xlsBytes / 1048576) }))
  const xlsx = await import('@e965/xlsx')
  const codePages = await import('@e965/xlsx/dist/cpexcel.full.mjs' as string)
  xlsx.set_cptable(codePages)
  let workbook: ReturnType<typeof xlsx.read>
  try {
    workbook = xlsx.read(bytes, { type: 'buffer', dense: true, cellNF: true, cellFormula: false, cellHTML: false, cellText: false, sheetRows: limits.rows + 1 })
  } catch (error) {
    throw new FileRefused(refuse(/password-protected/i.test(String(error)) ? 'file-encrypted' : 'file-broken', {}))
  }
  const is1904 = workbook.Workbook?.WBProps?.date1904 === true
  for (const [index, name] of workbook.SheetNames.entries()) {
    if ((workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0) continue
    const sheet = workbook.Sheets[name] as unknown as OldSheet
    emit.sheet(name, index, (sheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r + 1, left: s.c, bottom: e.r + 1, right: e.c })))
    for (const [at, row] of (sheet['!data'] ?? []).entries()) {
      if (!row) continue
      const cells: Cell[] = Array.from({ length: row.length }, (_, column) => cellOf(row[column]))
      const full = emit.row(at + 1, cells)
      if (full) await full
    }
  }

  function cellOf(cell: OldCell | undefined): Cell {
    if (!cell || cell.v === undefined || cell.v === null || cell.v === '' || cell.t === 'e' || cell.t === 'z') return null
    if (typeof cell.v === 'number') {
      if (cell.z && xlsx.SSF.is_date(cell.z)) {
        const day = xlsx.SSF.parse_date_code(cell.v, { date1904: is1904 }) as { y: number; m: number; d: number } | null
        return day ? { date: `${String(day.y).padStart(4, '0')}-${String(day.m).padStart(2, '0')}-${String(day.d).padStart(2, '0')}` } : null
      }
      return cell.v
    }
    return typeof cell.v === 'string' || typeof cell.v === 'boolean' ? cell.v : null
  }
}
