import { isRefusal, refuse } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { route, type Route } from '#platform/http/route.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { facetName, said, wordOf, type Names } from '#modules/plans/index.ts'
import { changedBehind, changes, entries, leftOutOf } from './behind.ts'
import * as contract from './contract.ts'
import { funnelOf } from './funnel.ts'
import { pageSize } from './listing.ts'
import { adds } from './measure.ts'
import { notReached, people } from './people.ts'
import { indicatorsFor } from './question.ts'
import { readCode } from './receipt-code.ts'
import { issueReceipt, namesOf, pageOf, withBody, withdrawReceipt, type Receipt } from './receipt.ts'
import * as receipts from './receipt.store.ts'
import { recheck } from './recheck.ts'
import { previewDraft } from './preview.ts'
import { preview } from './service.ts'
import { peopleSheet } from './sheets.ts'
import { figureSheet } from './table-sheet.ts'
import { pivot } from './pivot.ts'
import { figurePage, home, trend } from './tables.ts'

const receiptView = ({ row, body }: Receipt, nameOf: NameOf): contract.ReceiptView => ({
  by: nameOf(row.issuedBy), code: row.code, issuedAt: row.issuedAt, issuedBy: body.issuer.name, bodyHash: row.bodyHash, body, page: pageOf(row.code),
  withdrawn: row.withdrawnAt === null ? null : { at: row.withdrawnAt, reason: row.reason!, successor: row.successor },
})

type NameOf = (actor: string | null) => string | null
const whoIssued = (tx: Tx, ctx: Ctx, rows: readonly receipts.ReceiptRow[]): Promise<NameOf> =>
  namesOfActors(tx, rows.map(({ issuedBy }) => issuedBy), ctx.now.epochMilliseconds)
/** A receipt as it stands after a verb. */
const answered = async (ctx: Ctx, made: Receipt) => receiptView(made, await inSnapshot(ctx.db, (tx) => whoIssued(tx, ctx, [made.row])))

