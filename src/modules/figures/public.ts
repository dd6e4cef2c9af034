import { everywhere } from '#kernel/actor.ts'
import type { Pool } from 'pg'
import { inSnapshot } from '#platform/database/transaction.ts'
import { getWorkspace, listWorkspaces } from '#modules/organisation/index.ts'
import { readCode } from './receipt-code.ts'
import type { ReceiptBody } from './receipt-body.ts'
import { recheck, type RecheckFault } from './recheck.ts'
import { withBody } from './receipt.ts'
import * as store from './receipt.store.ts'
import { joinSmall, type Shown } from './small-cells.ts'

/** A receipt as anybody may see it: nothing personal, small cells joined. */
export type PublicReceipt = {
  code: string
  workspace: string
  timeZone: string
  issuedAt: string
  bodyHash: string
  body: Omit<ReceiptBody, 'value' | 'of' | 'subjects' | 'parts' | 'overlap' | 'companion' | 'leftOut'>
  shown: Shown
  withdrawn: { at: string; reason: string; successor: string | null } | null
  /** Held against the ledger at `at`; at most a minute old. */
  check: { fault: RecheckFault | null; at: string }
}

type Checked = { fault: RecheckFault | null; at: Temporal.Instant }
/** Checks are kept a minute a receipt, so that a page much looked at does not count a million entries each time. */
const kept = new Map<string, Checked>()

/** The receipt of a code as typed, from whichever workspace issued it; null where there is none. `again`: check now, not a minute ago. */
export async function publicReceipt(pool: Pool, typed: string, now: Temporal.Instant, again = false): Promise<PublicReceipt | null> {
  const code = readCode(typed)
  if (code === null) return null
  for (const { slug } of await listWorkspaces(pool)) {
    const workspace = (await getWorkspace(pool, slug))!
    const found = await inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, async (tx) => {
      const row = await store.receiptByCode(tx, null, code)
      if (!row) return null
      const key = `${slug} ${code}`
      const before = kept.get(key)
      // Asking again by hand counts again after five seconds at the earliest.
      const age = before ? now.since(before.at).total('seconds') : Infinity
      const checked = before && age < (again ? 5 : 60) ? before : { fault: await recheck(tx, workspace, row, now), at: now }
      if (kept.size > 1000) kept.clear()
      kept.set(key, checked)
      return { row, checked }
    })
    if (!found) continue
    const { row, checked } = found
    const { body } = withBody(row)
    const { value: _v, of: _o, subjects: _s, parts: _p, overlap: _d, companion: _c, leftOut: _l, ...rest } = body
    return {
      code, workspace: slug, timeZone: workspace.timeZone, issuedAt: row.issuedAt, bodyHash: row.bodyHash, body: rest, shown: joinSmall(body),
      withdrawn: row.withdrawnAt === null ? null : { at: row.withdrawnAt, reason: row.reason!, successor: row.successor },
      check: { fault: checked.fault, at: checked.at.toString() },
    }
  }
  return null
}
