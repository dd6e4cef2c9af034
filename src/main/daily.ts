import type { Pool } from 'pg'
import { cleanImports } from '#modules/register/index.ts'
import { writeHead } from '#modules/figures/index.ts'
import { listWorkspaces, type Workspace } from '#modules/organisation/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'

const aDayMilliseconds = 24 * 60 * 60 * 1000

/** What is done for each workspace when the server starts and every day after: today's head leaves the database, old staged files go. */
const chores: Record<string, (pool: Pool, dataFolder: string, workspace: Workspace) => Promise<unknown>> = {
  heads: (pool, dataFolder, workspace) => writeHead(pool, dataFolder, workspace),
  imports: (pool, dataFolder, { schema }) => cleanImports({ pool, schema }, dataFolder, Temporal.Now.instant()),
}

/** Starts the daily chores; the answer stops them. A chore that fails is logged and tried again the next day. */
export function startDaily(pool: Pool, dataFolder: string, log: Ctx['log']): () => void {
  const round = async () => {
    for (const workspace of await listWorkspaces(pool)) {
      for (const [name, chore] of Object.entries(chores)) await chore(pool, dataFolder, workspace).catch((fault: unknown) => log.error(fault, `daily ${name}, ${workspace.slug}`))
    }
  }
  const attempt = () => void round().catch((fault: unknown) => log.error(fault, 'daily'))
  attempt()
  const timer = setInterval(attempt, aDayMilliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
