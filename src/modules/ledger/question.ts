import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'

/** Facets asked for: of each, one of these values. What an entry does not say is `unknown`. */
export type Where = Readonly<Record<string, readonly string[]>>

/**
 * Another happening of the same subject that an entry must have near its own day, or (`not`) must not have: an entry of `kinds` with
 * `happenedOn` between the entry's day + `fromDays` and + `toDays` (null: open). `newestOf` asks instead whether, of all the subject's
 * entries of those kinds up to the day + `toDays`, the newest is one of `kinds` and holds `where` (still working 180 days later); `fromDays` is not asked then,
 * and the entry itself, where it is of those kinds, is one of them.
 */
export type Near = {
  readonly kinds: readonly string[]
  readonly where: Where
  readonly fromDays: number | null
  readonly toDays: number | null
  readonly newestOf: readonly string[] | null
  readonly not: boolean
}

/** A set of subjects, wherever they were met: those that are counted by `of`. `not`: those that are not. */
export type Among = { readonly of: Question; readonly not: boolean }

/** What to count, in the ledger's own words: an indicator over a scope becomes one question. */
export type Question = {
  /** Kinds whose entries are counted. */
  readonly kinds: readonly string[]
  /**
   * `every`: each entry of the period counts. `latest`: of each subject only its newest entry up to `to` counts, where it stands then.
   * `first`: of each subject only its first entry (of those that hold `where` by facets of their own), wherever and whenever it was, and only if it is in the period.
   */
  readonly take: 'every' | 'latest' | 'first'
  /** Only entries (or, for class facets, subjects) with one of these values. */
  readonly where: Where
  /** Subjects that have an entry of these kinds up to `to` are left out. */
  readonly without: readonly string[]
  readonly near: readonly Near[]
  /** Only subjects that are in all of these sets. */
  readonly among: readonly Among[]
  /**
   * `subjects`: different subjects. `times`: the sum of `count`. `amount`: the sum of money in the smallest unit, `minus` kinds taken off.
   * `mean`: that sum over the different subjects.
   */
  readonly counts: 'subjects' | 'times' | 'amount' | 'mean'
  /** Kinds of `kinds` whose amount is taken off (a repayment from what was lent). */
  readonly minus: readonly string[]
  /** Entries in another currency are not counted (of `latest` and `first`: not the one that was taken); null where money is not asked. */
  readonly currency: 'CNY' | 'VND' | null
  readonly from: DateText | null
  readonly to: DateText | null
  /** Known as of this journal number; null where it is the head of this very snapshot. */
  readonly asOf: bigint | null
  /** Only entries passed by this level. */
  readonly level: string | null
  /** The stretches of unit paths counted, each for the unit named by `key`. They do not cover one another. Null: wherever (sets of subjects). */
  readonly ranges: readonly { readonly key: string; readonly lo: string; readonly hi: string }[] | null
  /** Which of these facets stand on the subject's newest class entry and not on the entry itself. */
  readonly classKind: string | null
  readonly classFacets: readonly string[]
  /** The class that holds on `to`, or the one that held on the entry's own day; both as known at `asOf`. */
  readonly classAt: 'to' | 'entry'
  /**
   * From the kinds' subject to another that is counted: `members`: the persons who belong to the household on the entry's day. `household`: the household
   * that the person belongs to on the entry's day. Who belongs to none is not counted. Conditions (`near`, `without`, class) speak of the kinds' own subject, `among` of the one counted.
   */
  readonly through: 'members' | 'household' | null
}

/** What a question holds where nothing special is asked. */
export const plainQuestion = {
  take: 'every', where: {}, without: [], near: [], among: [], counts: 'subjects', minus: [], currency: null, from: null, to: null, asOf: null, level: null,
  classKind: null, classFacets: [], classAt: 'to', through: null,
} as const satisfies Partial<Question>

/** How to cut a question into parts: by the units of its ranges, by a facet, or by month of `happened_on`. */
export type Cut = { readonly by: 'unit' } | { readonly by: 'facet'; readonly facet: string } | { readonly by: 'month' }
/** A cut across the units. */
export type Across = Exclude<Cut, { by: 'unit' }>

/** What stands behind one number, counted every way: different subjects, the sum of `count`, entries, the sum of money in the smallest unit. */
export type Tally = { readonly subjects: number; readonly times: number; readonly entries: number; readonly amount: number }

/** One tally of a table: `row` a key of the question's ranges, `column` a part of the cut across; null stands for the whole of that side. */
export type TallyRow = Tally & { readonly row: string | null; readonly column: string | null }

/** A tally of nothing. */
export const noTally: Tally = { subjects: 0, times: 0, entries: 0, amount: 0 }

/** The number that a question asks for; a mean of nobody is unknown: null. Means are rounded to two decimals, half away from zero. */
export function valueOf(counts: Question['counts'], { subjects, times, amount }: Tally): number | null {
  if (counts === 'subjects') return subjects
  if (counts === 'times') return times
  if (counts === 'amount') return amount
  return subjects === 0 ? null : (Math.sign(amount) * Math.round((Math.abs(amount) * 100) / subjects)) / 100
}

/** Which subject stands for which, where cards were merged: subject → the one that all of them count as. Subjects that were never merged are missing. */
export type Roots = ReadonlyMap<Uuid, Uuid>

/**
 * Who counts as whom. In: the merges that stand (`ledger.merged`: `subject` counts as `into` from then on). A merge joins two that were
 * not merged away, so following them always ends.
 */
export function rootsOf(merges: readonly { subject: Uuid; into: Uuid }[]): Roots {
  const next = new Map(merges.map(({ subject, into }) => [subject, into]))
  const root = (of: Uuid): Uuid => {
    let at = of
    for (let step = next.get(at); step !== undefined; step = next.get(at)) at = step
    return at
  }
  return new Map([...next.keys()].map((subject) => [subject, root(subject)]))
}

/** The part of an entry, or of a class, that says nothing of a facet. */
export const unknownPart = 'unknown'

/** The kind whose entries tell to which household (in `source`, its subject) a person (`subject`) belongs from the day on. */
export const joinedKind = 'register.joined-household'
