import { route, type Route } from '#platform/http/route.ts'
import { getProgramme } from './contract.ts'
import { programmeOf } from './installed.ts'
import type { Names } from './definition.contract.ts'
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
]