export const routes: Route[] = [
  route(contract.listIndicators, async (ctx) => {
    const programme = await inSnapshot(ctx.db, (tx) => indicatorsFor(tx, ctx))
    const say = (names: Names) => said(names, ctx.language)
    return {
      levels: programme.levels.map(({ id, name, unitLevel, atWork }) => ({ id, name: say(name), unitLevel, atWork })),
      indicators: programme.indicators.map((one) => ({
        id: one.id, version: one.version, name: say(one.name), counts: one.counts, how: say(one.how), take: one.take, defaultBy: one.defaultBy, companion: one.companion,
        people: one.counted === 'person', tally: one.tally, currency: one.currency, adds: adds(one), level: one.level, own: one.own,
        facets: one.facets.map(({ id, values }) => ({ id, name: say(facetName(programme, id)), values: values.map((key) => ({ key, name: say(wordOf(programme, id, key)) })) })),
      })),
    }
  }),
  route(contract.listFigures, (ctx, { query }) => home(ctx, query)),
  route(contract.getFigure, (ctx, { params, query }) => figurePage(ctx, { ...query, ...params })),
  route(contract.getPivot, (ctx, { params, query }) => pivot(ctx, { ...query, ...params })),
  route(contract.listPeople, (ctx, { params, query }) => people(ctx, { ...query, ...params })),
  route(contract.listEntries, (ctx, { params, query }) => entries(ctx, { ...query, ...params })),
  route(contract.listLeftOut, (ctx, { params, query }) => leftOutOf(ctx, { ...query, ...params })),
  route(contract.listChanges, (ctx, { params, query }) => changes(ctx, { ...query, ...params })),
  route(contract.listChangedEntries, (ctx, { params, query }) => changedBehind(ctx, { ...query, ...params })),
  route(contract.listNotReached, (ctx, { params, query }) => notReached(ctx, { ...query, ...params })),
  route(contract.listFunnels, async (ctx) => {
    const { funnels, indicators } = await inSnapshot(ctx.db, (tx) => indicatorsFor(tx, ctx))
    const nameOf = (id: string) => said(indicators.find((one) => one.id === id)!.name, ctx.language)
    return { funnels: funnels.map(({ id, name, steps, withinDays }) => ({ id, name: said(name, ctx.language), withinDays, steps: steps.map((step) => ({ indicator: step, name: nameOf(step) })) })) }
  }),
  route(contract.getFunnel, (ctx, { params, query }) => funnelOf(ctx, params.funnel, query)),
  route(contract.getTrend, (ctx, { params, query }) => trend(ctx, { ...query, ...params })),
  route(contract.figureSheet, (ctx, { params, query, http }) => figureSheet(ctx, { ...query, ...params }, new URL(http.req.url).origin)),
  route(contract.peopleSheet, (ctx, { params, query }) => peopleSheet(ctx, { ...query, ...params })),

  route(contract.previewFigure, (ctx, { body: { what, definition, ...ask } }) => previewDraft(ctx, what, definition, ask)),
  route(contract.issueReceipt, async (ctx, { body }) => {
    const made = await issueReceipt(ctx, body)
    return isRefusal(made) ? made : answered(ctx, made)
  }),
  route(contract.previewReceipt, async (ctx, { query }) => {
    const made = await preview(ctx, query)
    return isRefusal(made) ? made : { body: made.body }
  }),
  route(contract.listReceipts, async (ctx, { query }) => {
    const offset = (query.page - 1) * pageSize
    const { total, rows, nameOf } = await inSnapshot(ctx.db, async (tx) => {
      const found = await receipts.receipts(tx, ctx.actor.reach, { indicator: query.indicator ?? null, limit: pageSize, offset })
      return { ...found, nameOf: await whoIssued(tx, ctx, found.rows) }
    })
    return {
      total, page: query.page, size: pageSize,
      receipts: rows.map(withBody).map(({ row, body }) => ({
        code: row.code, issuedAt: row.issuedAt, issuedBy: body.issuer.name, by: nameOf(row.issuedBy), indicator: row.indicator, name: said(namesOf(body.indicator.names), ctx.language), counts: body.indicator.counts,
        unit: body.unit.code, unitName: body.unit.name, from: body.from, to: body.to, level: body.level, journal: body.journal.number, value: body.value,
        withdrawn: row.withdrawnAt !== null, page: pageOf(row.code),
      })),
    }
  }),
  route(contract.getReceipt, (ctx, { params }) =>
    inSnapshot(ctx.db, async (tx) => {
      const code = readCode(params.code)
      const row = code === null ? undefined : await receipts.receiptByCode(tx, ctx.actor.reach, code)
      if (!row) return refuse('receipt-not-found', { code: params.code })
      const fault = await recheck(tx, ctx.workspace, row, ctx.now)
      const receipt = withBody(row)
      const { body } = receipt
      return {
        ...receiptView(receipt, await whoIssued(tx, ctx, [row])),
        check: { agrees: fault === null, at: ctx.now.toString(), fault, journal: fault === null ? null : body.journal.number },
        scope: {
          indicator: body.indicator.id, unit: body.unit.code, only: body.only?.join(','), from: body.from ?? undefined, to: body.to, boundaryDay: body.boundaryDay, asOf: body.journal.number,
          level: body.level ?? undefined, by: body.by ?? undefined,
        },
      }
    }),
  ),
  route(contract.withdrawReceipt, async (ctx, { params, body }) => {
    const [code, successor] = [readCode(params.code), body.successor === undefined ? null : readCode(body.successor)]
    if (code === null || (body.successor !== undefined && successor === null)) return refuse('receipt-not-found', { code: code === null ? params.code : body.successor! })
    const made = await withdrawReceipt(ctx, code, body.reason, successor)
    return isRefusal(made) ? made : answered(ctx, made)
  }),
]
