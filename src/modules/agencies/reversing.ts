import { instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids } from '#modules/accounts/index.ts'
import { entriesOfSubject, reverse, subjectsOfRecords } from '#modules/ledger/index.ts'
import type { AgencyDetail, reverseAgency } from './contract.ts'
import { agencyKinds } from './entries.ts'
import { reversalRefusal } from './model.ts'
import { heldAgency, nameTaken, told } from './service.ts'
import * as store from './store.ts'

/**
 * Takes back that an agency joined or left (R6): its entry is reversed in the ledger, its life says so. One whose leaving is taken back works again; one
 * whose joining is, never did. `body.id` is the request: sent twice it is done once. Refuses `agency-not-found`, what `reversalRefusal` does, `agency-stands`
 * where another of the name works by now, `request-reused`, `not-allowed`.
 */
export async function reverseStep(ctx: Ctx, agencyId: Uuid, body: BodyOf<typeof reverseAgency>): Promise<AgencyDetail | Refusal> {
  const forbidden = forbids(ctx.actor, 'ledger.reverse')
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx): Promise<AgencyDetail | Refusal> => {
    const row = await heldAgency(tx, ctx, agencyId)
    if (!row) return refuse('agency-not-found')
    tx.note({ facts: { agency: agencyId, kind: row.kind, reason: body.reason } })
    const life = await store.lifeOf(tx, agencyId)
    const before = await store.reversalById(tx, body.id)
    if (before) return before.changeId === body.step && before.reason === body.reason && life.some(({ id }) => id === body.step) ? told(tx, ctx, agencyId) : refuse('request-reused')
    const refused = reversalRefusal(life.map((step) => ({ ...step, reversed: step.reversedFor !== null })), body.step)
    if (refused) return refused
    const taken = life.find(({ id }) => id === body.step)!.act === 'left' ? await nameTaken(tx, { ...row, but: agencyId }) : undefined
    if (taken) return taken
    const subject = (await subjectsOfRecords(tx, 'agency', [agencyId])).get(agencyId)!
    const entry = (await entriesOfSubject(tx, ctx.actor.reach, subject, 100)).find(({ source }) => source === body.step)
    if (!entry) return refuse('entry-not-found')
    if (!(await store.insertReversal(tx, { id: body.id, changeId: body.step, reason: body.reason, at: instantText(ctx.now), by: ctx.actor.id }))) return refuse('request-reused')
    const answer = await told(tx, ctx, agencyId)
    const ref = { posting: BigInt(entry.posting), line: entry.line }
    const done = await reverse(tx, { ...ctx, requestId: body.id }, 'agencies.reverse', agencyKinds.map(({ kind }) => kind), ref, body.reason)
    return isRefusal(done) ? done : answer
  })
}
