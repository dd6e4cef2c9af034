import { type Cell, type CopiedSheet, sheetsWorkbook } from '#platform/spreadsheets/index.ts'
import type { RosterForm } from './columns.ts'
import type { RosterRow } from './read.ts'

/** A refused row with the sentence that says why, in the words of the one who will mend it. */
export type ReturnedRow = { readonly form: RosterForm; readonly row: RosterRow; readonly reason: string }

/**
 * The refused rows as a workbook of the same form: title lines, header, the cells as they stood, and the reason beside
 * each. Mended, it can be sent again as it is: the column of reasons is passed over.
 * @param reasonHeader what stands over the reasons: 退回原因 or `Reason for return`
 */
export async function refusalsWorkbook(returned: readonly ReturnedRow[], reasonHeader: string): Promise<Uint8Array<ArrayBuffer>> {
  const bySheet = Map.groupBy(returned, ({ form }) => form.sheetIndex)
  const sheets: CopiedSheet[] = [...bySheet.values()].map((rows) => {
    const { form } = rows[0]!
    const column = form.mapping.reason ?? form.columns.length
    const withReason = (cells: readonly Cell[], text: string | null) => {
      const copy: Cell[] = Array.from({ length: Math.max(cells.length, column + 1) }, (_, i) => cells[i] ?? null)
      copy[column] = text
      return copy
    }
    const first = form.above[0]!.number
    const above: Cell[][] = []
    for (const { number, cells } of form.above) {
      while (above.length < number - first) above.push([])
      above.push(number === form.headerRows[1] ? withReason(cells, reasonHeader) : [...cells])
    }
    return {
      name: form.sheet,
      rows: [...above, ...rows.map(({ row, reason }) => withReason(row.cells, reason))],
      merges: form.merges.filter(({ bottom }) => bottom <= form.headerRows[1]).map((m) => ({ ...m, top: m.top - first + 1, bottom: m.bottom - first + 1 })),
      frozenRows: above.length,
      widths: Array.from({ length: column + 1 }, (_, i) => (i === column ? 60 : widthOf(form.columns[i]?.field ?? null))),
    }
  })
  return sheetsWorkbook(sheets)
}

function widthOf(field: string | null): number {
  if (field === 'idNumber' || field === 'headIdNumber' || field === 'householdNumber') return 22
  return field === 'village' || field === 'town' || field === 'address' || field === 'phone' ? 16 : 11
}
