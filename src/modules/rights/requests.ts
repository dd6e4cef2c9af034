import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf, OutOf, QueryOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { lockPersons } from '#modules/care/index.ts'
import { cardsInReach, cardsOfPerson, fieldsChangedSince, lockImports } from '#modules/register/index.ts'
import { consentViews } from './consents.ts'
import type { cardRights, fileRequest, listRequests, RequestDetail, RequestView } from './contract.ts'
import { noteErasure, wordsOf, type ErasureLine } from './erasures.ts'
import { clocks, dueDays, dueNow, forbidsApproval, forbidsMove, isEnded } from './model.ts'
import { countedKind, requestAbilities } from './policy.ts'
import * as store from './store.ts'
import type { Channel, RequestKind, RequestState } from './words.ts'

const size = 50 as const

/** Requests as lists show them, with the names of those who are in reach (`own`: of herself). */
export async function requestViews(tx: Tx, ctx: Ctx, rows: readonly store.RequestRow[]): Promise<RequestView[]> {
  const cards = await cardsInReach(tx, ctx.actor.reach, [...new Set(rows.map(({ personId }) => personId))])
  const units = await unitsById(tx, ctx.actor.reach, [...new Set(rows.map(({ unitId }) => unitId))])
  return rows.map((row) => {
    const due = dueNow(row, ctx.today)
    const { id, personId, kind, channel, receivedOn, answerBy, carryOutBy, state } = row
    return { id, personId, person: cards.get(personId)?.name ?? null, unit: units.get(row.unitId)?.name ?? '', kind, channel, receivedOn, answerBy, carryOutBy, state, due: due?.day ?? null, overdue: due?.overdue ?? false }
  })
}

/** Consents and requests of one card in reach. Refuses `person-not-found`. */
export async function ofCard(ctx: Ctx, personId: Uuid): Promise<OutOf<typeof cardRights> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    if (!(await cardsInReach(tx, ctx.actor.reach, [personId])).has(personId)) return refuse('person-not-found')
    tx.note({ subjects: [personId] })
    return { consents: await consentViews(tx, ctx, personId), requests: await requestViews(tx, ctx, await store.requestsOf(tx, await cardsOfPerson(tx, personId))) }
  })
}

export type Asked = { readonly id: Uuid; readonly kind: RequestKind; readonly channel: Channel; readonly details?: string | undefined; readonly receivedOn?: string | undefined }

/** Writes down what somebody in reach asks. Refuses `person-not-found`, `request-in-future`, `request-open-already` (one open of a kind at a time). */
export async function file(ctx: Ctx, personId: Uuid, body: BodyOf<typeof fileRequest>): Promise<RequestView | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    await store.lockRequest(tx, personId)
    const card = (await cardsInReach(tx, ctx.actor.reach, [personId])).get(personId)
    return card ? write(tx, ctx, card, body) : refuse('person-not-found')
  })
}

/** The same once it is known that she may. In: whose, and the unit that it is for. */
export async function write(tx: Tx, ctx: Ctx, whose: { id: Uuid; unitId: number; unitPath: string }, asked: Asked): Promise<RequestView | Refusal> {
  const receivedOn = asked.receivedOn ?? ctx.today
  if (receivedOn > ctx.today) return refuse('request-in-future', {}, 'receivedOn')
  const before = await store.requestsOf(tx, [whose.id])
  if (!before.some(({ id }) => id === asked.id)) {
    if (before.some(({ kind, state }) => kind === asked.kind && !isEnded(state))) return refuse('request-open-already', {}, 'kind')
    const { country } = ctx.workspace
    await store.insertRequest(tx, {
      id: asked.id, personId: whose.id, kind: asked.kind, unitId: whose.unitId, unitPath: whose.unitPath, channel: asked.channel, receivedAt: instantText(ctx.now), receivedOn,
      ...dueDays(country, asked.kind, receivedOn), clock: `${country}.${asked.kind}`, filedBy: ctx.actor.id, details: asked.details ?? null,
    }, uuidv7(ctx.now.epochMilliseconds))
  }
  tx.note({ subjects: [whose.id], facts: { request: asked.id, kind: asked.kind } })
  const made = (await store.requestsOf(tx, [whose.id])).find(({ id }) => id === asked.id)
  return made ? (await requestViews(tx, ctx, [made]))[0]! : refuse('request-reused')
}

