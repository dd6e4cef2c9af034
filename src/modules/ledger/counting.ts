import type { Uuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Behind, ChangeRow, CountedEntry, EntryFilter, LeftOut, PartFilter, SubjectBehind } from './answers.ts'
import * as behind from './behind.store.ts'
import * as changes from './changes.store.ts'
import * as fast from './columns/answers.store.ts'
import { exact } from './columns/fold.ts'
import * as folded from './columns/tally.store.ts'
import type { Kept } from './columns/kept.ts'
import { modelOf, withModel } from './columns/models.ts'
import type { Reader } from './columns/reader.ts'
import type { View } from './columns/view.ts'
import { roomToCount } from './count.store.ts'
import { joinedKind, noTally, type Across, type Question, type TallyRow } from './question.ts'
import * as tallies from './tally.store.ts'

/*
 * Every question has two engines that answer the same (`test/agreement.test.ts`): PostgreSQL over the entries, and the columnar read model. Whoever asks
 * does not know which; here it is chosen. For a village PostgreSQL's index is faster, from the county up the read model.
 */

/** From about so many rows on the read model is faster. */
const worthwhile = 1_500

/** About how many rows PostgreSQL would have to look at. */
function weight(reader: Reader, q: Question): number {
  const { words } = reader
  const mine = words.estimate(q.kinds, q.ranges)
  const class_ = q.classKind !== null && q.classAt === 'to' ? words.estimate([q.classKind], null) / 4 : 0
  const members = q.through === 'members' ? words.estimate([joinedKind], null) / 4 : 0
  return mine + class_ + members + q.among.reduce((sum, { of }) => sum + weight(reader, of), 0)
}

/** What the read model does not hold: kinds that speak of other entries. */
function isOfEntries(q: Question): boolean {
  const kinds = [...q.kinds, ...q.without, ...q.near.flatMap((near) => [...near.kinds, ...(near.newestOf ?? [])]), ...(q.classKind === null ? [] : [q.classKind])]
  return kinds.every((kind) => !kind.startsWith('ledger.')) && q.among.every(({ of }) => isOfEntries(of))
}

/** Asks the read model where it is worth it, else PostgreSQL. `keep` names an answer that is worth keeping, with all it depends on beside the question. */
export async function ask<T>(tx: Tx, q: Question, columns: (reader: Reader, view: View, kept: Kept) => Promise<T>, postgres: () => Promise<T>, keep?: { what: string; more?: unknown } | undefined): Promise<T> {
  if (!tx.columns || !isOfEntries(q)) return postgres()
  const answer = await withModel(tx, (reader) => weight(reader, q) >= worthwhile, async (reader, kept) => {
    const view = await reader.at(tx, q.asOf)
    return { of: keep ? await kept.answer({ ...keep, n: view.n, q }, () => columns(reader, view, kept)) : await columns(reader, view, kept) }
  })
  return answer === null ? postgres() : answer.of
}

/** Figures will be asked in this snapshot: what both engines need for it is sent along with what is read before, and waited for by nobody. */
export function expectQuestions(tx: Tx): void {
  roomToCount(tx).catch(() => {})
  if (tx.columns && tx.columns.home.mode !== 'off') modelOf(tx.columns).expect(tx)
}

const unlevelled = (q: Question): Question => ({ ...q, level: null, counts: 'subjects' })

/** The whole at every level in one reading of the read model: whoever asks for one level asks for the others next. Null: PostgreSQL answers. */
function wholes(tx: Tx, q: Question): Promise<folded.Wholes | null> {
  const atNone = unlevelled(q)
  return ask<folded.Wholes | null>(tx, atNone, (reader, view) => folded.wholes(reader, view, atNone), async () => null, { what: 'wholes' })
}

/**
 * How a question counts, all four ways: the whole always; its ranges' keys as rows where `units`; a facet or the months as columns where `across`; where both,
 * also each row by each column. What holds nothing is missing. In the order of rows, then of columns, the whole first. Throws `BeyondExact` where money is beyond what a number tells exactly.
 */
export async function tally(tx: Tx, q: Question, by: { units: boolean; across: Across | null }): Promise<TallyRow[]> {
  if (!by.units && by.across === null) {
    const all = await wholes(tx, q)
    return all ? exact([{ row: null, column: null, ...((q.level === null ? all.whole : all.levels[q.level]) ?? noTally) }]) : tallies.tally(tx, q, by)
  }
  // It counts all four ways: what is kept does not depend on which of them is asked for.
  return exact(await ask(tx, { ...q, counts: 'subjects' }, async (reader, view, kept) => {
    const { wholes, rows, units } = await folded.tally(reader, view, q, by)
    await kept.answer({ what: 'wholes', n: view.n, q: unlevelled(q) }, async () => wholes)
    // A table asks for its units alone next, and for those that wait for a level.
    if (by.across !== null) for (const [level, own] of units) await kept.answer({ what: 'tally', more: { units: true, across: null }, n: view.n, q: { ...q, counts: 'subjects', level: level || null } }, async () => own)
    return rows
  }, () => tallies.tally(tx, q, by), { what: 'tally', more: by }))
}

