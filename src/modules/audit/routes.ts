import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { sealsOf, searchAudit } from './service.ts'

/** The log for those who may read it. */
export const routes: Route[] = [route(contract.searchLines, (ctx, { query }) => searchAudit(ctx, query)), route(contract.readSeals, (ctx) => sealsOf(ctx))]
