import { rangeOf } from '#kernel/actor.ts'
import { instantText, type DateText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { unitById, unitsBelow, unitsById, type Unit } from '#modules/organisation/index.ts'
import * as batches from './batch.store.ts'
import { passed, reversed } from './entries.ts'
import { closingRefusal, drawSample, entryOf, levelBefore, openingRefusal, ownRefusal, sampleSizeOf, withoutOwn, type EntryRef } from './model.ts'
import { mayCheck } from './policy.ts'
import { post } from './post.ts'
import * as reached from './reached.store.ts'
import * as store from './store.ts'
import { takingsBack, type TakingBack } from './taking-back.store.ts'

/** Takes an entry of `kinds` back, for good; what it counted is gone from this posting on. Refuses `entry-not-found`, `entry-reversed`. */
export async function reverse(tx: Tx, ctx: Ctx, verb: string, kinds: readonly string[], ref: EntryRef, reason: 'mistake' | 'repeated' | 'withdrawn') {
  const before = await store.postingOfRequest(tx, ctx.requestId)
  const entry = await reached.entryInReach(tx, ctx.actor.reach, ref)
  if (!entry || !kinds.includes(entry.kind)) return refuse('entry-not-found')
  if (before) return before.verb === verb ? before : refuse('request-reused')
  if (await store.isReversed(tx, ref)) return refuse('entry-reversed')
  const { subject, unitId, unitPath, happenedOn } = entry
  return post(tx, ctx, verb, [entryOf(reversed, { subject, unitId, unitPath, happenedOn, facets: { reason }, refers: ref })])
}

export type BatchScope = { level: string; unitId: number; kinds: readonly string[]; from: DateText | null; to: DateText | null }

const waitingOf = (ctx: Ctx, scope: BatchScope, unit: Unit): batches.Waiting => ({
  ...scope, ...rangeOf(unit.path), before: levelBefore(ctx.levels, scope.level)?.id ?? null,
})

export type WaitingRow = { level: string; unit: Unit; group: string; entries: number; own: number; sample: number; mayCheck: boolean }

/**
 * What waits for the levels at work, by unit of that level and group of kinds: one row where a batch can be opened or is awaited. `own` of the
 * entries were recorded by who asks and wait for a colleague.
 */
export async function waiting(ctx: Ctx, groups: Readonly<Record<string, readonly string[]>>): Promise<WaitingRow[]> {
  return inSnapshot(ctx.db, async (tx) => {
    const rows: WaitingRow[] = []
    for (const level of ctx.levels.filter((one) => one.atWork)) {
      const units = new Map((await unitsBelow(tx, ctx.actor.reach, { path: ctx.actor.unitPath, levels: [level.unitLevel] })).map((unit) => [String(unit.id), unit]))
      const ranges = [...units].map(([key, unit]) => ({ key, ...rangeOf(unit.path) }))
      for (const [group, kinds] of Object.entries(groups)) {
        const scope = { level: level.id, kinds, from: null, to: null, before: levelBefore(ctx.levels, level.id)?.id ?? null, ...rangeOf(ctx.actor.unitPath) }
        for (const { key, entries, own } of await batches.countWaiting(tx, ctx.actor.reach, scope, ranges, ctx.actor.id)) {
          const unit = units.get(key)!
          rows.push({ level: level.id, unit, group, entries, own, sample: sampleSizeOf(entries - own), mayCheck: entries > own && mayCheck(ctx.actor, unit) })
        }
      }
    }
    return rows
  })
}

/**
 * Puts what waits for a level into a batch: members frozen once, sample drawn with a recorded seed. What she recorded herself stays out;
 * `left` says how many entries wait for a colleague. Safe to retry.
 * Refuses `not-allowed`, `unit-not-found`, `level-unknown`, `level-not-at-work`, `level-not-of-unit`, `batch-empty`, `check-own`.
 */
export async function openBatch(ctx: Ctx, scope: BatchScope): Promise<(batches.BatchRow & { left: number }) | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    const unit = await unitById(tx, ctx.actor.reach, scope.unitId)
    if (!unit) return refuse('unit-not-found')
    if (!mayCheck(ctx.actor, unit)) return refuse('not-allowed')
    const refusal = openingRefusal(ctx.levels, scope.level, unit.level)
    if (refusal) return refusal
    await batches.lockLevel(tx, scope.level)
    const before = await batches.batchOfRequest(tx, ctx.actor.reach, ctx.requestId)
    const { members, left } = withoutOwn(await batches.waitingEntries(tx, ctx.actor.reach, waitingOf(ctx, scope, unit)), ctx.actor.id)
    if (before) return { ...before, left }
    if (members.length === 0) return left > 0 ? refuse('check-own') : refuse('batch-empty')
    const id = uuidv7(ctx.now.epochMilliseconds)
    tx.note({ facts: { batch: id, level: scope.level, members: members.length } })
    const sampleSize = sampleSizeOf(members.length)
    const { number } = await store.head(tx)
    await batches.insertBatch(tx, {
      id, level: scope.level, unitId: unit.id, unitPath: unit.path, kinds: [...scope.kinds], happenedFrom: scope.from, happenedTo: scope.to, frozenAt: number,
      members: members.length, seed: ctx.requestId, sampleSize, openedBy: ctx.actor.id, openedAt: instantText(ctx.now), requestId: ctx.requestId,
    }, drawSample(members, ctx.requestId, sampleSize))
    return { ...(await batches.batchById(tx, ctx.actor.reach, id))!, left }
  })
}