/** Requests in reach: open ones by the day that counts now, ended ones newest first. */
export async function list(ctx: Ctx, query: QueryOf<typeof listRequests>): Promise<OutOf<typeof listRequests>> {
  return inSnapshot(ctx.db, async (tx) => {
    const { total, rows } = await store.requestPage(tx, ctx.actor.reach, { ended: query.state === 'ended', kind: query.kind ?? null }, { limit: size, offset: (query.page - 1) * size })
    const requests = await requestViews(tx, ctx, rows)
    tx.note({ subjects: rows.map(({ personId }) => personId) })
    return { total, page: query.page, size, overdue: await store.overdueCount(tx, ctx.actor.reach, ctx.today), requests }
  })
}

/** How many open requests wait for the reader: all of them where she handles requests, erasures where she only approves. Looks at nobody. */
export async function countWaiting(ctx: Ctx): Promise<{ waiting: number }> {
  const kind = countedKind(ctx.actor)
  if (kind === 'none') return { waiting: 0 }
  return inSnapshot(ctx.db, async (tx) => ({ waiting: (await store.requestPage(tx, ctx.actor.reach, { ended: false, kind }, { limit: 0, offset: 0 })).total }))
}

/** One request as its page shows it. */
async function detailOf(tx: Tx, ctx: Ctx, row: store.RequestRow): Promise<RequestDetail> {
  const steps = await store.statesOf(tx, [row.id])
  const nameOf = await namesOfActors(tx, [row.filedBy, ...steps.map(({ by }) => by)], ctx.now.epochMilliseconds)
  const [view] = await requestViews(tx, ctx, [row])
  const [country, kind] = row.clock.split('.') as ['cn' | 'vn', RequestKind]
  return {
    ...view!, details: row.details, filedBy: nameOf(row.filedBy), clock: row.clock, source: clocks[country][kind].source, abilities: requestAbilities(ctx.actor, row),
    steps: steps.map(({ state, at, by, reason }) => ({ state, at, by: nameOf(by), reason })),
  }
}

/** One request in reach. Refuses `request-not-found`. */
export async function detail(ctx: Ctx, id: Uuid): Promise<RequestDetail | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const row = await store.requestById(tx, ctx.actor.reach, null, id)
    if (!row) return refuse('request-not-found')
    tx.note({ subjects: [row.personId], facts: { request: id } })
    return detailOf(tx, ctx, row)
  })
}

/** Moves a request in reach on. `step`: the id of the caller's request, sent twice it is one step; `reason` where the new state has one. */
async function move(ctx: Ctx, id: Uuid, step: Uuid, to: RequestState, reason: (tx: Tx, row: store.RequestRow) => Promise<string | null | Refusal>): Promise<RequestDetail | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    await store.lockRequest(tx, id)
    const row = await store.requestById(tx, ctx.actor.reach, null, id)
    if (!row) return refuse('request-not-found')
    tx.note({ subjects: [row.personId], facts: { request: id, kind: row.kind } })
    if ((await store.statesOf(tx, [id])).some((one) => one.id === step && one.state === to)) return detailOf(tx, ctx, row)
    const forbidden = forbidsMove(row.state, to)
    if (forbidden) return forbidden
    const why = await reason(tx, row)
    if (isRefusal(why)) return why
    await store.insertState(tx, { id: step, requestId: id, state: to, at: instantText(ctx.now), by: ctx.actor.id, reason: why })
    return detailOf(tx, ctx, { ...row, state: to })
  })
}

/** She was told how it will be carried out. Refuses `request-not-found`, `request-ended`, `request-answered`. */
export const answer = (ctx: Ctx, id: Uuid, step: Uuid) => move(ctx, id, step, 'answered', async () => null)

