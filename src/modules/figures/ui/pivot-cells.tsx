import type { ReactNode } from 'react'
import type { Pivot } from './asked.ts'

/** A cell by its keys; without `row` the foot, without `key` the total. */
export type Cell = { readonly row?: string; readonly key?: string }
/** A cell by where it stands: the row after the last is the foot, the column after the last the total. */
export type Place = { readonly row: number; readonly column: number }
export const placeOf = ({ row, column }: Place) => `${row}:${column}`

export type Columns = { readonly shown: Pivot['columns']; readonly overlap: boolean; readonly times: boolean; readonly waits: boolean }
/** How the table's parts draw what they share. */
export type Draw = {
  readonly digits: (value: number | null) => string
  readonly less: (overlap: number | null) => string
  readonly columns: Columns
  readonly cell: (row: string | undefined, key: string | undefined, value: number | null, place: Place) => ReactNode
  readonly waiting: (row: string | undefined, waiting: number) => ReactNode
}
