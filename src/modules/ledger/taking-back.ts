import { instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitById } from '#modules/organisation/index.ts'
import * as batches from './batch.store.ts'
import { returned } from './entries.ts'
import { entryOf, levelsAbove, takingBackRefusal, type EntryRef } from './model.ts'
import { mayCheck } from './policy.ts'
import { post } from './post.ts'
import { postingOfRequest } from './store.ts'
import * as store from './taking-back.store.ts'

/**
 * A level takes its passing of a batch back, of one entry (`only`) or of all that still stands passed by it: the entries wait for the level
 * again. Receipts issued before stay as they are. Safe to retry. Refuses `batch-not-found`, `not-allowed`, `batch-not-passed`,
 * `taking-back-reason-missing`, `nothing-to-take-back`, `check-own` (entries that she recorded herself), `passed-above` (a higher level has passed
 * them on: it takes back first).
 */
export async function takeBack(ctx: Ctx, batchId: Uuid, { only, reason }: { only: EntryRef | null; reason: string }): Promise<batches.BatchRow | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    await batches.lockBatch(tx, batchId)
    tx.note({ facts: { batch: batchId, ...(only ? { entry: `${only.posting}-${only.line}` } : {}) } })
    const batch = await batches.batchById(tx, ctx.actor.reach, batchId)
    if (!batch) return refuse('batch-not-found')
    const unit = await unitById(tx, ctx.actor.reach, batch.unitId)
    if (!unit || !mayCheck(ctx.actor, unit)) return refuse('not-allowed')
    if (await postingOfRequest(tx, ctx.requestId)) {
      const done = (await store.takingsBack(tx, batchId)).find(({ id }) => id === ctx.requestId)
      return done && done.posting === (only?.posting ?? null) && done.line === (only?.line ?? null) ? batch : refuse('request-reused')
    }
    // A batch of the next level is not passed on in this very moment (`closeBatch` takes the same lock).
    await batches.lockLevel(tx, batch.level)
    const above = levelsAbove(ctx.levels, batch.level)
    const found = batch.outcome === 'passed' ? await store.stillPassedOf(tx, batchId, only, above) : []
    const refusal = takingBackRefusal(batch, found, ctx.actor.id, reason)
    if (refusal) return refusal
    const row = { id: ctx.requestId, batchId, posting: only?.posting ?? null, line: only?.line ?? null, entries: found.length, reason: reason.trim(), by: ctx.actor.id, at: instantText(ctx.now) }
    await store.insertTakingBack(tx, row)
    const after = (await batches.batchById(tx, ctx.actor.reach, batchId))!
    await post(tx, ctx, 'ledger.take-back', found.map(({ posting, line, subject, unitId, unitPath, happenedOn }) =>
      entryOf(returned, { subject, unitId, unitPath, happenedOn, facets: { level: batch.level }, source: batchId, refers: { posting, line } })))
    return after
  })
}
