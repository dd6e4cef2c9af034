import { route, type Route } from '#platform/http/route.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { checkIndicator, getDefinition, getProgramme, listDefinitions as listEndpoint, putIndicator, retireIndicator } from './contract.ts'
import { faultView, listDefinitions, oneDefinition } from './definitions.ts'
import { programmeOf } from './installed.ts'
import type { Names } from './definition.contract.ts'
import { lookAtDraft, put, retire } from './service.ts'
import { said } from './words.ts'

export const routes: Route[] = [
  route(getProgramme, async (ctx) => {
    const programme = programmeOf(ctx.workspace.programme)
    const say = (names: Names) => said(names, ctx.language)
    const named = (list: readonly { id: string; name: Names }[]) => list.map(({ id, name }) => ({ id, name: say(name) }))
    const words = (facet: string) => Object.entries(programme.words[facet]?.values ?? {}).map(([id, name]) => ({ id, name: say(name) }))
    return {
      id: programme.id, name: say(programme.name), shortName: say(programme.shortName), organisation: say(programme.organisation),
      period: programme.period, basis: say(programme.basis), source: say(programme.source),
      measures: named(programme.measures), paths: named(programme.paths),
      levels: programme.levels.map(({ id, name, unitLevel, atWork }) => ({ id, name: say(name), unitLevel, atWork })),
      trades: words('trade'), hardships: words('hardship'), targets: programme.targets,
    }
  }),
  route(listEndpoint, (ctx) => listDefinitions(ctx)),
  route(getDefinition, (ctx, { params }) => oneDefinition(ctx, params.id)),
  route(putIndicator, (ctx, { body }) => put(ctx, body)),
  route(retireIndicator, (ctx, { params, body }) => retire(ctx, params.id, body)),
  route(checkIndicator, (ctx, { body }) => inSnapshot(ctx.db, async (tx) => ({ faults: (await lookAtDraft(tx, ctx, body.what, body.definition)).faults.map((one) => faultView(one, ctx.language)) }))),
]
