import { instantText } from '#kernel/dates.ts'
import { randomId, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids, forgetActors, grantsOfUnits, namesOfActors } from '#modules/accounts/index.ts'
import { addSubjects, entryOf, post, subjectsOfRecords, unitsWithOpenBatch } from '#modules/ledger/index.ts'
import {
  changeById, changesInReach, changesOfUnit, foreseen, levelNames, lockTree, movedPaths, planChange, sliceFor, unitRowsOf, unitsNamedIn, writeChange,
  type ChangeRow, type Planned, type Slice, type TreeChange,
} from '#modules/organisation/index.ts'
import { moveAgencies } from '#modules/agencies/index.ts'
import { cardsAtPaths, moveCards } from '#modules/register/index.ts'
import type { ChangeTold, changeTree, Preview, readLife } from './contract.ts'
import { kindOf } from './entries.ts'

type Drawn = { plan: Planned; slice: Slice; cards: ReadonlyMap<string, { persons: number; households: number }> }

/**
 * A change worked out against the tree and what stands in it. Refuses what `planChange` refuses; `unit-not-found` for units out of reach; for
 * units that end `unit-batch-open` (nobody could close it) and `unit-holds-cards` (without an heir they would lie nowhere).
 */
async function drawn(tx: Tx, ctx: Ctx, change: TreeChange): Promise<Drawn | Refusal> {
  const slice = await sliceFor(tx, ctx.actor.reach, change, { topUnitId: ctx.workspace.topUnitId, country: ctx.workspace.country, today: ctx.today })
  const here = new Set(slice.rows.map(({ id }) => id))
  if (unitsNamedIn(change).some((id) => !here.has(id))) return refuse('unit-not-found')
  const plan = planChange(slice, change)
  if (isRefusal(plan)) return plan
  const nameOf = (id: number) => slice.rows.findLast((row) => row.id === id)!.name
  const [batch] = await unitsWithOpenBatch(tx, plan.ended.map(({ id }) => id))
  if (batch !== undefined) return refuse('unit-batch-open', { unit: nameOf(batch) })
  const cards = await cardsAtPaths(tx, [...plan.moves.map(({ fromPath }) => fromPath), ...plan.ended.map(({ path }) => path)])
  const left = plan.ended.find(({ path, heirId }) => heirId === null && cards.has(path))
  if (left) return refuse('unit-holds-cards', { unit: nameOf(left.id), count: cards.get(left.path)!.persons, households: cards.get(left.path)!.households })
  return { plan, slice, cards }
}

/** What a change would do: units, cards, and roles for units that end. Nothing is written. Refuses as the change does. */
export async function previewOf(ctx: Ctx, change: TreeChange): Promise<Preview | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const found = await drawn(tx, ctx, change)
    if (isRefusal(found)) return found
    const { plan, slice, cards } = found
    const moved = plan.moves.flatMap(({ fromPath }) => cards.get(fromPath) ?? [])
    const named = (id: number) => (({ name, code }) => ({ id, name, code }))(slice.rows.findLast((row) => row.id === id)!)
    const grants = await grantsOfUnits(tx, ctx.workspace.slug, plan.ended.map(({ id }) => id), ctx.today)
    return {
      told: toldOf(plan.told), units: new Set([...plan.rows, ...plan.gone].map(({ id }) => id)).size, ended: plan.ended.map(({ id }) => named(id)),
      cards: moved.reduce((sum, { persons }) => sum + persons, 0), households: moved.reduce((sum, { households }) => sum + households, 0),
      oddCodes: plan.oddCodes.filter(({ given }) => given).map(({ given: _, ...odd }) => odd), oddKept: plan.oddCodes.filter(({ given }) => !given).length, seen: foreseen(plan, slice.nextId),
      grants: grants.map(({ unitId, ...grant }) => ({ ...grant, unit: named(unitId) })),
    }
  })
}

/**
 * Changes the tree: rows, successions, the paths of cards, and the ledger's entries in one transaction; known from the posting's number on.
 * `body.id` is the request: sent twice it is done once. Refuses as `planChange`, `unit-batch-open`, `unit-holds-cards`, `unit-not-found`, `request-reused`;
 * `unit-tree-changed` where `seen`, the preview that was looked at, is not what would be done now; `unit-code-odd` where a code is given that does not fit and
 * is not `codesConfirmed`.
 */
