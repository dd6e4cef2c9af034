import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { reverseStep } from './reversing.ts'
import { bySubject, detail, join, leave, list, rename } from './service.ts'

export const routes: Route[] = [
  route(contract.listAgencies, (ctx, { query }) => list(ctx, query)),
  route(contract.agenciesBySubject, (ctx, { query }) => bySubject(ctx, query.ids)),
  route(contract.getAgency, (ctx, { params }) => detail(ctx, params.id)),
  route(contract.joinAgency, (ctx, { body }) => join(ctx, body)),
  route(contract.renameAgency, (ctx, { params, body }) => rename(ctx, params.id, body)),
  route(contract.endAgency, (ctx, { params, body }) => leave(ctx, params.id, body)),
  route(contract.reverseAgency, (ctx, { params, body }) => reverseStep(ctx, params.id, body)),
]
