/**
 * What a figure counts. `persons` are different people; `person-times` are times a person was met. They are never mixed. `money`, `balance` and `mean` are in the
 * smallest unit of the definition's currency, `ratio` is a share of one with four decimals.
 */
export const countUnits = ['persons', 'person-times', 'households', 'ventures', 'units', 'things', 'money', 'balance', 'mean', 'ratio'] as const
export type CountUnit = (typeof countUnits)[number]

/** Why an entry is counted at one journal number and not at another, in the order in which a reason is looked for. `ledger/answers.ts` says when each holds. */
export const changeReasons = ['late', 'reversed', 'verified', 'returned', 'merged', 'moved', 'other'] as const
export type ChangeReason = (typeof changeReasons)[number]

/** Whom or what a kind of ledger entry is about: exactly one type a kind. */
export const subjectTypes = ['person', 'household', 'venture', 'unit', 'agency'] as const
export type SubjectType = (typeof subjectTypes)[number]
