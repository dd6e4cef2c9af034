import { rangeOf, reaches, type Reach } from '#kernel/actor.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { route, type Route } from '#platform/http/route.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import * as contract from './contract.ts'
import { idsOfPath, levelNames, sinceEver, type Place, type Unit, type UnitLevel } from './model.ts'
import { getWorkspace } from './service.ts'
import * as store from './store.ts'
import { ancestorsOf, childrenOf, searchUnits, unitById } from './units.ts'

type LevelCount = { level: UnitLevel; count: number; pseudo: number }
const named = ({ level, count, pseudo }: LevelCount) => ({ level: levelNames[level], count, pseudo })
/** A step of an address. Its number is told to those who may open it. */
const placed = (reach: Reach) => (unit: Place | Unit) => ({
  id: 'path' in unit && reaches(reach, unit.path) ? unit.id : null, code: unit.code, name: unit.name, level: levelNames[unit.level],
})

async function rowsOf(tx: Tx, units: readonly Unit[]): Promise<contract.UnitRow[]> {
  const below = await store.countsBelow(tx, units.map((unit) => unit.id))
  return units.map(({ id, code, name, level, pseudo, parentId }) => ({ id, code, name, level: levelNames[level], pseudo, parentId, below: (below.get(id) ?? []).map(named) }))
}

async function detail(ctx: Ctx, id: number) {
  const workspace = await getWorkspace(ctx.db.pool, ctx.workspace.slug)
  return inSnapshot(ctx.db, async (tx) => {
    const unit = await unitById(tx, ctx.actor.reach, id)
    if (!unit) return refuse('unit-not-found')
    const address = (await ancestorsOf(tx, ctx.actor.reach, id)).filter((step) => !step.placeholder || step.id === id)
    const inside = await store.countsByLevel(tx, rangeOf(unit.path))
    return {
      unit: (await rowsOf(tx, [unit]))[0]!,
      path: unit.path,
      address: [...(workspace?.above ?? []), ...address].map(placed(ctx.actor.reach)),
      validFrom: unit.validFrom === sinceEver ? null : unit.validFrom,
      validTo: unit.validTo,
      inside: inside.filter((step) => step.level > unit.level).map(named),
      dataOf: workspace?.unitsOf ?? '',
    }
  })
}

async function find(ctx: Ctx, search: string, limit: number) {
  return inSnapshot(ctx.db, async (tx) => {
    const found = await searchUnits(tx, ctx.actor.reach, search, limit + 1)
    const units = found.slice(0, limit)
    const steps = new Map((await store.unitsOnPaths(tx, units.map((unit) => unit.path))).map((step) => [step.id, step]))
    const above = (unit: Unit) => idsOfPath(unit.path).slice(0, -1).map((id) => steps.get(id)!).filter((step) => step && !step.placeholder).map(placed(ctx.actor.reach))
    const rows = await rowsOf(tx, units)
    return { units: rows.map((row, i) => ({ ...row, above: above(units[i]!) })), more: found.length > limit }
  })
}

export const routes: Route[] = [
  route(contract.findUnits, (ctx, { query }) => find(ctx, query.search, query.limit)),
  route(contract.readUnit, (ctx, { params }) => detail(ctx, params.id)),
  route(contract.readChildren, (ctx, { params }) =>
    inSnapshot(ctx.db, async (tx) => {
      if (!(await unitById(tx, ctx.actor.reach, params.id))) return refuse('unit-not-found')
      return { units: await rowsOf(tx, await childrenOf(tx, ctx.actor.reach, params.id)) }
    }),
  ),
]
