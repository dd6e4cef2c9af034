import { instantText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { lookAt, type DraftRefusal, type Looked } from './drafts.ts'
import { usedBy } from './indicator.ts'
import { programmeOf } from './installed.ts'
import { programmeWith, standing } from './own.ts'
import * as store from './own.store.ts'
import type { Own, What } from './own.store.ts'
import { forbidsDefining, type WritingRefusal } from './policy.ts'

export type Made = { what: What; id: string; version: number }
export type PutRefusal = DraftRefusal | WritingRefusal | 'indicator-changed' | 'request-reused'
export type RetireRefusal = WritingRefusal | 'indicator-changed' | 'indicator-not-found' | 'indicator-of-programme' | 'indicator-used' | 'request-reused'

/**
 * Makes an own indicator or funnel, or its next version. In: the definition as it was sent; its `version` is the one to be made: 1, or one more than the newest.
 * The same request makes one. Refuses `not-allowed`, `indicators-elsewhere`, `indicator-changed` (somebody was faster), and by `DraftRefusal`, the first fault.
 */
export async function put(ctx: Ctx, { what, definition: draft, note }: { what: What; definition: unknown; note: string }): Promise<Made | Refusal<PutRefusal>> {
  const forbidden = forbidsDefining(ctx.actor, ctx.workspace)
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx): Promise<Made | Refusal<PutRefusal>> => {
    await store.lock(tx)
    const before = await done(tx, ctx)
    if (before) return before.what === what && !before.retired ? before.made : refuse('request-reused')
    const rows = await store.newest(tx)
    const { definition, faults } = lookAt(programmeOf(ctx.workspace.programme), rows, what, draft, ctx.language)
    if (definition === null || faults.length > 0) return faults[0]!
    const newest = rows.find((row) => row.id === definition.id)?.version ?? 0
    if (definition.version !== newest + 1) return refuse('indicator-changed', { indicator: definition.id, version: newest }, 'version')
    return keep(tx, ctx, { what, id: definition.id, version: definition.version, definition, note, retired: false })
  })
}

/**
 * Takes an own indicator or funnel out of use from now on; `version` is the newest that the asker saw. Refuses `indicator-used` where others speak of it,
 * `indicator-of-programme`, `indicator-not-found`, `indicator-changed`, `not-allowed`, `indicators-elsewhere`.
 */
export async function retire(ctx: Ctx, id: string, { version, note }: { version: number; note: string }): Promise<Made | Refusal<RetireRefusal>> {
  const forbidden = forbidsDefining(ctx.actor, ctx.workspace)
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx): Promise<Made | Refusal<RetireRefusal>> => {
    await store.lock(tx)
    const before = await done(tx, ctx)
    if (before) return before.retired && before.made.id === id ? before.made : refuse('request-reused')
    const programme = programmeOf(ctx.workspace.programme)
    if ([...programme.written.indicators, ...programme.written.funnels].some((one) => one.id === id)) return refuse('indicator-of-programme', { indicator: id })
    const rows = await store.newest(tx)
    const row = rows.find((one) => one.id === id)
    if (!row || row.retired) return refuse('indicator-not-found', { indicator: id })
    if (row.version !== version) return refuse('indicator-changed', { indicator: id, version: row.version }, 'version')
    const users = usersOf(id, standing(rows))
    if (users.length > 0) return refuse('indicator-used', { indicator: id, list: users.join(', ') })
    return keep(tx, ctx, { what: row.what, id, version: version + 1, definition: { ...row.definition, version: version + 1 }, note, retired: true })
  })
}

/** A draft among all that stands in the snapshot of `tx`: what is wrong with it, and the programme with it; nothing is written. */
export async function lookAtDraft(tx: Tx, ctx: Pick<Ctx, 'workspace' | 'language'>, what: What, definition: unknown): Promise<Looked> {
  return lookAt(programmeOf(ctx.workspace.programme), await store.newest(tx), what, definition, ctx.language)
}

/** All that stands and all that was retired, with what is wrong with it now. */
export async function everything(tx: Tx, ctx: Pick<Ctx, 'workspace'>) {
  const rows = await store.newest(tx)
  const programme = programmeOf(ctx.workspace.programme)
  const { programme: whole, faults } = programmeWith(programme, standing(rows))
  return { rows, programme, whole, faults }
}

/** Ids of those that speak of one: indicators by their sets and sides, funnels by their steps. */
export function usersOf(id: string, { indicators, funnels }: ReturnType<typeof standing>): string[] {
  const speaking = indicators.filter((one) => usedBy({ all: one.all, except: one.except, ratio: one.ratio ?? null }).includes(id) || one.companion === id)
  return [...speaking, ...funnels.filter((one) => one.steps.includes(id))].map((one) => one.id)
}

/** What an earlier arrival of this very request made. */
async function done(tx: Tx, ctx: Ctx): Promise<{ made: Made; what: What; retired: boolean } | undefined> {
  const row = await store.ofRequest(tx, ctx.requestId)
  return row && { made: { what: row.what, id: row.id, version: row.version }, what: row.what, retired: row.retired }
}

async function keep(tx: Tx, ctx: Ctx, one: Omit<Own, 'madeBy' | 'madeAt' | 'requestId'>): Promise<Made> {
  tx.note({ facts: { indicator: one.id, version: one.version } })
  await store.insert(tx, { ...one, madeBy: ctx.actor.id, madeAt: instantText(ctx.now), requestId: ctx.requestId })
  return { what: one.what, id: one.id, version: one.version }
}
