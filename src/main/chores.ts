import { everywhere } from '#kernel/actor.ts'
import type { Pool } from 'pg'
import { cleanImports, postMemberships } from '#modules/register/index.ts'
import { straightenCards } from '#modules/boundaries/index.ts'
import { writeHead } from '#modules/figures/index.ts'
import { logOf, sharedName, writeAuditHead } from '#modules/audit/index.ts'
import { listWorkspaces, type Workspace } from '#modules/organisation/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'

const anHourMilliseconds = 60 * 60 * 1000

/** What is done for each workspace when the server starts and every hour after: the head leaves the database, old staged files go, cards follow their units. */
const chores: Record<string, (pool: Pool, dataFolder: string, workspace: Workspace) => Promise<unknown>> = {
  heads: (pool, dataFolder, workspace) => writeHead(pool, dataFolder, workspace),
  'heads of the audit log': (pool, dataFolder, { slug, schema }) => writeAuditHead(logOf(pool, schema), dataFolder, slug),
  memberships: (pool, dataFolder, { schema }) => postMemberships({ pool, schema, reach: everywhere }, dataFolder),
  'cards of units that moved': (pool, _, { schema }) => straightenCards({ pool, schema, reach: everywhere }),
  imports: (pool, dataFolder, { schema }) => cleanImports({ pool, schema, reach: everywhere }, dataFolder, Temporal.Now.instant()),
}

/** Starts the chores; the answer stops them. A chore that fails is logged and tried again an hour later. */
export function startChores(pool: Pool, dataFolder: string, log: Ctx['log']): () => void {
  let stopped = false
  // A server that stops takes the pool away under a chore; that is no fault of anything.
  const tell = (what: string) => (fault: unknown) => void (stopped || log.error(fault, what))
  const round = async () => {
    await writeAuditHead(logOf(pool, 'public'), dataFolder, sharedName).catch(tell('heads of the shared audit log'))
    for (const workspace of await listWorkspaces(pool)) {
      for (const [name, chore] of Object.entries(chores)) if (!stopped) await chore(pool, dataFolder, workspace).catch(tell(`${name} of ${workspace.slug}`))
    }
  }
  const attempt = () => void round().catch(tell('chores'))
  attempt()
  const timer = setInterval(attempt, anHourMilliseconds)
  timer.unref()
  return () => {
    stopped = true
    clearInterval(timer)
  }
}
