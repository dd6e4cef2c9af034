import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitByCode } from '#modules/organisation/index.ts'
import * as shownRows from './deciding.store.ts'
import type { decideRows, ImportCounts, PreviewRow } from './imports.contract.ts'
import * as store from './imports.store.ts'
import type { RosterDecided } from './roster/index.ts'

type Asked = BodyOf<typeof decideRows>['rows'][number]

/**
 * Keeps what was decided about rows that wait, and shows at once what that makes of these rows and of the counts. What it makes of
 * later rows (the same person again, a household's head) is found when the file is checked again, which the caller sees to; what is
 * written is always checked whole. Refuses `import-not-open`, `row-not-to-decide`, `village-unknown`, and keeps nothing then.
 */
export async function keepDecisions(ctx: Ctx, id: Uuid, asked: readonly Asked[], open: readonly store.ImportState[]): Promise<Refusal | null> {
  return inTransaction(ctx.db, async (tx) => {
    tx.note({ facts: { import: id, rows: asked.length } })
    await store.lockImport(tx, id)
    const current = (await store.importById(tx, ctx.actor.reach, id))!
    const shown = new Map((await shownRows.rowsNamed(tx, id, asked.map(named))).map((one) => [named(one.body), one]))
    const before = [...shown.values()].map(({ body }) => body)
    const decided: Record<string, RosterDecided> = { ...current.decided }
    const villages = new Map<string, string | null>()
    for (const one of asked) {
      const key = named(one)
      const row = shown.get(key)
      if (!row || (!row.body.decision && !row.body.decided)) return refuse('row-not-to-decide', { row: one.row })
      const said = await decidedOf(tx, ctx, one, decided[key] ?? {}, villages)
      if (isRefusal(said)) return said
      if (said === null) delete decided[key]
      else decided[key] = said
      shown.set(key, { ...row, body: rowDecided(row.body, one.decision) })
    }
    const after = [...shown.values()].map(({ body }) => body)
    const counts = current.counts && countsDecided(current.counts, before, after)
    if (!(await store.moveImport(tx, id, open, { decided, ...(counts ? { counts } : {}) }))) return refuse('import-not-open', { state: current.state })
    await shownRows.replaceRows(tx, id, [...shown.values()])
    return null
  })
}

const named = (one: { sheet: string; row: number }) => `${one.sheet}!${one.row}`

/** What is kept of one decision, beside what was decided of the same row before; null where it is taken back. */
async function decidedOf(tx: Tx, ctx: Ctx, one: Asked, before: RosterDecided, villages: Map<string, string | null>): Promise<RosterDecided | null | Refusal<'village-unknown'>> {
  if (one.decision === 'none') return null
  if (one.decision === 'send-back') return { sendBack: true }
  if (one.decision === 'use-id-birth') return { ...before, sendBack: false, useIdBirth: true }
  const code = one.villageCode ?? ''
  if (code && !villages.has(code)) {
    const unit = await unitByCode(tx, ctx.actor.reach, code, { country: ctx.workspace.country })
    villages.set(code, unit?.level === 5 ? unit.code : null)
  }
  const villageCode = villages.get(code)
  return villageCode ? { ...before, sendBack: false, villageCode } : refuse('village-unknown', { row: one.row })
}

/** A row as a decision leaves it, by itself alone. One that waits for a second decision goes on waiting. */
export function rowDecided(row: PreviewRow, decision: Asked['decision']): PreviewRow {
  if (decision === 'none') return { ...row, decided: null, verdict: row.decision ? 'to-decide' : row.verdict }
  if (decision === 'send-back') return { ...row, decided: decision, verdict: 'refused' }
  const answers = row.decision?.kind === decision && row.refusal?.also.length === 0
  return { ...row, decided: decision, verdict: answers ? 'accepted' : row.decision ? 'to-decide' : row.verdict }
}

/** The counts after some rows were decided: what each row was is taken off, what it is now is put on. The parts go on adding up to `rows`. */
export function countsDecided(counts: ImportCounts, before: readonly PreviewRow[], after: readonly PreviewRow[]): ImportCounts {
  const now = { ...counts }
  const decisions = new Map(counts.decisions.map(({ code, count }) => [code, count]))
  const refusals = new Map(counts.refusals.map(({ code, count }) => [code, count]))
  const add = (row: PreviewRow, by: 1 | -1) => {
    if (row.verdict === 'accepted') {
      now.accepted += by
      now.persons += by
    } else if (row.verdict === 'repeated') {
      now.accepted += by
      now.repeated += by
    } else if (row.verdict === 'to-decide') now.toDecide += by
    else now.refused += by
    const list = row.verdict === 'to-decide' ? decisions : row.verdict === 'refused' ? refusals : null
    if (list && row.refusal) list.set(row.refusal.code, (list.get(row.refusal.code) ?? 0) + by)
  }
  before.forEach((row) => add(row, -1))
  after.forEach((row) => add(row, 1))
  const listed = (list: typeof decisions) => [...list].filter(([, count]) => count > 0).map(([code, count]) => ({ code, count }))
  return { ...now, decisions: listed(decisions), refusals: listed(refusals) }
}
