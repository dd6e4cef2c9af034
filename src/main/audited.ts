import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { listWorkspaces, type Installation } from './installation.ts'

/**
 * The context of a command that acts, or that looks at personal data: its transactions write their line under this verb, as a request's
 * do. In: the verb (`audit/words.ts` names them all), and whether it only looks.
 */
export function auditedAs(ctx: Ctx, verb: `${string}.${string}`, { look }: { look: boolean } = { look: false }): Ctx {
  return ctx.db.who ? { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, verb, look, written: { lines: 0 } } } } : ctx
}

/** Notes what the operator did with the whole installation in the log of every workspace. Facts are nobody's personal data. */
export async function noteEverywhere(installation: Installation, verb: `platform.${string}`, facts: Readonly<Record<string, string | number>>): Promise<void> {
  for (const workspace of await listWorkspaces(installation.pool)) {
    const ctx = auditedAs(installation.operatorCtx(workspace, 'en'), verb)
    await inTransaction(ctx.db, async (tx) => tx.note({ facts }))
  }
}