export async function changeUnits(
  ctx: Ctx, body: { readonly id: Uuid; readonly reason: string; readonly change: TreeChange; readonly seen?: string | null; readonly codesConfirmed?: boolean },
): Promise<OutOf<typeof changeTree> | Refusal> {
  const forbidden = forbids(ctx.actor, 'organisation.change')
  if (forbidden) return forbidden
  const { change } = body
  const answer = await inTransaction(ctx.db, async (tx): Promise<OutOf<typeof changeTree> | Refusal> => {
    await lockTree(tx)
    tx.note({ facts: { verb: change.verb, day: change.onDay } })
    const before = await changeById(tx, body.id)
    if (before) {
      if (before.by !== ctx.actor.id || before.verb !== change.verb || before.reason !== body.reason || before.onDay !== change.onDay) return refuse('request-reused')
      return { id: before.id, journal: String(before.number), unit: before.told.unit, cards: before.told.cards ?? 0 }
    }
    const found = await drawn(tx, ctx, change)
    if (isRefusal(found)) return found
    if (body.seen && body.seen !== foreseen(found.plan, found.slice.nextId)) return refuse('unit-tree-changed')
    const odd = body.codesConfirmed ? undefined : found.plan.oddCodes.find(({ given }) => given)
    if (odd) return refuse('unit-code-odd', { code: odd.unit.code, unit: odd.unit.name, parent: odd.parent.name, parentCode: odd.parent.code })
    const cards = await moveCards(tx, found.plan.moves)
    await moveAgencies(tx, found.plan.moves)
    const plan: Planned = { ...found.plan, told: { ...found.plan.told, cards } }
    await writeChange(tx, plan, { id: body.id, verb: change.verb, onDay: change.onDay, reason: body.reason, at: instantText(ctx.now), by: ctx.actor.id })
    tx.note({ facts: { unit: plan.told.unit.code, units: plan.rows.length, cards } })
    const subjects = await subjectsOfUnits(tx, [...new Set(plan.events.map(({ id }) => id))])
    const levelOf = (id: number) => levelNames[[...plan.rows, ...found.slice.rows].find((row) => row.id === id)!.level]
    const entries = plan.events.map(({ what, id, path }) => entryOf(kindOf[what], { subject: subjects.get(id)!, unitId: id, unitPath: path, happenedOn: change.onDay, facets: { level: levelOf(id) } }))
    const { number } = await post(tx, { actor: ctx.actor, requestId: body.id }, 'boundaries.change', entries)
    return { id: body.id, journal: String(number), unit: plan.told.unit, cards }
  })
  // Whom a grant reaches is another from now on.
  forgetActors()
  return answer
}

/** The record under which the ledger knows a unit: its number, written as an id. */
const recordOf = (unitId: number): Uuid => `00000000-0000-8000-8000-${unitId.toString(16).padStart(12, '0')}`

async function subjectsOfUnits(tx: Tx, ids: readonly number[]): Promise<Map<number, Uuid>> {
  const known = await subjectsOfRecords(tx, 'unit', ids.map(recordOf))
  const fresh = ids.filter((id) => !known.has(recordOf(id))).map((id) => ({ id: randomId(), recordId: recordOf(id) }))
  if (fresh.length > 0) await addSubjects(tx, 'unit', fresh)
  for (const { id, recordId } of fresh) known.set(recordId, id)
  return new Map(ids.map((id) => [id, known.get(recordOf(id))!]))
}

const toldOf = ({ cards: _, ...told }: Planned['told']) => ({ ...told, of: [...told.of], into: [...told.into] })

async function toldList(tx: Tx, ctx: Ctx, changes: readonly ChangeRow[]): Promise<ChangeTold[]> {
  const nameOf = await namesOfActors(tx, changes.map(({ by }) => by), ctx.now.epochMilliseconds)
  return changes.map(({ id, verb, onDay, reason, told, number, at, by }) => ({ id, verb, onDay, reason, told: toldOf(told), journal: String(number), at, by: nameOf(by) }))
}

/** What happened to a unit, also to one that ended. Refuses `unit-not-found` where the reach holds none of its paths. */
export async function lifeOf(ctx: Ctx, unitId: number): Promise<OutOf<typeof readLife> | Refusal<'unit-not-found'>> {
  return inSnapshot(ctx.db, async (tx) => {
    const rows = await unitRowsOf(tx, ctx.actor.reach, unitId)
    if (rows.length === 0) return refuse('unit-not-found')
    return { changes: await toldList(tx, ctx, await changesOfUnit(tx, unitId, 200)), endedOn: rows.at(-1)!.validTo }
  })
}

/** Changes of the tree within reach, the newest known first. */
export async function changesOf(ctx: Ctx): Promise<{ changes: ChangeTold[] }> {
  return inSnapshot(ctx.db, async (tx) => ({ changes: await toldList(tx, ctx, await changesInReach(tx, 200)) }))
}

/**
 * Cards and agencies that were filed at a unit in the very moment in which it moved or ended follow it: the house's own work, harmless when done again.
 * Out: how many cards.
 */
export async function straightenCards(db: Ctx['db']): Promise<number> {
  return inTransaction(db, async (tx) => {
    const moves = await movedPaths(tx)
    await moveAgencies(tx, moves)
    return moveCards(tx, moves)
  })
}
