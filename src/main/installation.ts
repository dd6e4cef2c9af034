import { join } from 'node:path'
import pg from 'pg'
import { everywhere } from '#kernel/actor.ts'
import { dayIn } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Language } from '#kernel/languages.ts'
import { secrets, type Config } from '#platform/config/index.ts'
import { closeColumns, useColumns } from '#platform/columnar/home.ts'
import { openDatabase } from '#platform/database/embedded.ts'
import { migratePublic, migrateWorkspace } from '#platform/database/migrate.ts'
import { openPool, pointPoolAt } from '#platform/database/pool.ts'
import type { WorkspaceDb } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { operatorActor } from '#modules/accounts/index.ts'
import { getWorkspace, listWorkspaces, type Workspace } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { refuseHalfRestored } from './backup/marker.ts'

export type Log = (line: string) => void

/** An open installation: its database up and migrated, a pool of the application's role, a way to act as the owner. */
export type Installation = {
  readonly config: Config
  readonly pool: pg.Pool
  readonly app: { readonly role: string; readonly password: string }
  /** Runs owner's work (making workspaces, granting) on a connection of its own. */
  asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T>
  /** The context in which the command line acts in a workspace. */
  operatorCtx(workspace: Workspace, language: Language): Ctx
  close(): Promise<void>
}

/** A workspace as the command line sees it. What it does is kept in the audit log too; a verb of it that acts names itself (`auditedAs`). */
function operatorDb(pool: pg.Pool, workspace: Workspace, actor: Ctx['actor'], requestId: string): WorkspaceDb {
  return {
    pool, schema: workspace.schema, reach: everywhere, audits: true,
    who: { actor: actor.id, roles: actor.roles, workspace: workspace.slug, unitPath: actor.unitPath, address: 'cli', requestId, verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } },
  }
}

/** The role that the application uses: it may not change the ledger, nor grant, nor build tables. */
export const appRole = 'qiaoshou_app'

/** Runs work on a connection of the owner's. */
export async function withOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl, options: '-c TimeZone=UTC' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end().catch(() => {})
  }
}

/** The application's address on the owner's database. */
function appUrlOf(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = appRole
  url.password = password
  return url.href
}

/**
 * Opens the database (starting the embedded one where needed), brings all schemas up to date and answers what is needed to work.
 * `supervise`: a long-running server restarts a database that dies under it. `restoring`: it is the restore itself that asks.
 */
export async function openInstallation(config: Config, log: Log, options: { supervise: boolean; restoring?: boolean }): Promise<Installation> {
  if (!options.restoring) refuseHalfRestored(config.dataFolder)
  const database = await openDatabase(config, log)
  try {
    let ownerUrl = database.ownerUrl
    const keys = secrets(config.dataFolder)
    const app = { role: appRole, password: keys.databaseAppPassword }
    await withOwner(ownerUrl, (owner) => migratePublic(owner, app))
    const pool = openPool(appUrlOf(ownerUrl, app.password))
    // A server keeps the read models new; the command line reads those that stand.
    useColumns(pool, { folder: join(config.dataFolder, 'columns'), mode: 'auto', builds: options.supervise, log })
    const workspaces = await listWorkspaces(pool)
    await withOwner(ownerUrl, async (owner) => {
      for (const { schema } of workspaces) await migrateWorkspace(owner, schema, app)
    })
    if (options.supervise) {
      database.watch((url) => {
        ownerUrl = url
        pointPoolAt(pool, appUrlOf(url, app.password))
      })
    }
    return {
      config, pool, app,
      asOwner: (work) => withOwner(ownerUrl, work),
      operatorCtx: (workspace, language) => {
        const now = Temporal.Now.instant()
        const [actor, requestId] = [operatorActor(workspace), uuidv7()]
        return {
          db: operatorDb(pool, workspace, actor, requestId), workspace, actor, now, today: dayIn(workspace.timeZone, now),
          levels: programmeOf(workspace.programme).levels, language, requestId, address: 'cli', dataFolder: config.dataFolder,
          log: { info: log, error: (fault, message) => log(`${message}: ${String(fault)}`) },
        }
      },
      async close() {
        await closeColumns(pool)
        // A statement that runs on is not waited for longer than this; the database rolls it back.
        await Promise.race([pool.end(), new Promise((done) => setTimeout(done, 5_000).unref())])
        await database.release()
      },
    }
  } catch (error) {
    await database.release()
    throw error
  }
}

export { getWorkspace, listWorkspaces }
