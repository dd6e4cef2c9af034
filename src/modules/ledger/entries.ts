import { declareKind } from './model.ts'

/** Takes one earlier entry back: from this posting on it counts nowhere. It keeps that entry's subject, unit and day. */
export const reversed = declareKind({
  kind: 'ledger.reversed',
  subject: 'as-referred',
  facets: { reason: { values: ['mistake', 'repeated', 'withdrawn'] } },
})

const level = { values: ['village', 'township', 'county', 'city', 'province', 'nation'] }

/** One earlier entry was passed by a level of verification. */
export const passed = declareKind({ kind: 'ledger.passed', subject: 'as-referred', facets: { level } })

/** A level takes its passing of one earlier entry back: the entry waits for the level again, and may be passed again. */
export const returned = declareKind({ kind: 'ledger.returned', subject: 'as-referred', facets: { level } })

/**
 * Two subjects are one person: from this posting on `subject` counts as the subject in `source`, which stays. Taken back by
 * `ledger.reversed` of this very entry.
 */
export const merged = declareKind({ kind: 'ledger.merged', subject: 'person', facets: {} })

export const ledgerKinds = [reversed, passed, returned, merged]
