import { route, type Route } from '#platform/http/route.ts'
import { merge, setApart, unmerge, type HasOpenRequest } from './merging.ts'
import * as contract from './merging.contract.ts'
import { twinsOf, twinsWaiting } from './twins.ts'

/** Likely twins, merging and taking a merge back. In: whether something asked about cards is still open, which a module above knows. */
export const mergeRoutes = (hasOpenRequest: HasOpenRequest): Route[] => [
  route(contract.listTwins, (ctx, { query }) => twinsOf(ctx, query)),
  route(contract.countTwins, (ctx) => twinsWaiting(ctx)),
  route(contract.postApart, (ctx, { body }) => setApart(ctx, body)),
  route(contract.postMerge, (ctx, { body }) => merge(ctx, body, hasOpenRequest)),
  route(contract.undoMerge, (ctx, { params, body }) => unmerge(ctx, params.id, body)),
]
