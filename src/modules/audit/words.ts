/** The two ends of a line: it was done, or a rule refused it. */
export const results = ['done', 'refused'] as const
/** The verb under which a look at a card's looks is kept: it shows nothing of the card, and does not count as one. */
export const looksVerb = 'register.looks'
