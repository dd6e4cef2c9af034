import type { DateText } from '#kernel/dates.ts'

/** What a column of a survey roster may be about. */
export const rosterFields = [
  'sequence', 'county', 'town', 'village', 'address', 'unitCode',
  'headName', 'headIdNumber', 'householdNumber', 'name', 'relation', 'idNumber', 'sex', 'birth', 'ethnicity',
  'education', 'health', 'ability', 'wish', 'hardships', 'householdSize', 'income', 'phone', 'trade', 'helper', 'filedOn',
  'note', 'reason',
] as const
export type RosterField = (typeof rosterFields)[number]

/** Which field stands in which column (0-based). A column stands for one field at most. */
export type RosterMapping = Partial<Record<RosterField, number>>

/** Why a row is refused: the closed list of the importer, in the order in which it is asked. */
export const rosterRefusalCodes = [
  'name-missing',
  'id-lost-digits',
  'id-length',
  'id-checkdigit',
  'birth-in-future',
  'birth-differs-from-id',
  'id-of-another-name',
  'village-unknown',
  'village-ambiguous',
] as const
export type RosterRefusalCode = (typeof rosterRefusalCodes)[number]

/** What is doubtful but accepted. */
export const rosterWarningCodes = [
  'repeat-differs',
  'sex-differs-from-id',
  'date-unreadable',
  'age-unusual',
  'ability-unknown',
  'wish-unknown',
  'hardship-unknown',
  'income-unreadable',
  'income-far-off',
  'size-unreadable',
  'household-size-differs',
  'household-village-differs',
  'household-number-lost',
  'kinship-unlikely',
  'phone-odd',
  'filed-in-future',
] as const
export type RosterWarningCode = (typeof rosterWarningCodes)[number]

/** A repair that is certain, named for what was found. */
export const rosterRepairCodes = [
  'date-cell', 'date-chinese', 'date-number', 'date-dotted', 'date-slashed', 'date-dashed', 'date-serial', 'date-month',
  'date-time', 'id-spaces', 'id-fullwidth', 'id-lower-x', 'id-marks', 'name-spaces',
  'phone-dashes', 'phone-number', 'phone-fullwidth', 'phone-country-code',
  'income-comma', 'income-unit', 'income-text',
  'labour-tick', 'village-short-name', 'town-short-name', 'village-with-town', 'decided-id-birth', 'decided-village',
] as const
export type RosterRepairCode = (typeof rosterRepairCodes)[number]

export type Ability = 'full' | 'partial' | 'none' | 'unknown'
export type Wish = 'start-business' | 'work-away' | 'work-at-home' | 'none' | 'unknown'

/** The row, understood. Null is "the sheet does not say"; it never erases what the card says. */
export type RosterValues = {
  readonly name: string | null
  /** 18 characters, closing X upper-case; null where the row is refused for it. */
  readonly idNumber: string | null
  readonly birth: DateText | null
  readonly sex: 'female' | 'male' | null
  /** The village's unit, as the village index knows it. */
  readonly unitId: number | null
  readonly unitCode: string | null
  readonly unitPath: string | null
  readonly householdNumber: string | null
  readonly headName: string | null
  /** From a column of its own, or the id number of the accepted head row above in the same household. */
  readonly headIdNumber: string | null
  /** What joins the rows of a household in this file: by its number, else by village and head. */
  readonly householdKey: string
  readonly isHead: boolean
  readonly relation: string | null
  readonly ethnicity: string | null
  readonly education: string | null
  readonly health: string | null
  readonly ability: Ability | null
  readonly wish: Wish | null
  readonly hardships: readonly string[]
  readonly householdSize: number | null
  /** Income of the last year a head, in fen. */
  readonly incomeFen: bigint | null
  readonly phone: string | null
  readonly trade: string | null
  readonly helper: string | null
  readonly filedOn: DateText | null
  readonly note: string | null
}

export type RosterRepair = {
  readonly field: RosterField
  readonly column: string
  readonly code: RosterRepairCode
  readonly before: string
  readonly after: string
}

export type RosterRefusal = {
  readonly field: RosterField
  /** The header over the column, as the sheet writes it. */
  readonly column: string
  readonly code: RosterRefusalCode
  /** What the cell holds, as text. An id number: mask it before it is shown or printed. */
  readonly value: string
  /** The other refusals that hold for the row. */
  readonly also: readonly RosterRefusalCode[]
}

/** What the browser may offer instead of a refusal. */
export type RosterDecision =
  | { readonly kind: 'use-id-birth'; readonly birth: DateText }
  | { readonly kind: 'take-village'; readonly villages: readonly { unitId: number; unitCode: string; name: string; parentId: number | null }[] }

/** What a person decided about a row that waited: kept by sheet and row, given again to the checker. */
export type RosterDecided = {
  readonly useIdBirth?: boolean
  readonly villageCode?: string
  readonly sendBack?: boolean
}

export type RosterWarning = { readonly field: RosterField; readonly column: string; readonly code: RosterWarningCode }

/**
 * What the checks say of one row. `accepted` and `repeated` are kept (`repeated` adds nothing: the person stood above);
 * `to-decide` is a refusal that a person may lift: whoever cannot ask takes it as refused.
 */
export type RosterRowResult = {
  readonly sheet: string
  readonly row: number
  readonly verdict: 'accepted' | 'repeated' | 'refused' | 'to-decide'
  readonly values: RosterValues
  readonly repairs: readonly RosterRepair[]
  readonly refusal: RosterRefusal | null
  readonly decision: RosterDecision | null
  readonly warnings: readonly RosterWarning[]
  /** For `repeated`: the row where the person stood first. */
  readonly firstRow: number | null
}
