import { rm } from 'node:fs/promises'
import { instantText, type DateText } from '#kernel/dates.ts'
import { randomId, type Uuid } from '#kernel/ids.ts'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { FileRefusalCode } from '#platform/spreadsheets/types.ts'
import { addSubjects, analyze, entryOf, post, subjectsOfRecords, type Entry, type Facets } from '#modules/ledger/index.ts'
import * as bulk from './bulk.store.ts'
import { type Checked, checkRoster, type RosterFile } from './check.ts'
import { classified, householdFiled, personFiled } from './entries.ts'
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
/** From so many new persons on, the planner is told at once what is there. */
const analyzeFromPersons = 500

async function tellPlanner(tx: Tx): Promise<void> {
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
      if (written.persons.new >= analyzeFromPersons) await inTransaction(ctx.db, (tx) => tellPlanner(tx))
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
  const entries = await entriesOf(tx, ctx, reclassed)
  await options.after?.(tx, { ...options.head, ...result })
  if (entries.length === 0) return result
  const { number } = await post(tx, ctx, 'register.import', entries)
  return { ...result, journal: String(number) }
}

/** New persons that are read, and posted of, at a time. */
const batch = 10_000

/** The entries of a write, subjects made for what is new. */
async function entriesOf(tx: Tx, ctx: Ctx, reclassed: readonly bulk.Reclassed[]): Promise<Entry[]> {
  const entries: Entry[] = []
  const source = ctx.requestId
  // 200,000 entries name a few hundred paths, days and classes: each is kept once.
  const kept = new Map<string, unknown>()
  const once = <T>(value: T, key: string): T => (kept.get(key) ?? (kept.set(key, value), value)) as T
  const shared = (e: Entry): Entry => ({ ...e, unitPath: once(e.unitPath, e.unitPath), happenedOn: once(e.happenedOn, e.happenedOn), facets: once(e.facets, JSON.stringify(e.facets)) })
  for (let after = 0; ; ) {
    const persons = await bulk.newPersons(tx, after, batch)
    if (persons.length === 0) break
    after = persons.at(-1)!.ordinal
    const subjects = persons.map((person) => ({ id: randomId(), recordId: person.id }))
    await addSubjects(tx, 'person', subjects)
    persons.forEach((person, i) => entries.push(...filingEntries(subjects[i]!.id, person, source).map(shared)))
  }
  const households = await bulk.newHouseholds(tx)
  const ids = households.map(({ id }) => ({ id: randomId(), recordId: id }))
  if (ids.length) await addSubjects(tx, 'household', ids)
  households.forEach(({ unitId, unitPath, filedOn }, i) => entries.push(entryOf(householdFiled, { subject: ids[i]!.id, unitId, unitPath, happenedOn: filedOn, source })))
  const subjects = reclassed.length ? await subjectsOfRecords(tx, 'person', reclassed.map(({ id }) => id)) : new Map<Uuid, Uuid>()
  for (const { id, unitId, unitPath, classedOn, ...classes } of reclassed) {
    entries.push(entryOf(classified, { subject: subjects.get(id)!, unitId, unitPath, happenedOn: classedOn, facets: facetsOf(classes), source }))
  }
  return entries
}

type Classes = { ability: string; wish: string; hardships: readonly string[] }
const facetsOf = ({ ability, wish, hardships }: Classes): Facets => ({ ability, wish, hardship: hardships })

/** The two entries of a filed person: filed, and classed on the same day. */
export function filingEntries(subject: Uuid, p: Classes & { unitId: number; unitPath: string; filedOn: DateText }, source: Uuid): Entry[] {
  const { unitId, unitPath, filedOn } = p
  return [
    entryOf(personFiled, { subject, unitId, unitPath, happenedOn: filedOn, source }),
    entryOf(classified, { subject, unitId, unitPath, happenedOn: filedOn, facets: facetsOf(p), source }),
  ]
}
