// What the roster generator is asked for, and what it says a right import finds.

export type GeneratorUnit = { readonly code: string; readonly name: string; readonly level: number; readonly parent: string }

export type RosterOptions = {
  /** County (level 3), towns (4) and villages (5) of one county. */
  readonly units: readonly GeneratorUnit[]
  readonly rows: number
  readonly seed: number
  /** Share of rows with each fault, 0 to 1. */
  readonly faults?: Readonly<Record<string, number>>
  /** Share of cells written in an odd but certain way. */
  readonly repairs?: number
  /** Share of rows that repeat an earlier person. */
  readonly duplicates?: number
  /** 0: the form of the samples. Others: other names, order and selection of columns. */
  readonly form?: number
  readonly titles?: boolean
  readonly totalLine?: boolean
  /** Town, village, head and household number merged over a household's rows. Small rosters only. */
  readonly merged?: boolean
  /** Two header rows with groups. Small rosters only. */
  readonly grouped?: boolean
  readonly sheetDate?: string
  /** Text in a table of its own, as offices' programs write it, or in the cells, as a stream does. */
  readonly strings?: 'shared' | 'inline'
}

/** What a right import finds: the shape of the samples' truth, and the verdict on every row. */
export type RosterTruth = {
  rows: number
  valid: number
  persons: number
  households: number
  faults: Record<string, number>
  repaired: Record<string, number>
  duplicates: number
  byVillage: Record<string, number>
  byLabour: Record<string, number>
  byWish: Record<string, number>
  byRow: { row: number; code: string | null }[]
}
