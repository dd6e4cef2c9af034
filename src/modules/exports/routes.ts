import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { ask, decide, list, type ExportSources } from './service.ts'

/** The list, the asking, the deciding. `sources` count the files of the modules above. */
export function exportRoutes(sources: ExportSources): Route[] {
  return [
    route(contract.listExports, (ctx, { query }) => list(ctx, query)),
    route(contract.askExport, (ctx, { body }) => ask(ctx, sources, body)),
    route(contract.decideExport, (ctx, { params, body }) => decide(ctx, params.id, body)),
  ]
}
