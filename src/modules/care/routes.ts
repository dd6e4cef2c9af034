import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { reverseStart, start } from './service.ts'

export const routes: Route[] = [
  route(contract.startWork, (ctx, { body }) => start(ctx, body)),
  route(contract.reverseWorkStart, (ctx, { params, body }) => reverseStart(ctx, params.entry, body)),
]
