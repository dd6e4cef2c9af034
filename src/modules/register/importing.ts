import { rm } from 'node:fs/promises'
import { instantText, type DateText } from '#kernel/dates.ts'
import { randomId, type Uuid } from '#kernel/ids.ts'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { FileRefusalCode } from '#platform/spreadsheets/types.ts'
import { addSubjects, analyze, entryOf, postBatches, subjectsOfRecords, type Entry, type Facets } from '#modules/ledger/index.ts'
import * as bulk from './bulk.store.ts'
import { type Checked, checkRoster, type RosterFile } from './check.ts'
import { classified, householdFiled, joinedHousehold, personFiled } from './entries.ts'
import type { ImportResult } from './imports.contract.ts'
import { sameName } from './roster/normalise.ts'

/** Carries the numbers of a dry run out of the transaction that is rolled back. */
class DryRun extends Error {
  readonly result: Written
  constructor(result: Written) {
    super('dry run')
    this.result = result
  }
}
/** Below so many new persons, or such a share of those there are, the planner is left to be told by the database in its own time. */
const tell = { persons: 500, share: 0.25 }

async function tellPlanner(tx: Tx, fresh: number): Promise<void> {
  if (fresh < tell.persons || fresh < tell.share * (await bulk.personsPlanned(tx))) return
  await analyze(tx)
  await bulk.analyze(tx)
}

/** Somebody filed the number under another name between check and write: the file is checked again. */
class Overtaken extends Error {}

type Written = { persons: ImportResult['persons']; households: ImportResult['households']; journal: string | null }
/** What is written beside the rows, in the same transaction, before the posting: the import's own row. */
type Beside = (tx: Tx, result: ImportResult) => Promise<void>

/**
 * Brings a roster in: check, then one transaction that files new persons and households, changes what a newer sheet says otherwise,
 * and posts it all as one posting under the request id. Nothing is kept where no row is accepted. A dry run gives the same numbers.
 */
export async function importRoster(ctx: Ctx, file: RosterFile, options: { dryRun?: boolean; importId: Uuid | null; before?: Beside; after?: Beside }): Promise<ImportResult | Refusal<FileRefusalCode>> {
  for (let attempt = 1; ; attempt += 1) {
    const checked = await checkRoster(ctx, file, true)
    if (isRefusal(checked)) return checked
    try {
      const { counts, refused, warnings } = checked
      const head = { rows: counts.rows, accepted: counts.accepted, repeated: counts.repeated, refused, warnings }
      const none: Written = { persons: { new: 0, updated: 0, unchanged: 0 }, households: { new: 0, updated: 0, unchanged: 0 }, journal: null }
      if (checked.persons === 0 && options.dryRun) return { ...head, ...none }
      const written = await inTransaction(ctx.db, (tx) => writeRoster(tx, ctx, checked, { ...options, head, progress: file.progress }))
      await inTransaction(ctx.db, (tx) => tellPlanner(tx, written.persons.new))
      return { ...head, ...written }
    } catch (error) {
      if (error instanceof DryRun) return { rows: checked.counts.rows, accepted: checked.counts.accepted, repeated: checked.counts.repeated, refused: checked.refused, warnings: checked.warnings, ...error.result }
      if (!(error instanceof Overtaken) || attempt >= 3) throw error
    } finally {
      await rm(checked.stage!.path, { force: true })
    }
  }
}

async function writeRoster(
  tx: Tx, ctx: Ctx, checked: Checked,
  options: { dryRun?: boolean; importId: Uuid | null; before?: Beside; after?: Beside; head: Omit<ImportResult, keyof Written>; progress: RosterFile['progress'] },
): Promise<Written> {
  const { progress } = options
  const writing: bulk.Writing = { at: instantText(ctx.now), by: ctx.actor.id, importId: options.importId, requestId: ctx.requestId }
  const nothing: Written = { persons: { new: 0, updated: 0, unchanged: 0 }, households: { new: 0, updated: 0, unchanged: 0 }, journal: null }
  await bulk.lockImports(tx)
  await options.before?.(tx, { ...options.head, ...nothing })
  progress?.('writing', 0, checked.persons)
  const total = checked.persons
  await bulk.fillStage(tx, checked.stage!.lines())
  for (const { name, known } of await bulk.stageNames(tx)) if (!sameName(name, known)) throw new Overtaken()
  await bulk.resolvePersons(tx, ctx.actor.reach, ctx.actor.unitId)
  const households = await bulk.writeHouseholds(tx, ctx.actor.reach, writing)
  progress?.('writing', Math.round(total / 3), total)
  const fresh = await bulk.insertPersons(tx, writing)
  progress?.('writing', Math.round((2 * total) / 3), total)
  const { updated, reclassed } = await bulk.changePersons(tx, ctx.actor.reach, writing)
  const result: Written = { persons: { new: fresh, updated, unchanged: total - fresh - updated }, households, journal: null }
  if (options.dryRun) throw new DryRun(result)
  progress?.('posting', total, total)
  await options.after?.(tx, { ...options.head, ...result })
  // Whom it was about is found by the import's id: it stands on what was written, and is the request of the posting.
  tx.note({ facts: { import: options.importId ?? ctx.requestId, new: fresh, updated, unchanged: result.persons.unchanged, refused: options.head.refused.length } })
  const posted = await postBatches(tx, ctx, 'register.import', entriesOf(tx, ctx, reclassed))
  return posted ? { ...result, journal: String(posted.number) } : result
}