/** How many subjects were met for the first time in the question in each month. */
export function firstsByMonth(tx: Tx, q: Question): Promise<{ month: string; first: number }[]> {
  return ask(tx, q, (reader, view) => fast.firstsByMonth(reader, view, q), () => tallies.firstsByMonth(tx, q), { what: 'firsts' })
}

/** The fingerprint of a figure's members: see `tally.store.ts`. Two figures with the same fingerprint counted the same. */
export function membersDigest(tx: Tx, q: Question): Promise<string> {
  return ask(tx, q, (reader, view) => fast.membersDigest(reader, view, q), () => tallies.membersDigest(tx, q))
}

/** How many of a question's entries each level has passed. */
export async function passedOf(tx: Tx, q: Question): Promise<Record<string, number>> {
  const all = await wholes(tx, q)
  if (!all) return behind.passedOf(tx, q)
  const of = (level: string) => (q.level === null || q.level === level ? all.levels[level]!.entries : all.both[`${q.level} ${level}`]) ?? 0
  return Object.fromEntries(Object.keys(all.levels).flatMap((level) => (of(level) > 0 ? [[level, of(level)]] : [])))
}

/** How many subjects and entries lie behind a cell. */
export function countBehind(tx: Tx, q: Question, part: PartFilter): Promise<Behind> {
  return ask(tx, q, (reader, view) => fast.countBehind(reader, view, q, part), () => behind.countBehind(tx, q, part), { what: 'behind', more: part })
}

/** The different subjects behind a cell, at most `limit`, in order of id, for lists that are then put in order of names. */
export function subjectsBehind(tx: Tx, q: Question, part: PartFilter, limit: number): Promise<SubjectBehind[]> {
  return ask(tx, q, (reader, view) => fast.subjectsBehind(reader, view, q, part, limit), () => behind.subjectsBehind(tx, q, part, limit))
}

/** Which of these subjects a cell counts. In: subjects as they are counted (of merged ones the one that stays). */
export function subjectsAmong(tx: Tx, q: Question, part: PartFilter, subjects: readonly Uuid[]): Promise<Map<Uuid, SubjectBehind>> {
  return ask(tx, q, (reader, view) => fast.subjectsAmong(reader, view, q, part, subjects), () => behind.subjectsAmong(tx, q, part, subjects))
}

/** The entries behind a cell with the unit they were recorded at, each once, newest first. */
export function entriesBehind(tx: Tx, q: Question, part: PartFilter, filter: EntryFilter): Promise<CountedEntry[]> {
  return ask(tx, q, async (reader, view) => behind.entriesByPlace(tx, q, await fast.entriesBehind(reader, view, q, part, filter)), () => behind.entriesBehind(tx, q, part, filter))
}

/** Entries of the question's kinds in its ranges that are not counted, by the first reason that holds. `asOf` is the number itself, also at the head. */
export function leftOut(tx: Tx, q: Question, asOf: bigint): Promise<LeftOut[]> {
  const postgres = () => behind.leftOut(tx, q, asOf)
  return ask(tx, q, async (reader) => {
    const view = await reader.at(tx, null)
    return reader.mergedOtherwise(Number(asOf)) ? postgres() : fast.leftOut(reader, view, q, Number(asOf))
  }, postgres)
}

/** What happened after `asOf` and would change a figure of now: entries written later, and later reversals of entries known then. */
export async function laterThan(tx: Tx, q: Question): Promise<{ added: number; reversed: number }> {
  const { asOf } = q
  if (asOf === null) return { added: 0, reversed: 0 }
  return ask(tx, q, async (reader, _, kept) => {
    const view = await reader.at(tx, null)
    return kept.answer({ what: 'later', n: view.n, q, more: String(asOf) }, () => fast.laterThan(reader, view, q, Number(asOf), view.n))
  }, () => behind.laterThan(tx, q))
}

/** What two questions count differently, by entry and by reason (`ChangeRow` says which). In: the same question before and after, differing in `asOf` and `ranges` alone. */
export function changesBetween(tx: Tx, before: Question, after: Question): Promise<ChangeRow[]> {
  return ask(tx, before, async (reader, was) => {
    const is = await reader.at(tx, after.asOf)
    const moved = await is.subjectIds(reader.movedBetween(was.n, is.n))
    return fast.changesBetween(reader, { before: was, after: is }, before, after, [...moved.values()])
  }, () => changes.changesBetween(tx, before, after), after.asOf === null ? undefined : { what: 'changes', more: { after, at: String(after.asOf) } })
}

/** The entries that two questions count differently for one reason, newest first. In: as for `changesBetween`. */
export const changedEntries = changes.changedEntries

/** Who passed the entries of a question; it joins the batches, which only PostgreSQL has. */
export const checkedBy = behind.checkedBy
