import { instantText } from '#kernel/dates.ts'
import { uuidOfDigest, type Uuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { boxIn } from '#platform/crypto/box.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { hasMember } from '#modules/accounts/index.ts'
import { mergeEntry, post, postingOfRequest, subjectsOfRecords, unmergeEntry } from '#modules/ledger/index.ts'
import { mergingRefusal, restated } from './merge-model.ts'
import { restatingEntries } from './importing.ts'
import type { postApart, postMerge, undoMerge } from './merging.contract.ts'
import * as store from './merging.store.ts'
import { forbidsWriting } from './policy.ts'

/** Whether something a person asked about her data is still open, of any of these cards: what only a module above knows. */
export type HasOpenRequest = (tx: Tx, cards: readonly Uuid[]) => Promise<boolean>

/** Under which the ledger keeps it: the id of a card's or a merge's row stays out of the ledger, as an export must not lead to a card (decisions/0001). */
const requestOf = (ctx: Ctx, id: Uuid) => uuidOfDigest(boxIn(ctx.dataFolder).hash('request', id))

/**
 * Merges two cards of one person: `stays` keeps its facts, `closes` is closed and names it, and in the ledger both count as one from this
 * posting on. Where the closed card says otherwise of class or household, what the standing one says is said again from today, so that it holds.
 * `body.id` identifies the request. Refuses `person-not-found`, `merge-same-card`, `card-merged`, `merge-own-account`, `merge-open-request`.
 */
export async function merge(ctx: Ctx, body: BodyOf<typeof postMerge>, hasOpenRequest: HasOpenRequest): Promise<{ id: Uuid; stays: Uuid; journal: string } | Refusal> {
  const forbidden = forbidsWriting(ctx.actor)
  if (forbidden) return forbidden
  const { id, stays, closes } = body
  if (stays === closes) return refuse('merge-same-card', {}, 'closes')
  const requestId = requestOf(ctx, id)
  return inTransaction(ctx.db, async (tx) => {
    await store.lockMerging(tx)
    const before = await postingOfRequest(tx, requestId)
    if (before) {
      const done = await store.mergeById(tx, id)
      tx.note({ subjects: [stays, closes] })
      return done?.intoId === stays && done.personId === closes ? { id, stays, journal: String(before.number) } : refuse('request-reused')
    }
    const cards = await store.lockCards(tx, ctx.actor.reach, [stays, closes])
    const [standing, closed] = [cards.get(stays), cards.get(closes)]
    if (!standing || !closed) return refuse('person-not-found')
    tx.note({ subjects: [stays, closes], facts: { merge: id } })
    const refusal = mergingRefusal({
      standing, closed, closedHasAccount: await hasMember(tx, ctx.workspace.slug, closes), openRequest: await hasOpenRequest(tx, [stays, closes]),
    })
    if (refusal) return refusal
    const subjects = await subjectsOfRecords(tx, 'person', [stays, closes])
    const [subject, into] = [subjects.get(closes)!, subjects.get(stays)!]
    const tookWorks = standing.works === null && closed.works !== null
    await store.insertMerge(tx, { id, personId: closes, intoId: stays, tookWorks, reason: body.reason, at: instantText(ctx.now), by: ctx.actor.id }, closed.works)
    const { unitId, unitPath } = standing
    const entries = [mergeEntry({ subject, into, unitId, unitPath, happenedOn: ctx.today }), ...(await restatingEntries(tx, into, standing, restated(standing, closed), { on: ctx.today, source: requestId }))]
    const { number } = await post(tx, { actor: ctx.actor, requestId }, 'register.merge', entries)
    return { id, stays, journal: String(number) }
  })
}

/**
 * Takes a merge back: they were two persons after all. The closed card opens again with what was merged into it before, and from this posting on
 * both count; what was written on the card that stayed meanwhile stays there. Refuses `merge-not-found`, `merge-undone`.
 */
export async function unmerge(ctx: Ctx, mergeId: Uuid, body: BodyOf<typeof undoMerge>): Promise<{ id: Uuid; journal: string } | Refusal> {
  const forbidden = forbidsWriting(ctx.actor)
  if (forbidden) return forbidden
  const requestId = requestOf(ctx, body.id)
  return inTransaction(ctx.db, async (tx) => {
    await store.lockMerging(tx)
    const found = await store.mergeById(tx, mergeId)
    if (!found) return refuse('merge-not-found')
    const before = await postingOfRequest(tx, requestId)
    if (before) {
      tx.note({ subjects: [found.intoId, found.personId] })
      return found.undone === body.id ? { id: mergeId, journal: String(before.number) } : refuse('request-reused')
    }
    const cards = await store.lockCards(tx, ctx.actor.reach, [found.intoId, found.personId])
    const subject = (await subjectsOfRecords(tx, 'person', [found.personId])).get(found.personId)
    if (cards.size < 2 || !subject) return refuse('merge-not-found')
    tx.note({ subjects: [found.intoId, found.personId], facts: { merge: mergeId } })
    if (found.undone !== null) return refuse('merge-undone')
    const entry = await unmergeEntry(tx, subject)
    if (!entry) throw new Error(`merge ${mergeId} stands in the register and not in the ledger`)
    await store.undoMerge(tx, found, { id: body.id, reason: body.reason, at: instantText(ctx.now), by: ctx.actor.id })
    const { number } = await post(tx, { actor: ctx.actor, requestId }, 'register.unmerge', [entry])
    return { id: mergeId, journal: String(number) }
  })
}

/** Says that two cards are two persons, so that they are not shown as likely twins any more. Refuses `person-not-found`, `merge-same-card`, `card-merged`. */
export async function setApart(ctx: Ctx, body: BodyOf<typeof postApart>): Promise<{ done: true } | Refusal> {
  const forbidden = forbidsWriting(ctx.actor)
  if (forbidden) return forbidden
  const [one, other] = body.persons
  if (one === other) return refuse('merge-same-card')
  return inTransaction(ctx.db, async (tx): Promise<{ done: true } | Refusal> => {
    const cards = await store.lockCards(tx, ctx.actor.reach, [one, other])
    if (cards.size < 2) return refuse('person-not-found')
    tx.note({ subjects: [one, other] })
    if ([...cards.values()].some(({ mergedInto }) => mergedInto !== null)) return refuse('card-merged')
    await store.insertApart(tx, one, other, { at: instantText(ctx.now), by: ctx.actor.id })
    return { done: true }
  })
}
