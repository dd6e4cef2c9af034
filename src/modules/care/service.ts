import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf, OutOf } from '#platform/contract/endpoint.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids } from '#modules/accounts/index.ts'
import { entriesOfSubject, entryInReach, entryOf, post, postingOfRequest, recordsOfSubjects, reverse, subjectsOfRecords, type EntryRef } from '#modules/ledger/index.ts'
import { cardsInReach, closedCardsOf, setWorks } from '#modules/register/index.ts'
import type { reverseWorkStart, startWork } from './contract.ts'
import { workStarted } from './entries.ts'
import * as store from './store.ts'

type Started = OutOf<typeof startWork>
const skip = (personId: Uuid) => ({ personId, code: 'already-started-same-trade-same-day' as const })

/** Starts of work looked at on one card when one of them is taken back. */
const looked = 500

/**
 * Records that persons started work, all in one posting. `body.id` identifies the request: sent twice it is recorded once. Who has
 * the same trade on the same day already is skipped and named. Refuses `started-in-future`, `person-not-found` (out of reach
 * is not there), `started-before-birth`, `not-allowed`.
 */
export async function start(ctx: Ctx, body: BodyOf<typeof startWork>): Promise<Started | Refusal> {
  const forbidden = forbids(ctx.actor, 'register.write')
  if (forbidden) return forbidden
  const { trade, startedOn } = body
  if (startedOn > ctx.today) return refuse('started-in-future', {}, 'startedOn')
  const asked = [...new Set(body.personIds)]
  return inTransaction(ctx.db, async (tx): Promise<Started | Refusal> => {
    await store.lockPersons(tx, asked)
    // A card that was merged away leads to the one that stands.
    const found = await cardsInReach(tx, ctx.actor.reach, asked)
    const ids = [...new Set(asked.map((id) => found.get(id)?.id ?? id))]
    tx.note({ subjects: ids })
    const before = await postingOfRequest(tx, body.id)
    if (before) {
      const recorded = await store.startsOfRequest(tx, body.id)
      const cards = await cardsInReach(tx, ctx.actor.reach, [...recorded])
      if (recorded.size === 0 || cards.size < recorded.size) return refuse('request-reused')
      return { recorded: recorded.size, skipped: ids.filter((id) => !recorded.has(id)).map(skip), journal: String(before.number) }
    }
    const cards = new Map([...found.values()].map((card) => [card.id, card]))
    if (found.size < asked.length) return refuse('person-not-found', { missing: asked.length - found.size }, 'personIds')
    if ([...cards.values()].some(({ birth }) => birth > startedOn)) return refuse('started-before-birth', {}, 'startedOn')

    const standing = await standingStarts(tx, ctx, ids, trade, startedOn)
    const fresh = ids.filter((id) => !standing.has(id))
    const skipped = ids.filter((id) => standing.has(id)).map(skip)
    if (fresh.length === 0) return { recorded: 0, skipped, journal: null }
    const at = instantText(ctx.now)
    const starts = fresh.map((personId) => ({ id: uuidv7(ctx.now.epochMilliseconds), personId, trade, startedOn, note: body.note || null, requestId: body.id, at, by: ctx.actor.id }))
    const later = await store.laterStarts(tx, fresh, startedOn)
    await store.insertStarts(tx, starts)
    await setWorks(tx, ctx.actor.reach, fresh.filter((id) => !later.has(id)), trade)
    const subjects = await subjectsOfRecords(tx, 'person', fresh)
    const entries = starts.map(({ id, personId }) => {
      const { unitId, unitPath } = cards.get(personId)!
      return entryOf(workStarted, { subject: subjects.get(personId)!, unitId, unitPath, happenedOn: startedOn, facets: { trade }, source: id })
    })
    tx.note({ facts: { recorded: fresh.length, skipped: skipped.length } })
    const { number } = await post(tx, { actor: ctx.actor, requestId: body.id }, 'care.start-work', entries)
    return { recorded: fresh.length, skipped, journal: String(number) }
  })
}

/** Of these persons, those of whom this very start stands: recorded, and not taken back. */
async function standingStarts(tx: Tx, ctx: Ctx, ids: readonly Uuid[], trade: string, startedOn: string): Promise<Set<Uuid>> {
  // Recorded of a card that was merged away, it is the start of whoever stands.
  const closed = await closedCardsOf(tx, ids)
  const same = await store.sameStarts(tx, [...ids, ...closed.keys()], trade, startedOn)
  const subjects = same.length ? await subjectsOfRecords(tx, 'person', same.map(({ personId }) => personId)) : new Map<Uuid, Uuid>()
  const standing = new Set<Uuid>()
  for (const { id, personId } of same) {
    const entries = await entriesOfSubject(tx, ctx.actor.reach, subjects.get(personId)!, looked)
    if (entries.some((entry) => entry.source === id && !entry.reversed)) standing.add(closed.get(personId) ?? personId)
  }
  return standing
}

/**
 * Takes a recorded start of work back. In: the entry as the time line names it, `<posting>-<line>`. The card shows the newest start
 * that still stands. Refuses `entry-not-found`, `entry-reversed`, `not-allowed`.
 */
export async function reverseStart(ctx: Ctx, entry: string, body: BodyOf<typeof reverseWorkStart>): Promise<{ journal: string } | Refusal> {
  const forbidden = forbids(ctx.actor, 'ledger.reverse')
  if (forbidden) return forbidden
  const [posting, line] = entry.split('-') as [string, string]
  const ref: EntryRef = { posting: BigInt(posting), line: Number(line) }
  const answer = await inTransaction(ctx.db, async (tx) => {
    const found = await entryInReach(tx, ctx.actor.reach, ref)
    if (!found || found.kind !== workStarted.kind) return refuse('entry-not-found')
    const recorded = (await recordsOfSubjects(tx, [found.subject])).get(found.subject)
    // Recorded of a card that was merged away: the one that stands shows it.
    const personId = recorded && ((await cardsInReach(tx, ctx.actor.reach, [recorded])).get(recorded)?.id ?? recorded)
    // The card and not the entry as well: the log must not tie the two when the tie itself is erased.
    tx.note({ subjects: personId ? [personId] : [], facts: { reason: body.reason } })
    if (personId) {
      await store.lockPersons(tx, [personId])
      const subject = (await subjectsOfRecords(tx, 'person', [personId])).get(personId) ?? found.subject
      const others = await entriesOfSubject(tx, ctx.actor.reach, subject, looked)
      const newest = others.find((one) => one.kind === workStarted.kind && !one.reversed && !(one.posting === posting && one.line === ref.line))
      await setWorks(tx, ctx.actor.reach, [personId], newest ? String(newest.facets['trade']) : null)
    }
    return reverse(tx, { ...ctx, requestId: body.id }, 'care.reverse-work-start', [workStarted.kind], ref, body.reason)
  })
  return isRefusal(answer) ? answer : { journal: String(answer.number) }
}
