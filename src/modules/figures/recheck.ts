import { rangeOf } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { WorkspaceRef } from '#platform/http/ctx.ts'
import { journalAt, membersDigest } from '#modules/ledger/index.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { indicatorsOfDefinition } from './definition.ts'
import { figure } from './figure.ts'
import { indicatorsFor } from './question.ts'
import { companionOf } from './receipt.ts'
import type { ReceiptRow } from './receipt.store.ts'
import { receiptBody } from './receipt-body.ts'

/** Why a receipt does not agree with the ledger. */
export type RecheckFault = 'body-differs' | 'journal-differs' | 'figure-differs' | 'members-differ' | 'companion-differs'

/**
 * Counts a receipt's figure again, by the definition that stands in the receipt itself, at its own journal number, and holds value, parts,
 * overlap, companion, members and the journal's hash against what it says. Out: null where all agree, else the first that does not.
 * Counted beyond the reach of whoever asks: a receipt agrees or not for everybody alike, and nothing else of the count is told.
 */
export async function recheck(tx: Tx, workspace: WorkspaceRef, row: ReceiptRow, now: Temporal.Instant): Promise<RecheckFault | null> {
  return tx.beyondReach((beyond) => counted(beyond, workspace, row, now))
}

async function counted(tx: Tx, workspace: WorkspaceRef, row: ReceiptRow, now: Temporal.Instant): Promise<RecheckFault | null> {
  const parsed = receiptBody.safeParse(JSON.parse(row.body))
  if (!parsed.success || sha256(row.body) !== row.bodyHash || canonicalJson(parsed.data) !== row.body) return 'body-differs'
  const body = parsed.data
  if (body.code !== row.code || body.journal.number !== String(row.journal) || body.journal.hash !== row.journalHash || body.membersDigest !== row.membersDigest) return 'body-differs'
  if (row.journal > 0n) {
    const journal = await journalAt(tx, row.journal)
    if (journal?.hash !== row.journalHash || journal.at !== body.journal.at) return 'journal-differs'
  }
  const known = await indicatorsFor(tx, { workspace })
  const kept = indicatorsOfDefinition(body.definition)
  const programme = { ...known, indicators: [...kept, ...known.indicators.filter(({ id }) => !kept.some((one) => one.id === id))] }
  const everything = { workspace, actor: { reach: [rangeOf(`${workspace.country}.`)], unitId: workspace.topUnitId }, today: body.to, now }
  const again = await figure(tx, everything, programme, {
    indicator: body.indicator.id, unit: body.unit.code, only: body.only?.join(','), from: body.from, to: body.to, boundaryDay: body.boundaryDay, asOf: body.journal.number, level: body.level, by: body.by,
  })
  if (isRefusal(again)) return 'figure-differs'
  // The first form of a receipt had 0 for what is of nobody.
  const written = (value: number | null) => (value === null && body.form === 'qiaoshou-receipt-1' ? 0 : value)
  const parts = (list: readonly { key: string; value: number | null }[]) => canonicalJson(list.map(({ key, value }) => [key, written(value)]))
  if (written(again.value) !== body.value || again.overlap !== body.overlap || parts(again.parts) !== parts(body.parts)) return 'figure-differs'
  if ((await membersDigest(tx, again.asked.question)) !== body.membersDigest) return 'members-differ'
  if (body.companion) {
    const companion = await companionOf(tx, programme, again)
    if (companion && written(companion.value) !== body.companion.value) return 'companion-differs'
  }
  return null
}
