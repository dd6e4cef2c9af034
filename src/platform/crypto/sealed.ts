import type { Purpose } from './box.ts'

/** A column that holds values sealed by a `Box`, and what they were sealed as: in each workspace, or in the shared schema. Names come from code. */
export type SealedColumn = {
  readonly scope: 'public' | 'workspace'
  readonly table: string
  /** The table's key, a uuid. */
  readonly id: string
  readonly column: string
  readonly purpose: Purpose
}