/** New persons that are read, and posted of, at a time. */
const batch = 2_000

/** The entries of a write in batches, subjects made for what is new. Households come first: who joins one says so by its subject. */
async function* entriesOf(tx: Tx, ctx: Ctx, reclassed: readonly bulk.Reclassed[]): AsyncGenerator<Entry[]> {
  const source = ctx.requestId
  for (let after = ''; ; ) {
    const households = await bulk.newHouseholds(tx, after, batch)
    if (households.length === 0) break
    after = households.at(-1)!.hkey
    const subjects = households.map(({ id }) => ({ id: randomId(), recordId: id }))
    await addSubjects(tx, 'household', subjects)
    yield households.map(({ unitId, unitPath, filedOn }, i) => entryOf(householdFiled, { subject: subjects[i]!.id, unitId, unitPath, happenedOn: filedOn, source }))
  }
  for (let after = 0; ; ) {
    const persons = await bulk.newPersons(tx, after, batch)
    if (persons.length === 0) break
    after = persons.at(-1)!.ordinal
    const subjects = persons.map((person) => ({ id: randomId(), recordId: person.id }))
    await addSubjects(tx, 'person', subjects)
    const homes = await homesOf(tx, persons)
    yield persons.flatMap((person, i) => filingEntries(subjects[i]!.id, person, { source, household: homes.get(person.householdId) }))
  }
  const subjects = reclassed.length ? await subjectsOfRecords(tx, 'person', reclassed.map(({ id }) => id)) : new Map<Uuid, Uuid>()
  yield reclassed.map(({ id, unitId, unitPath, classedOn, ...classes }) =>
    entryOf(classified, { subject: subjects.get(id)!, unitId, unitPath, happenedOn: classedOn, facets: facetsOf(classes), source }))
  yield await joiningEntries(tx, await bulk.joinedAnew(tx))
}

/** The subjects of the households that these belong to. */
const homesOf = (tx: Tx, of: readonly { householdId: Uuid }[]) => subjectsOfRecords(tx, 'household', [...new Set(of.map(({ householdId }) => householdId))])

/** That each of these belongs to a household from a day on. Who, or what, has no subject any more is left out. */
export async function joiningEntries(tx: Tx, joined: readonly bulk.Joined[]): Promise<Entry[]> {
  if (joined.length === 0) return []
  const [subjects, homes] = [await subjectsOfRecords(tx, 'person', joined.map(({ id }) => id)), await homesOf(tx, joined)]
  return joined.flatMap(({ id, householdId, unitId, unitPath, on }) => {
    const [subject, household] = [subjects.get(id), homes.get(householdId)]
    return subject && household ? [entryOf(joinedHousehold, { subject, unitId, unitPath, happenedOn: on, source: household })] : []
  })
}

type Classes = { ability: string; wish: string; hardships: readonly string[] }
const facetsOf = ({ ability, wish, hardships }: Classes): Facets => ({ ability, wish, hardship: hardships })

/** What a card says of class and household, said again from a day on: of those asked for (`says`). In: the person's subject. */
export async function restatingEntries(
  tx: Tx, subject: Uuid, card: Classes & { unitId: number; unitPath: string; householdId: Uuid }, says: { classes: boolean; household: boolean }, { on, source }: { on: DateText; source: Uuid },
): Promise<Entry[]> {
  const of = { subject, unitId: card.unitId, unitPath: card.unitPath, happenedOn: on }
  const household = says.household ? (await homesOf(tx, [card])).get(card.householdId) : undefined
  return [
    ...(says.classes ? [entryOf(classified, { ...of, facets: facetsOf(card), source })] : []),
    ...(household ? [entryOf(joinedHousehold, { ...of, source: household })] : []),
  ]
}

/** The entries of a filed person, all of the same day: filed, classed, belonging to her household (`household`: its subject). */
export function filingEntries(subject: Uuid, p: Classes & { unitId: number; unitPath: string; filedOn: DateText }, { source, household }: { source: Uuid; household: Uuid | undefined }): Entry[] {
  const { unitId, unitPath, filedOn } = p
  const of = { subject, unitId, unitPath, happenedOn: filedOn }
  return [
    entryOf(personFiled, { ...of, source }), entryOf(classified, { ...of, facets: facetsOf(p), source }),
    ...(household ? [entryOf(joinedHousehold, { ...of, source: household })] : []),
  ]
}
