import { refuse, type Refusal } from '#kernel/refusal.ts'

/** More persons than this need a second person to agree, in one file or in the files of one account together (the workspace's rule: two people for what is dangerous). */
export const personsAlone = 200
/** What one account took without a second person adds up for so long. */
export const alonePeriodHours = 24
/** An approval is good for so long. */
export const approvalHours = 24
/** An approved export may have grown by this share when it is taken. */
export const growthShare = 0.1

/** What leaves as a file. `register.refusals`: rows that an import gave back; `ledger`: the pseudonymous books; `rights.held`: what is held of one person, for herself. */
export const exportKinds = ['register.persons', 'register.refusals', 'figures.people', 'ledger', 'rights.held'] as const
export type ExportKind = (typeof exportKinds)[number]

/** Waits for a second person · may be taken · was declined · was approved and not taken in time · was taken. */
export const exportStates = ['waiting', 'approved', 'declined', 'expired', 'taken'] as const
export type ExportState = (typeof exportStates)[number]

export type Decision = { readonly approved: boolean; readonly at: string }

/** Whether a file may be taken alone, after so many persons were: it may · it is too large by itself · it is too much with what was taken before. */
export function alone(persons: number, takenBefore: number): 'may' | 'large' | 'many' {
  if (persons > personsAlone) return 'large'
  return persons > 0 && takenBefore + persons > personsAlone ? 'many' : 'may'
}

/** How an export stands. `needsSecond`: a reason was given, so somebody was to agree. Instants as ISO text. */
export function stateOf(one: { needsSecond: boolean; decision: Decision | null; taken: boolean }, nowMilliseconds: number): ExportState {
  if (!one.needsSecond) return 'taken'
  if (!one.decision) return 'waiting'
  if (!one.decision.approved) return 'declined'
  if (isOpen(one.decision, nowMilliseconds)) return one.taken ? 'taken' : 'approved'
  return one.taken ? 'taken' : 'expired'
}

/** Whether what was approved may (still) be taken. */
export function isOpen(decision: Decision, nowMilliseconds: number): boolean {
  return decision.approved && nowMilliseconds - Date.parse(decision.at) < approvalHours * 3_600_000
}

/** Whether this account may say yes or no to an export: one that needs it, not her own, and nobody has said it before (which the store decides in the end). */
export function decisionRefusal(one: { askedBy: string; needsSecond: boolean }, decidedBy: string): Refusal<'export-alone' | 'export-own'> | null {
  if (!one.needsSecond) return refuse('export-alone')
  return one.askedBy === decidedBy ? refuse('export-own') : null
}

/** How many persons a file may hold that was approved for so many. */
export const mostPersons = (approved: number): number => Math.floor(approved * (1 + growthShare))
