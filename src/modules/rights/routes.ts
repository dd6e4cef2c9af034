import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { route, type Route } from '#platform/http/route.ts'
import * as consents from './consents.ts'
import * as contract from './contract.ts'
import { take, takeOwn } from './held.ts'
import * as my from './my.ts'
import * as requests from './requests.ts'

function file(made: Uint8Array<ArrayBuffer> | Refusal, id: string): Response | Refusal {
  if (isRefusal(made)) return made
  return new Response(made, { headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': `attachment; filename="held-${id.slice(0, 8)}.xlsx"`, 'cache-control': 'no-store' } })
}

/** Consents, requests, a member's own page. */
export const routes: Route[] = [
  route(contract.cardRights, (ctx, { params }) => requests.ofCard(ctx, params.id)),
  route(contract.recordConsent, (ctx, { params, body }) => consents.record(ctx, params.id, body)),
  route(contract.fileRequest, (ctx, { params, body }) => requests.file(ctx, params.id, body)),
  route(contract.listRequests, (ctx, { query }) => requests.list(ctx, query)),
  route(contract.countRequests, (ctx) => requests.countWaiting(ctx)),
  route(contract.readRequest, (ctx, { params }) => requests.detail(ctx, params.id)),
  route(contract.answerRequest, (ctx, { params, body }) => requests.answer(ctx, params.id, body.id)),
  route(contract.refuseRequest, (ctx, { params, body }) => requests.decline(ctx, params.id, body.id, body.reason)),
  route(contract.carryOutRequest, (ctx, { params, body }) => requests.carryOut(ctx, params.id, body.id)),
  route(contract.takeAccess, async (ctx, { params }) => file(await take(ctx, params.id), params.id)),
  route(contract.approveErasure, (ctx, { params, body }) => requests.approve(ctx, params.id, body.id)),
  route(contract.readMy, (ctx) => my.read(ctx)),
  route(contract.myConsent, (ctx, { body }) => my.consent(ctx, body)),
  route(contract.myRequest, (ctx, { body }) => my.request(ctx, body)),
  route(contract.takeMine, async (ctx, { params }) => file(await takeOwn(ctx, params.id), params.id)),
]