/** Refused, with the reason that she is told (PIPL Art 50). Refuses `request-not-found`, `request-ended`. */
export const decline = (ctx: Ctx, id: Uuid, step: Uuid, reason: string) => move(ctx, id, step, 'refused', async () => reason)

/** Done: the file was handed over, or the card was changed since the request came; then the fields stand as what was done. Refuses also `request-needs-approval`, `nothing-corrected`. */
export const carryOut = (ctx: Ctx, id: Uuid, step: Uuid) =>
  move(ctx, id, step, 'carried-out', async (tx, row) => {
    if (row.kind === 'erasure') return refuse('request-needs-approval')
    if (row.kind === 'access') return null
    const fields = await fieldsChangedSince(tx, row.personId, row.receivedAt)
    return fields.length > 0 ? fields.join(',') : refuse('nothing-corrected')
  })

/**
 * Approves an erasure and carries it out in one transaction: the card, its changes, notes and work starts are emptied, and the tie to the
 * ledger is destroyed; the entries stay, and with them every figure (PIPL Art 47). Before it commits, a line outside of the
 * database says so, for the day that an older backup is restored. No entry is posted: its time would tie her to her subject anew.
 * Refuses `request-not-found`, `request-not-erasure`, `request-ended`, `erasure-needs-another`.
 */
export async function approve(ctx: Ctx, id: Uuid, step: Uuid): Promise<RequestDetail | Refusal> {
  let noted: ErasureLine | null = null
  try {
    return await inTransaction(ctx.db, async (tx) => {
      await store.lockRequest(tx, id)
      const row = await store.requestById(tx, ctx.actor.reach, null, id)
      if (!row) return refuse('request-not-found')
      tx.note({ subjects: [row.personId], facts: { request: id } })
      if (row.kind !== 'erasure') return refuse('request-not-erasure')
      if ((await store.statesOf(tx, [id])).some((one) => one.id === step)) return detailOf(tx, ctx, row)
      const forbidden = forbidsMove(row.state, 'carried-out') ?? forbidsApproval(row.filedBy, ctx.actor.id)
      if (forbidden) return forbidden
      const at = instantText(ctx.now)
      // She may live elsewhere by now, and have had several cards: what is erased is hers wherever it stands, and nothing of it is told.
      const cards = await tx.beyondReach((tx) => cardsOfPerson(tx, row.personId))
      await lockOut(tx, cards)
      tx.note({ subjects: cards })
      const words = await tx.beyondReach((tx) => wordsOf(tx, ctx.dataFolder, cards))
      await store.erase(tx, { requestId: id, by: ctx.actor.id, stateId: step, at, words })
      const also = cards.filter((card) => card !== row.personId)
      if (noted === null) await noteErasure(ctx, (noted = { person: row.personId, ...(also.length > 0 ? { also } : {}), at, request: id }))
      return detailOf(tx, ctx, { ...row, state: 'carried-out', details: null })
    })
  } catch (fault) {
    // Where it is known that nothing was written, the line is taken back; a commit whose answer was lost may well have been one.
    if (noted && (await stateOf(ctx, id).catch(() => null)) === 'open') await noteErasure(ctx, { ...(noted as ErasureLine), undone: true })
    throw fault
  }
}

/** Whoever is writing about her is waited for; whoever comes after finds her gone. A roster being written is waited for too. */
async function lockOut(tx: Tx, cards: readonly Uuid[]): Promise<void> {
  for (const card of [...cards].sort()) await store.lockRequest(tx, card)
  await lockImports(tx)
  await lockPersons(tx, cards)
}

const stateOf = (ctx: Ctx, id: Uuid): Promise<'open' | 'ended' | null> =>
  inSnapshot({ ...ctx.db, who: undefined } as Ctx['db'], async (tx) => {
    const row = await store.requestById(tx, ctx.actor.reach, null, id)
    return row ? (isEnded(row.state) ? 'ended' : 'open') : null
  })
