import type { Pool } from 'pg'
import { logOf, seal } from '#modules/audit/index.ts'
import { listWorkspaces } from '#modules/organisation/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'

/** A line waits for its seal no longer than about this and the time that sealing takes: five seconds at the most. */
const everyMilliseconds = 3_000

/**
 * Seals the audit log of every workspace, and that of what they share, again and again; the answer stops it and waits for the round at
 * work. A log that cannot be sealed is told of, and tried again in the next round; several servers may do this at once.
 */
export function startSealer(pool: Pool, log: Ctx['log']): () => Promise<void> {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = () => Temporal.Now.instant()
  const one = async (schema: string) => {
    if (!stopped) await seal(logOf(pool, schema), now).catch((fault: unknown) => void (stopped || log.error(fault, `sealing the audit log of ${schema}`)))
  }
  const round = async () => {
    await one('public')
    for (const { schema } of await listWorkspaces(pool)) await one(schema)
  }
  const next = () => {
    timer = setTimeout(() => (working = round().catch((fault: unknown) => void (stopped || log.error(fault, 'sealing the audit log'))).then(() => void (stopped || next()))), everyMilliseconds)
    timer.unref()
  }
  let working = Promise.resolve()
  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await working
  }
}
