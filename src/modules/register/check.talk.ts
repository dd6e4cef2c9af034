import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { ReadLimits } from '#platform/spreadsheets/types.ts'
import type { RosterDecided, RosterForm, RosterRefusal, RosterRefusalCode, RosterRow, RosterUnit, RosterWarning } from './roster/index.ts'
import type { RosterCounts } from './roster/outcome.ts'

/*
 * What the server and the process that checks a roster say to one another. That process has no database and no key: it asks for the
 * names that the register has, and what must be sealed comes back open, to be sealed here.
 */

/** Headers that people gave a meaning: signature of the form → header → field, or null for "nothing". */
export type Remembered = Readonly<Record<string, Readonly<Record<string, string | null>>>>

/** What is to be done with one file. */
export type CheckRequest = {
  readonly path: string
  /** Opens this file, where it is sealed, and no other: the deployment's keys stay with the server. */
  readonly fileKey: string | null
  readonly limits: ReadLimits
  readonly today: DateText
  /** Milliseconds, for the ids of new cards. */
  readonly now: number
  readonly remembered: Remembered
  /** `<sheet>!<row>` → what a person decided. */
  readonly decided: Readonly<Record<string, RosterDecided>>
  /** Accepted rows are wanted, to be staged. */
  readonly accepted: boolean
  /** Refused rows are wanted as they stand, to go back. */
  readonly refusedCells: boolean
  /** The import whose preview is wanted. */
  readonly preview: Uuid | null
}

/** Units side by side: a whole country's are a sixth of what they are as objects. */
export type UnitColumns = { readonly [Field in keyof RosterUnit]: readonly RosterUnit[Field][] }

export type ToCheck = { readonly request: CheckRequest } | { readonly units: UnitColumns } | { readonly unitsEnd: true } | { readonly names: Readonly<Record<string, string>> }

/** An accepted row: what must be sealed, what its household is known by, and the rest as COPY takes it (`openColumns`). */
export type OpenRow = readonly [idNumber: string, phone: string | null, headIdNumber: string | null, householdKey: string, unitId: number, rest: string]
export type RefusedRow = RosterRefusal & { readonly sheet: string; readonly row: number; readonly form: number; readonly cells: RosterRow['cells'] | null }
export type WarnedRow = { readonly sheet: string; readonly row: number; readonly column: string; readonly code: RosterWarning['code'] }

/** One run of rows, checked. */
export type CheckedRows = {
  /** Rows so far. */
  readonly rows: number
  readonly refused: readonly RefusedRow[]
  readonly warnings: readonly WarnedRow[]
  readonly accepted: readonly OpenRow[]
  /** Lines for the preview's table, as COPY takes them. */
  readonly preview: string
}

/** What was found in the whole file. */
export type CheckSummary = {
  readonly counts: RosterCounts
  readonly persons: number
  readonly households: number
  readonly faults: number
  readonly decisions: Partial<Record<RosterRefusalCode, number>>
  /** Each form with its first rows. */
  readonly forms: readonly { readonly form: RosterForm; readonly samples: readonly RosterRow[] }[]
}

export type FromCheck =
  /** A form as it was understood, also where it lacks a column that must be there. */
  | { readonly understood: RosterForm }
  /** A form whose rows follow; `RefusedRow` names it by its place. */
  | { readonly form: RosterForm }
  /** Id numbers whose names are wanted; answered in the order asked, by `names`. */
  | { readonly ask: readonly string[] }
  | { readonly checked: CheckedRows }
  | { readonly summary: CheckSummary }