/** What the re-visit found at one sampled entry. A later finding replaces an earlier one. Refuses `batch-not-found`, `batch-closed`, `check-own`, `sample-not-found`. */
export async function recordFinding(ctx: Ctx, batchId: Uuid, finding: EntryRef & { wrong: boolean; note: string }): Promise<batches.BatchRow | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    tx.note({ facts: { batch: batchId, entry: `${finding.posting}-${finding.line}`, wrong: finding.wrong } })
    const batch = await openBatchFor(tx, ctx, batchId)
    if (isRefusal(batch)) return batch
    const sample = await batches.sampleOf(tx, ctx.actor.reach, batchId)
    if (!sample.some((row) => row.posting === finding.posting && row.line === finding.line)) return refuse('sample-not-found')
    const noted = await batches.insertFinding(tx, { ...finding, note: finding.note.trim() || null, id: ctx.requestId, batchId, by: ctx.actor.id, at: instantText(ctx.now) })
    if (!noted) return refuse('request-reused')
    return (await batches.batchById(tx, ctx.actor.reach, batchId))!
  })
}

/** So many entries at once the planner is told of. */
const manyEntries = 500

/**
 * Ends a batch. Passed: every member that still stands and was not found wrong is passed by the level, in one posting.
 * Returned: nothing is posted; its entries wait again. Refuses `batch-not-found`, `batch-closed`, `check-own`, `batch-not-finished`, `batch-reason-missing`.
 */
export async function closeBatch(ctx: Ctx, batchId: Uuid, outcome: 'passed' | 'returned', reason: string): Promise<batches.BatchRow | Refusal> {
  let many = false
  const ended = await inTransaction(ctx.db, async (tx) => {
    await batches.lockBatch(tx, batchId)
    tx.note({ facts: { batch: batchId, outcome } })
    const batch = await batches.batchById(tx, ctx.actor.reach, batchId)
    if (!batch) return refuse('batch-not-found')
    const unit = await unitById(tx, ctx.actor.reach, batch.unitId)
    if (!unit || !mayCheck(ctx.actor, unit)) return refuse('not-allowed')
    if (await store.postingOfRequest(tx, ctx.requestId)) return batch.outcome === null ? refuse('request-reused') : batch
    const refusal = ownRefusal(batch.recorders, ctx.actor.id) ?? closingRefusal(batch, outcome, reason)
    if (refusal) return refusal

    await batches.insertClosing(tx, { batchId, outcome, wrong: batch.wrong, reason: reason.trim() || null, by: ctx.actor.id, at: instantText(ctx.now) })
    const closed = (await batches.batchById(tx, ctx.actor.reach, batchId))!
    if (outcome === 'passed') {
      const before = levelBefore(ctx.levels, batch.level)?.id ?? null
      // Nothing of it is taken back by the level before in this very moment (`takeBack` takes the same lock).
      if (before !== null) await batches.lockLevel(tx, before)
      const members = await batches.membersToPass(tx, batchId, before)
      const entries = members.map(({ posting, line, ...where }) =>
        entryOf(passed, { ...where, facets: { level: batch.level }, source: batchId, refers: { posting, line } }))
      if (entries.length > 0) await post(tx, ctx, 'ledger.pass', entries)
      many = entries.length >= manyEntries
    }
    return closed
  })
  // The first passings are of a kind that the planner takes for none until it is told: every figure would be slow meanwhile.
  if (many) await inTransaction({ pool: ctx.db.pool, schema: ctx.db.schema, reach: ctx.db.reach }, store.analyze)
  return ended
}

