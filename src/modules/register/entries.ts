import { declareKind, joinedKind } from '#modules/ledger/index.ts'
import { abilities, hardships, wishes } from './words.ts'

/** A card was filed for a person (人有卡). Once a person. */
export const personFiled = declareKind({ kind: 'register.person-filed', subject: 'person', facets: {} })

/** A household was filed (户有册). Once a household. */
export const householdFiled = declareKind({ kind: 'register.household-filed', subject: 'household', facets: {} })

/** A person was classed, or classed anew: what she can do, what she wishes, what makes it hard. */
export const classified = declareKind({
  kind: 'register.classified',
  subject: 'person',
  facets: { ability: { values: abilities }, wish: { values: wishes }, hardship: { values: hardships, many: true } },
})

/** A person (`subject`) belongs to a household (`source`: its subject) from the day on; the newest one holds. */
export const joinedHousehold = declareKind({ kind: joinedKind, subject: 'person', facets: {} })

export const registerKinds = [personFiled, householdFiled, classified, joinedHousehold]
