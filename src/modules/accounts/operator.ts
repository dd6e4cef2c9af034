import type { ClientBase } from 'pg'
import { isRefusal } from '#kernel/refusal.ts'
import { txOver, type Tx } from '#platform/database/transaction.ts'
import { auditStatement, Notes } from '#platform/database/who.ts'
import type { Ctx } from '#platform/http/ctx.ts'

/** One act of the operator on the owner's own connection, in the shared schema: it and its line in the audit log stand or fall together. */
export async function operatorAct<T>(owner: ClientBase, { db }: Pick<Ctx, 'db'>, verb: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  await owner.query('begin; set local search_path to public')
  try {
    const notes = new Notes()
    const result = await work(txOver(owner, { notes }))
    const who = db.who && { ...db.who, verb }
    const line = isRefusal(result) ? null : notes.line(who)
    if (who && line) await owner.query(auditStatement(who, line, (text) => owner.escapeLiteral(text)))
    await owner.query(isRefusal(result) ? 'rollback' : 'commit')
    return result
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  }
}