async function openBatchFor(tx: Tx, ctx: Ctx, batchId: Uuid): Promise<batches.BatchRow | Refusal> {
  const batch = await batches.batchById(tx, ctx.actor.reach, batchId)
  if (!batch) return refuse('batch-not-found')
  const unit = await unitById(tx, ctx.actor.reach, batch.unitId)
  if (!unit || !mayCheck(ctx.actor, unit)) return refuse('not-allowed')
  if (batch.outcome !== null) return refuse('batch-closed')
  return ownRefusal(batch.recorders, ctx.actor.id) ?? batch
}

/** The display name of whoever acted, by the actor's id. */
export type NameOf = (actor: string | null) => string | null
export type BatchList = { batches: batches.BatchRow[]; units: Map<number, Unit>; nameOf: NameOf }

const whoActed = (tx: Tx, ctx: Ctx, found: readonly batches.BatchRow[]): Promise<NameOf> =>
  namesOfActors(tx, found.flatMap(({ openedBy, closedBy }) => [openedBy, closedBy]), ctx.now.epochMilliseconds)

/** Batches that the actor reaches, newest first, with the units they are of. */
export async function listBatches(ctx: Ctx, open: boolean | null): Promise<BatchList> {
  return inSnapshot(ctx.db, async (tx) => {
    const found = await batches.batches(tx, ctx.actor.reach, { open, limit: 200 })
    return { batches: found, units: await unitsById(tx, ctx.actor.reach, found.map((batch) => batch.unitId)), nameOf: await whoActed(tx, ctx, found) }
  })
}

/** One batch with its sample in the order drawn. Refuses `batch-not-found`. */
export async function getBatch(ctx: Ctx, id: Uuid): Promise<{ batch: batches.BatchRow; sample: batches.SampleRow[]; takings: TakingBack[]; units: Map<number, Unit>; nameOf: NameOf } | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const batch = await batches.batchById(tx, ctx.actor.reach, id)
    if (!batch) return refuse('batch-not-found')
    const sample = await batches.sampleOf(tx, ctx.actor.reach, id)
    const takings = batch.takenBack > 0 ? await takingsBack(tx, id) : []
    const units = await unitsById(tx, ctx.actor.reach, [batch.unitId, ...sample.map((row) => row.unitId)])
    return { batch, sample, takings, units, nameOf: await namesOfActors(tx, [batch.openedBy, batch.closedBy, ...takings.map(({ by }) => by)], ctx.now.epochMilliseconds) }
  })
}

/** The latest postings that wrote something in the actor's reach, newest first. */
export async function recentPostings(ctx: Ctx, limit: number) {
  return inSnapshot(ctx.db, async (tx) => {
    const postings = await reached.recentPostings(tx, ctx.actor.reach, limit)
    const nameOf = await namesOfActors(tx, postings.map(({ actor }) => actor), ctx.now.epochMilliseconds)
    return { head: await store.head(tx), postings: postings.map((one) => ({ ...one, actor: nameOf(one.actor) })) }
  })
}

/** The sample of a batch in the order drawn; empty where the batch is out of reach. */
export async function sampleOfBatch(ctx: Ctx, id: Uuid): Promise<batches.SampleRow[]> {
  return inSnapshot(ctx.db, (tx) => batches.sampleOf(tx, ctx.actor.reach, id))
}
