import type { RosterRefusalCode, RosterRepairCode, RosterRowResult, RosterWarningCode } from './types.ts'

/** Counts of one reading. `rows` = `accepted` + `refused`; `accepted` includes `repeated`; rows to decide count as refused until decided. */
export type RosterCounts = {
  rows: number
  accepted: number
  repeated: number
  refused: number
  toDecide: number
  readonly byRefusal: Partial<Record<RosterRefusalCode, number>>
  /** Over all rows, refused ones too. */
  readonly byRepair: Partial<Record<RosterRepairCode, number>>
  readonly byWarning: Partial<Record<RosterWarningCode, number>>
}

/** Counts to begin with. */
export function noCounts(): RosterCounts {
  return { rows: 0, accepted: 0, repeated: 0, refused: 0, toDecide: 0, byRefusal: {}, byRepair: {}, byWarning: {} }
}

/** Adds one row's result to the counts. */
export function count(counts: RosterCounts, result: RosterRowResult): void {
  counts.rows += 1
  if (result.refusal) {
    counts.refused += 1
    if (result.verdict === 'to-decide') counts.toDecide += 1
    bump(counts.byRefusal, result.refusal.code)
  } else {
    counts.accepted += 1
    if (result.verdict === 'repeated') counts.repeated += 1
  }
  for (const { code } of result.repairs) bump(counts.byRepair, code)
  for (const { code } of result.warnings) bump(counts.byWarning, code)
}

function bump<Code extends string>(counts: Partial<Record<Code, number>>, code: Code): void {
  counts[code] = (counts[code] ?? 0) + 1
}
