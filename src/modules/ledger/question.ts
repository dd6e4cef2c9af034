import type { DateText } from '#kernel/dates.ts'

/** What to count, in the ledger's own words: an indicator over a scope becomes one question. */
export type Question = {
  /** Kinds whose entries are counted. */
  readonly kinds: readonly string[]
  /** `every`: each entry of the period counts. `latest`: of each subject only its newest entry up to `to` counts, where it stands then. */
  readonly take: 'every' | 'latest'
  /** Only entries (or, for class facets, subjects) with one of these values. */
  readonly where: Readonly<Record<string, readonly string[]>>
  /** Subjects that have an entry of these kinds up to `to` are left out. */
  readonly without: readonly string[]
  /** `subjects`: different subjects. `times`: the sum of `count`. */
  readonly counts: 'subjects' | 'times'
  readonly from: DateText | null
  readonly to: DateText | null
  /** Known as of this journal number; null where it is the head of this very snapshot. */
  readonly asOf: bigint | null
  /** Only entries passed by this level. */
  readonly level: string | null
  /** The stretches of unit paths counted, each for the unit named by `key`. They do not cover one another. */
  readonly ranges: readonly { readonly key: string; readonly lo: string; readonly hi: string }[]
  /** Which of these facets stand on the subject's newest class entry and not on the entry itself. */
  readonly classKind: string | null
  readonly classFacets: readonly string[]
}

/** How to cut a question into parts: by the units of its ranges, by a facet, or by month of `happened_on`. */
export type Cut = { readonly by: 'unit' } | { readonly by: 'facet'; readonly facet: string } | { readonly by: 'month' }

export type Part = { readonly key: string; readonly value: number }

/** The part of an entry, or of a class, that says nothing of a facet. */
export const unknownPart = 'unknown'

/** What a sum of parts has too much: those that several parts count, minus nothing where parts simply add. Never negative for persons. */
export function overlapOf(value: number, parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.value, 0) - value
}
