import { declareKind } from './model.ts'

/** Takes one earlier entry back: from this posting on it counts nowhere. It keeps that entry's subject, unit and day. */
export const reversed = declareKind({
  kind: 'ledger.reversed',
  subject: 'person',
  facets: { reason: { values: ['mistake', 'repeated', 'withdrawn'] } },
})

/** One earlier entry was passed by a level of verification. */
export const passed = declareKind({
  kind: 'ledger.passed',
  subject: 'person',
  facets: { level: { values: ['village', 'township', 'county', 'city', 'province', 'nation'] } },
})

export const ledgerKinds = [reversed, passed]
