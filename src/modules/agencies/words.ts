/** What partner agencies are: banks, departments of the state by their field, enterprises, associations, groups of volunteers. */
export const kindsOfAgency = [
  'bank', 'employment', 'science', 'agriculture', 'education', 'health', 'justice', 'government', 'enterprise', 'association', 'volunteers', 'other',
] as const
export type KindOfAgency = (typeof kindsOfAgency)[number]

/** What can become of an agency. */
export const acts = ['joined', 'renamed', 'left'] as const
export type Act = (typeof acts)[number]

/** Why an entry is taken back; the ledger's reasons. */
export const reversalReasons = ['mistake', 'repeated', 'withdrawn'] as const

/** Which agencies a list shows. */
export const shownStates = ['at-work', 'left', 'all'] as const
export type ShownState = (typeof shownStates)[number]
