import type { Uuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf, OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { looksAt } from '#modules/audit/index.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { cardsOfPerson, ownCard, type OwnCard } from '#modules/register/index.ts'
import { consentViews, write as writeConsent } from './consents.ts'
import type { ConsentView, myConsent, myRequest, readMy, RequestView } from './contract.ts'
import { requestViews, write as writeRequest } from './requests.ts'
import * as store from './store.ts'

const looksShown = 50

/**
 * The member's own card: her reach is empty, and what she sees is found by her own id alone, so that nothing she asks for can be
 * another's. Her card, unit and household are read beyond the reach that she does not have.
 */
async function ownOf(tx: Tx, ctx: Ctx, writes = true): Promise<OwnCard | undefined> {
  const id: Uuid | null = ctx.actor.personId ?? null
  if (id !== null && writes) await store.lockRequest(tx, id)
  return id === null ? undefined : tx.beyondReach((tx) => ownCard(tx, id))
}

/** Everything on a member's page. Refuses `person-not-found` where there is no card, or it was erased. */
export async function read(ctx: Ctx): Promise<OutOf<typeof readMy> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const card = await ownOf(tx, ctx, false)
    if (!card) return refuse('person-not-found')
    tx.note({ subjects: [card.id] })
    // What was said and asked of a card that was merged into hers is hers, too.
    const { rows, steps, consents } = await tx.beyondReach(async (tx) => {
      const rows = await store.requestsOf(tx, await cardsOfPerson(tx, card.id))
      return { rows, steps: await store.statesOf(tx, rows.map(({ id }) => id)), consents: await consentViews(tx, ctx, card.id) }
    })
    const nameOf = await namesOfActors(tx, steps.map(({ by }) => by), ctx.now.epochMilliseconds)
    const unit = await tx.beyondReach(async (tx) => (await unitsById(tx, [{ lo: card.unitPath, hi: `${card.unitPath}~` }], [card.unitId])).get(card.unitId))
    const { unitId: _unitId, unitPath: _unitPath, incomeFen, ...shown } = card
    const views = await requestViews(tx, ctx, rows)
    return {
      card: { ...shown, unit: unit?.name ?? '', incomeFen: incomeFen === null ? null : String(incomeFen) },
      consents,
      requests: views.map((view) => ({
        ...view, person: card.name, take: view.kind === 'access' && view.personId === card.id && ['answered', 'carried-out'].includes(view.state),
        steps: steps.filter(({ requestId }) => requestId === view.id).map(({ state, at, by, reason }) => ({ state, at, by: nameOf(by), reason })),
      })),
      looks: (await looksAt(tx, card.id, ctx.now, looksShown)).map(({ at, by, verb }) => ({ at, by, verb })),
    }
  })
}

/** She gives or withdraws her own consent. Refuses `person-not-found`, `notice-changed`. */
export async function consent(ctx: Ctx, body: BodyOf<typeof myConsent>): Promise<ConsentView | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    const card = await ownOf(tx, ctx)
    return card ? writeConsent(tx, ctx, card.id, { ...body, channel: 'own-account' }) : refuse('person-not-found')
  })
}

/** She asks about her own data. Refuses `person-not-found`, `request-open-already`. */
export async function request(ctx: Ctx, body: BodyOf<typeof myRequest>): Promise<RequestView | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    const card = await ownOf(tx, ctx)
    return card ? writeRequest(tx, ctx, card, { ...body, channel: 'own-account' }) : refuse('person-not-found')
  })
}
