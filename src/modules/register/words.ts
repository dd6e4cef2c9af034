import { hardshipWords } from './roster/hardships.ts'

/** Ability to work, as surveys class it. */
export const abilities = ['full', 'partial', 'none', 'unknown'] as const
/** Wish to work, as surveys class it. */
export const wishes = ['start-business', 'work-away', 'work-at-home', 'none', 'unknown'] as const
/** Kinds of hardship: the list in `roster/hardships.ts`, and `other` for a word in no list. */
export const hardships: readonly string[] = [...hardshipWords.map(({ code }) => code), 'other']

export type Ability = (typeof abilities)[number]
export type Wish = (typeof wishes)[number]
