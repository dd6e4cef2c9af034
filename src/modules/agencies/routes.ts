import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { detail, join, leave, list, rename } from './service.ts'

export const routes: Route[] = [
  route(contract.listAgencies, (ctx, { query }) => list(ctx, query)),
  route(contract.getAgency, (ctx, { params }) => detail(ctx, params.id)),
  route(contract.joinAgency, (ctx, { body }) => join(ctx, body)),
  route(contract.renameAgency, (ctx, { params, body }) => rename(ctx, params.id, body)),
  route(contract.endAgency, (ctx, { params, body }) => leave(ctx, params.id, body)),
]
