import type { Purpose } from './box.ts'

/** A column of every workspace that holds values sealed by a `Box`: table, its key of type uuid, column, and what the values were sealed as. Names come from code. */
export type SealedColumn = { readonly table: string; readonly id: string; readonly column: string; readonly purpose: Purpose }
