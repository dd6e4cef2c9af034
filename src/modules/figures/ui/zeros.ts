import type { Pivot } from './asked.ts'

/** Short tables keep rows without anything: that a county has none is news. In long ones they hide those that have. */
const longTable = 30

/** The rows and columns that hold something, and how many do not: neither 0 nor what is of nobody. */
export function withoutZeros(pivot: Pivot): { rows: Pivot['rows']; columns: Pivot['columns']; hiddenRows: number; hiddenColumns: number } {
  const columns = pivot.columns.filter((column) => (column.value ?? 0) !== 0 || (column.sum ?? 0) !== 0)
  const rows = pivot.rows.length <= longTable ? pivot.rows : pivot.rows.filter((row) => (row.total ?? 0) !== 0 || row.waiting !== 0 || Object.values(row.cells).some((value) => (value ?? 0) !== 0))
  return { rows, columns, hiddenRows: pivot.rows.length - rows.length, hiddenColumns: pivot.columns.length - columns.length }
}
