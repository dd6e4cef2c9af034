import type { ChangeReason } from '#kernel/counting.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Cut } from './question.ts'

/* What the readers of a question answer beside a tally; each engine answers in these shapes. */

/** Which part of a cut a counted row must fall into to be listed; null: all of them. */
export type PartFilter = { readonly cut: Cut; readonly key: string } | null

/** How many different subjects and entries lie behind a cell. */
export type Behind = { readonly subjects: number; readonly entries: number }

/** A different subject behind a cell: times, and the first and last day on which it was met in it. */
export type SubjectBehind = { subject: Uuid; times: number; firstOn: DateText; lastOn: DateText }

/** An entry that a figure counted, with its place in the journal. `subject` is the one the entry is about (as known then), also where another is counted through it. */
export type CountedEntry = {
  journal: string; posting: string; line: number; subject: Uuid; key: string; happenedOn: DateText; count: number
  amount: string | null; currency: 'CNY' | 'VND' | null; facets: Record<string, string | string[]>; at: InstantText; unitId: number
}

/** Which page of the entries behind a cell; `subject`: only those that count for this one. */
export type EntryFilter = { readonly subject: Uuid | null; readonly limit: number; readonly offset: number }

export type LeftOut = { reason: 'known-later' | 'reversed' | 'reversed-later' | 'outside-period'; subjects: number; entries: number }

/** One level's work on the entries of a question: how many of them it passed, and the batches in which it did. */
export type CheckedBy = { level: string; entries: number; units: number; from: InstantText | null; to: InstantText | null; members: number; sampled: number; wrong: number }

/**
 * What changed between two questions that differ in `asOf` and `ranges` alone: the (entry, subject, key) counted by one and not by the other, by entry and reason.
 * `late`: its journal number is after the first `asOf`. `reversed`: taken back between the two. `verified`: came in, and was passed by the level asked between the
 * two; `returned`: went out, and that passing was taken back. `merged`: a subject of the difference counts as another than before. `moved`: its path counts for
 * another key, or lies in the ranges of one only. `other`: a newer observation, another class, a condition. `in` and `out`: entries that came in or went out; one that
 * changed its subject or key is both, and one of `entries`. `subjects`: different subjects of the difference.
 */
export type ChangeRow = { reason: ChangeReason; entries: number; subjects: number; in: number; out: number }

/** An entry that two questions count differently: it came in, it went out, or both (it counts for another subject or key). */
export type ChangedEntry = Pick<CountedEntry, 'journal' | 'posting' | 'line' | 'subject' | 'happenedOn' | 'count' | 'facets' | 'at' | 'unitId'> & { in: boolean; out: boolean }
