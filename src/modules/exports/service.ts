import { createHash } from 'node:crypto'
import { canonicalJson } from '#kernel/canonical.ts'
import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { dayAndTime } from '#kernel/writing.ts'
import { boxIn } from '#platform/crypto/box.ts'
import type { BodyOf, OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import type { askExport, listExports } from './contract.ts'
import { alone, alonePeriodHours, decisionRefusal, isOpen, mostPersons, personsAlone, type ExportKind } from './model.ts'
import * as store from './store.ts'
import { viewOf } from './view.ts'

/** Words, days and codes as they are asked; words searched for as `q`. */
export type Filter = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** A file that is about to leave. `unit` is the top of what it may hold; `persons` null where it names nobody; `own`: rows the taker sent herself, or what is held of herself. */
export type Wanted = { readonly own?: boolean; readonly what: ExportKind; readonly title: string; readonly unit: { readonly id: number; readonly path: string }; readonly filter: Filter; readonly persons: number | null }
/** What was begun: the numbers for the file's first line. */
export type Begun = { readonly id: Uuid; readonly number: bigint; readonly persons: number | null; readonly approvedBy: string | null }

/** How a module above counts one of its files: the query as it came, to what would leave. Refuses in its own codes. */
export type ExportSource = (ctx: Ctx, query: Readonly<Record<string, string | string[]>>) => Promise<Wanted | Refusal>
export type ExportSources = Readonly<Record<BodyOf<typeof askExport>['what'], ExportSource>>

/** The filter as it is kept: canonical, words searched for as a keyed hash, for they may be somebody's name or number. */
function keptFilter(ctx: Ctx, filter: Filter): { text: string; sha256: Buffer } {
  const said = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = canonicalJson(Object.fromEntries(said.map(([name, value]) => [name, name === 'q' ? boxIn(ctx.dataFolder).hash('request', `exports.q ${String(value)}`).toString('hex') : value])))
  return { text, sha256: createHash('sha256').update(text).digest() }
}

const writtenDown = (ctx: Ctx, wanted: Wanted, kept: { text: string; sha256: Buffer }) => ({
  what: wanted.what, title: [...wanted.title].slice(0, 200).join(''), filter: kept.text, sha256: kept.sha256, unitId: wanted.unit.id, unitPath: wanted.unit.path, persons: wanted.persons, own: wanted.own ?? false, by: ctx.actor.id, at: instantText(ctx.now),
})

/** Writes down an export that needs nobody else: it names nobody, or holds the taker's own. In the transaction that begins it. */
export function noteExport(tx: Tx, ctx: Ctx, wanted: Wanted & ({ persons: null } | { own: true })): Promise<Begun> {
  return noted(tx, ctx, wanted)
}

/**
 * Writes down an export for which a second person cannot be asked, and which counts. In a transaction that is no snapshot, for it waits for what
 * the account takes at once. Refuses `export-day-full` (facts: persons, taken, limit) where it is too much with what was taken in 24 hours.
 */
export async function noteCounted(tx: Tx, ctx: Ctx, wanted: Wanted & { persons: number }): Promise<Begun | Refusal> {
  const taken = await takenBefore(tx, ctx)
  return alone(wanted.persons, taken) === 'may' ? noted(tx, ctx, wanted) : refuse('export-day-full', { persons: wanted.persons, taken, limit: personsAlone })
}

/** What the account took alone in the last 24 hours; until the transaction ends it takes nothing else. */
async function takenBefore(tx: Tx, ctx: Ctx): Promise<number> {
  await store.lockTakings(tx, ctx.actor.id)
  return takenLately(tx, ctx)
}

const takenLately = (tx: Tx, ctx: Ctx) => store.takenAlone(tx, ctx.actor.id, instantText(ctx.now.subtract({ hours: alonePeriodHours })))

/** What is refused where nobody agreed. */
const needsSecond = (persons: number, taken: number) =>
  alone(persons, taken) === 'many' ? refuse('export-many-taken', { persons, taken, limit: personsAlone }) : refuse('export-needs-second', { persons, limit: personsAlone })

async function noted(tx: Tx, ctx: Ctx, wanted: Wanted): Promise<Begun> {
  const id = uuidv7(ctx.now.epochMilliseconds)
  const number = (await store.insertExport(tx, { id, reason: null, ...writtenDown(ctx, wanted, keptFilter(ctx, wanted.filter)) }))!
  return taken(tx, ctx, wanted, { id, number, approvedBy: null })
}

async function taken(tx: Tx, ctx: Ctx, { persons, unit, what }: Wanted, begun: Omit<Begun, 'persons'>): Promise<Begun> {
  await store.insertTaking(tx, { id: uuidv7(ctx.now.epochMilliseconds), exportId: begun.id, unitPath: unit.path, persons, by: ctx.actor.id, at: instantText(ctx.now) })
  tx.note({ facts: { export: String(begun.number), what, persons } })
  return { ...begun, persons }
}

/**
 * Begins an export with persons in it, in the transaction in which they were counted; the file may hold no more than `persons`.
 * In: what leaves; `under`: the approval it is taken under, where the caller named one. Refuses `export-needs-second` (facts: persons, limit) where
 * there are more than 200 and nobody agreed, `export-many-taken` (facts: persons, taken, limit) where there are with what this account took alone in the
 * last 24 hours, `export-not-found`, `export-other-filter`, `export-waiting`, `export-declined`, `export-expired`, `export-grown`.
 */
export async function takeExport(tx: Tx, ctx: Ctx, wanted: Wanted & { persons: number }, under: Uuid | undefined): Promise<Begun | Refusal> {
  const before = under === undefined ? await takenBefore(tx, ctx) : 0
  if (under === undefined && alone(wanted.persons, before) === 'may') return noted(tx, ctx, wanted)
  const { sha256 } = keptFilter(ctx, wanted.filter)
  const approval = await approvalFor(tx, ctx, wanted, sha256, under, before)
  if (isRefusal(approval)) return approval
  const most = mostPersons(approval.persons ?? 0)
  if (wanted.persons > most) return refuse('export-grown', { persons: wanted.persons, approved: approval.persons ?? 0 })
  return taken(tx, ctx, wanted, { id: approval.id, number: approval.number, approvedBy: approval.decidedBy })
}

async function approvalFor(tx: Tx, ctx: Ctx, wanted: Wanted & { persons: number }, sha256: Buffer, under: Uuid | undefined, before: number): Promise<store.StoredExport | Refusal> {
  const now = ctx.now.epochMilliseconds
  if (under === undefined) {
    const found = (await store.askedAlike(tx, ctx.actor.reach, wanted.what, wanted.unit.id, sha256, ctx.actor.id)).find((one) => one.decidedAt !== null && isOpen({ approved: one.approved!, at: one.decidedAt }, now))
    return found ?? needsSecond(wanted.persons, before)
  }
  const named = await store.exportById(tx, ctx.actor.reach, under)
  if (!named || named.askedBy !== ctx.actor.id || named.reason === null) return refuse('export-not-found')
  if (named.what !== wanted.what || named.unitId !== wanted.unit.id || !named.sha256.equals(sha256)) return refuse('export-other-filter', { number: String(named.number) })
  if (named.decidedAt === null) return refuse('export-waiting', { number: String(named.number) })
  if (!named.approved) return refuse('export-declined', { number: String(named.number) })
  return isOpen({ approved: true, at: named.decidedAt }, now) ? named : refuse('export-expired', { number: String(named.number) })
}

/** The first line of a file: who took it, when, what, how many, its number, and who agreed. */
export async function headOf(tx: Tx, ctx: Ctx, wanted: Wanted, begun: Begun): Promise<string> {
  const { date, time } = dayAndTime(ctx.now.toString(), ctx.workspace.timeZone)
  const approver = begun.approvedBy === null ? null : (await namesOfActors(tx, [begun.approvedBy], ctx.now.epochMilliseconds))(begun.approvedBy)
  const said = translate(ctx.language, 'exports:head', { number: String(begun.number), title: wanted.title, persons: begun.persons ?? 0, who: ctx.actor.name, workspace: ctx.workspace.name, date, time })
  return begun.approvedBy === null ? said : `${said}${translate(ctx.language, 'exports:head.approved', { approver: approver ?? '–' })}`
}

/** Files what needs a second person. Sent twice it is asked for once. Refuses `export-small` (may be taken at once), `export-asked` (the same waits already), and as its source does. */
export async function ask(ctx: Ctx, sources: ExportSources, body: BodyOf<typeof askExport>) {
  const wanted = await sources[body.what](ctx, body.query)
  if (isRefusal(wanted)) return wanted
  return inTransaction(ctx.db, async (tx) => {
    const known = await store.exportById(tx, ctx.actor.reach, body.id)
    if (!known) {
      if (wanted.persons === null || alone(wanted.persons, await takenLately(tx, ctx)) === 'may') return refuse('export-small', { persons: wanted.persons ?? 0, limit: personsAlone })
      const kept = keptFilter(ctx, wanted.filter)
      const alike = (await store.askedAlike(tx, ctx.actor.reach, wanted.what, wanted.unit.id, kept.sha256, ctx.actor.id)).find((one) => one.decidedAt === null)
      if (alike) return refuse('export-asked', { number: String(alike.number) })
      const number = await store.insertExport(tx, { id: body.id, reason: body.reason, ...writtenDown(ctx, wanted, kept) })
      if (number === undefined) return refuse('request-reused')
      tx.note({ facts: { export: String(number), what: wanted.what, persons: wanted.persons } })
    } else if (known.askedBy !== ctx.actor.id) return refuse('request-reused')
    return (await viewOf(tx, ctx, [(await store.exportById(tx, ctx.actor.reach, body.id))!]))[0]!
  })
}

/** The second person says yes or no, once. Refuses `export-not-found` (also out of reach), `export-own`, `export-decided`, `export-alone` where none is needed. */
export async function decide(ctx: Ctx, id: Uuid, { approve, reason }: { approve: boolean; reason?: string | undefined }) {
  return inTransaction(ctx.db, async (tx) => {
    const found = await store.exportById(tx, ctx.actor.reach, id)
    if (!found) return refuse('export-not-found')
    const refused = decisionRefusal({ askedBy: found.askedBy, needsSecond: found.reason !== null }, ctx.actor.id)
    if (refused) return refused
    const decided = await store.insertDecision(tx, { exportId: id, unitPath: found.unitPath, approved: approve, reason: reason ?? null, by: ctx.actor.id, at: instantText(ctx.now) })
    const now = (await store.exportById(tx, ctx.actor.reach, id))!
    // The same said again by the same person is the same; another word comes too late.
    if (!decided && (now.decidedBy !== ctx.actor.id || now.approved !== approve)) return refuse('export-decided', { number: String(found.number) })
    tx.note({ facts: { export: String(found.number), approved: approve } })
    return (await viewOf(tx, ctx, [now]))[0]!
  })
}

/** Exports in reach, newest first, 50 a page. */
export async function list(ctx: Ctx, { show, page }: { show: 'all' | 'mine' | 'waiting'; page: number }): Promise<OutOf<typeof listExports>> {
  const size = 50 as const
  return inSnapshot(ctx.db, async (tx) => {
    const of = { by: show === 'mine' ? ctx.actor.id : null, not: show === 'waiting' ? ctx.actor.id : null }
    const { total, rows } = await store.exportPage(tx, ctx.actor.reach, of, { limit: size, offset: (page - 1) * size })
    return { total, page, size, exports: await viewOf(tx, ctx, rows) }
  })
}
