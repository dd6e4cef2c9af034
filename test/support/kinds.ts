import { declareKind } from '#modules/ledger/index.ts'
import { ledgerKinds } from '#modules/ledger/index.ts'

/** The kinds that programmes count, as register and care declare them: enough to test figures without those modules' tables. */
export const personFiled = declareKind({ kind: 'register.person-filed', subject: 'person', facets: {} })
export const householdFiled = declareKind({ kind: 'register.household-filed', subject: 'household', facets: {} })
export const classified = declareKind({
  kind: 'register.classified', subject: 'person',
  facets: {
    ability: { values: ['full', 'partial', 'none', 'unknown'] },
    wish: { values: ['start-business', 'work-away', 'work-at-home', 'none', 'unknown'] },
    hardship: { values: ['low-income', 'disabled', 'lost-land', 'laid-off', 'veteran'], many: true },
  },
})
export const workStarted = declareKind({
  kind: 'care.work-started', subject: 'person', facets: { trade: { values: ['handicraft', 'domestic-service', 'e-commerce', 'farming', 'other'] } },
})
export const testKinds = [...ledgerKinds, personFiled, householdFiled, classified, workStarted]
