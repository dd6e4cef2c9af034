import type { Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids, namesOfActors } from '#modules/accounts/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import type { ExportRow } from './contract.ts'
import { decisionRefusal, isOpen, stateOf } from './model.ts'
import type { StoredExport } from './store.ts'

type Kept = Record<string, string | number | string[]>

/** Exports as screens show them: with names, the state of now, and what this reader may do. */
export async function viewOf(tx: Tx, ctx: Ctx, rows: readonly StoredExport[]): Promise<ExportRow[]> {
  const nameOf = await namesOfActors(tx, rows.flatMap((row) => [row.askedBy, row.decidedBy]), ctx.now.epochMilliseconds)
  const units = await unitsById(tx, ctx.actor.reach, rows.map((row) => row.unitId))
  const mayApprove = forbids(ctx.actor, 'exports.approve') === null
  return rows.map((row) => {
    const decision = row.decidedAt === null ? null : { approved: row.approved!, at: row.decidedAt }
    const state = stateOf({ needsSecond: row.reason !== null, decision, taken: row.takings > 0 }, ctx.now.epochMilliseconds)
    const filter = JSON.parse(row.filter) as Kept
    const mine = row.askedBy === ctx.actor.id
    return {
      id: row.id, number: String(row.number), what: row.what, title: row.title, unitName: units.get(row.unitId)?.name ?? null, persons: row.persons, reason: row.reason,
      filter: Object.entries(filter).map(([name, value]) => ({ name, values: name === 'q' ? [] : [value].flat().map(String) })),
      by: nameOf(row.askedBy), at: row.askedAt, state,
      decision: decision && { ...decision, by: nameOf(row.decidedBy), reason: row.decisionReason },
      takings: row.takings, takenAt: row.takenAt, path: mine && decision && isOpen(decision, ctx.now.epochMilliseconds) ? pathOf(row, filter) : null,
      mine, mayDecide: mayApprove && decision === null && decisionRefusal({ askedBy: row.askedBy, needsSecond: row.reason !== null }, ctx.actor.id) === null,
    }
  })
}

/** The address at which the file is taken under its approval; null where it was asked with words, which are not kept. */
function pathOf(row: StoredExport, { indicator, ...filter }: Kept): string | null {
  if ('q' in filter) return null
  const query = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])))
  query.set('export', row.id)
  if (row.what === 'register.persons') return `/api/persons.xlsx?${query}`
  return row.what === 'figures.people' ? `/api/figures/${encodeURIComponent(String(indicator))}/people.xlsx?${query}` : null
}
