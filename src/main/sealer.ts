import type { Pool } from 'pg'
import { logOf, seal, sharedName, writeAuditHead } from '#modules/audit/index.ts'
import { listWorkspaces } from '#modules/organisation/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'

/** A line waits for its seal no longer than about this and the time that sealing takes: five seconds at the most. */
const everyMilliseconds = 3_000
/** A server that stops seals what is left and lets the heads out, for no longer than this. */
const lastMilliseconds = 5_000

/**
 * Seals the audit log of every workspace, and that of what they share, again and again; the answer stops it, after a last round whose
 * heads leave the database. A log that cannot be sealed is told of, and tried again in the next round; several servers may do this at once.
 */
export function startSealer(pool: Pool, dataFolder: string, log: Ctx['log']): () => Promise<void> {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = () => Temporal.Now.instant()
  const one = async (schema: string) => {
    await seal(logOf(pool, schema), now).catch((fault: unknown) => void (stopped || log.error(fault, `sealing the audit log of ${schema}`)))
  }
  const round = async () => {
    await one('public')
    for (const { schema } of await listWorkspaces(pool)) await one(schema)
  }
  const next = () => {
    timer = setTimeout(() => (working = round().catch((fault: unknown) => void (stopped || log.error(fault, 'sealing the audit log'))).then(() => void (stopped || next()))), everyMilliseconds)
    timer.unref()
  }
  const last = async () => {
    await working
    await round()
    await writeAuditHead(logOf(pool, 'public'), dataFolder, sharedName)
    for (const { slug, schema } of await listWorkspaces(pool)) await writeAuditHead(logOf(pool, schema), dataFolder, slug)
  }
  let working = Promise.resolve()
  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await Promise.race([last().catch((fault: unknown) => log.error(fault, 'the last seals of the audit log')), new Promise((done) => setTimeout(done, lastMilliseconds).unref())])
  }
}
