import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { route, type Route } from '#platform/http/route.ts'
import type { Unit } from '#modules/organisation/index.ts'
import type { BatchRow, SampleRow } from './batch.store.ts'
import * as contract from './contract.ts'
import { checkGroups, type BatchView, type SampleView } from './contract.ts'
import { mayCheck } from './policy.ts'
import * as service from './service.ts'
import { takeBack } from './taking-back.ts'

const groupOf = (kinds: readonly string[]) =>
  (Object.keys(checkGroups) as (keyof typeof checkGroups)[]).find((name) => checkGroups[name].length === kinds.length && checkGroups[name].every((kind) => kinds.includes(kind))) ?? null

function batchView(ctx: Ctx, batch: BatchRow, units: ReadonlyMap<number, Unit>, nameOf: service.NameOf): BatchView {
  const { id, level, unitId, members, seed, sampleSize, found, wrong, outcome, reason, openedBy, openedAt, closedBy, closedAt, takenBack } = batch
  const own = batch.recorders.includes(ctx.actor.id)
  return {
    id, level, unitId, unitName: units.get(unitId)?.name ?? '', group: groupOf(batch.kinds), from: batch.happenedFrom, to: batch.happenedTo,
    frozenAt: String(batch.frozenAt), members, seed, sampleSize, found, wrong, outcome, reason, openedAt, closedAt,
    openedBy: nameOf(openedBy), closedBy: nameOf(closedBy),
    own, mayCheck: outcome === null && !own && mayCheck(ctx.actor, { id: unitId }),
    takenBack, mayTakeBack: outcome === 'passed' && mayCheck(ctx.actor, { id: unitId }),
  }
}

function sampleView(row: SampleRow, units: ReadonlyMap<number, Unit>): SampleView {
  return {
    posting: String(row.posting), line: row.line, place: row.place, journal: String(row.journal), kind: row.kind, subject: row.subject,
    unitName: units.get(row.unitId)?.name ?? '', happenedOn: row.happenedOn, facets: row.facets as SampleView['facets'], wrong: row.wrong, note: row.note, passed: row.passed,
  }
}

/** A batch as it stands after a verb, with its unit's name. */
async function answered(ctx: Ctx, batch: BatchRow) {
  const read = await service.getBatch(ctx, batch.id)
  return isRefusal(read) ? read : batchView(ctx, read.batch, read.units, read.nameOf)
}

export const routes: Route[] = [
  route(contract.getWaiting, async (ctx) => ({
    rows: (await service.waiting(ctx, checkGroups)).map(({ unit, group, ...row }) => ({ ...row, unitId: unit.id, unitName: unit.name, group: group as keyof typeof checkGroups })),
  })),
  route(contract.getBatches, async (ctx, { query }) => {
    const { batches, units, nameOf } = await service.listBatches(ctx, query.state === 'all' ? null : query.state === 'open')
    return { batches: batches.map((batch) => batchView(ctx, batch, units, nameOf)) }
  }),
  route(contract.postBatch, async (ctx, { body }) => {
    const batch = await service.openBatch(ctx, { ...body, kinds: checkGroups[body.group] })
    if (isRefusal(batch)) return batch
    const view = await answered(ctx, batch)
    return isRefusal(view) ? view : { ...view, left: batch.left }
  }),
  route(contract.getBatch, async (ctx, { params }) => {
    const read = await service.getBatch(ctx, params.id)
    if (isRefusal(read)) return read
    const takings = read.takings.map(({ at, by, reason, entries }) => ({ at, by: read.nameOf(by), reason, entries }))
    return { batch: batchView(ctx, read.batch, read.units, read.nameOf), sample: read.sample.map((row) => sampleView(row, read.units)), takings }
  }),
  route(contract.postFinding, async (ctx, { params, body }) => {
    const batch = await service.recordFinding(ctx, params.id, { ...body, posting: BigInt(body.posting) })
    return isRefusal(batch) ? batch : answered(ctx, batch)
  }),
  route(contract.postClosing, async (ctx, { params, body }) => {
    const batch = await service.closeBatch(ctx, params.id, body.outcome, body.reason)
    return isRefusal(batch) ? batch : answered(ctx, batch)
  }),
  route(contract.postTakingBack, async (ctx, { params, body }) => {
    const only = body.entry === null ? null : { posting: BigInt(body.entry.posting), line: body.entry.line }
    const batch = await takeBack(ctx, params.id, { only, reason: body.reason })
    return isRefusal(batch) ? batch : answered(ctx, batch)
  }),
  route(contract.getRecent, async (ctx) => {
    const { head, postings } = await service.recentPostings(ctx, 12)
    return { head: { number: String(head.number), at: head.at }, postings }
  }),
]
