/** What a figure counts. `persons` are different people; `person-times` are times a person was met. They are never mixed. */
export const countUnits = ['persons', 'person-times', 'households', 'ventures', 'units', 'things'] as const
export type CountUnit = (typeof countUnits)[number]

/** Whom or what a kind of ledger entry is about: exactly one type a kind. */
export const subjectTypes = ['person', 'household', 'venture', 'unit', 'agency'] as const
export type SubjectType = (typeof subjectTypes)[number]
