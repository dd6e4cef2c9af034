import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Language } from '#kernel/languages.ts'
import type { Config } from '#platform/config/index.ts'
import { putSecrets, secretsOf } from '#platform/config/secrets.ts'
import { openDatabase } from '#platform/database/embedded.ts'
import { rebuild, unknownOf } from '#platform/database/migrate.ts'
import { analyzeAll, carriedTables, copyInto, copyOut, emptyTables, inWholeTransaction, isEmptyDatabase, setSequences, type Carried } from '#platform/database/whole.ts'
import { txOver } from '#platform/database/transaction.ts'
import { endAllLinks, endAllSessions } from '#modules/accounts/index.ts'
import { noWitnesses, verify } from '#modules/figures/index.ts'
import type { ErasureLine, replayErasures } from '#modules/rights/index.ts'
import { noteEverywhere } from '../audited.ts'
import { appRole, listWorkspaces, openInstallation, withOwner, type Log } from '../installation.ts'
import { erasuresAt, keepErasures, readErasures } from './erasures.ts'
import { BackupRefused, readBackup, type BackupHead, type TableEnd } from './format.ts'
import { abandonRestore, beginRestore, endRestore } from './marker.ts'
import { checkBackup } from './make.ts'

export type Restored = {
  readonly at: string
  readonly tables: number
  readonly rows: number
  /** Each workspace: its ledger as `verify` finds it, and how many erasures were done again. */
  readonly workspaces: { readonly slug: string; readonly journal: string; readonly entries: number; readonly receipts: number; readonly faults: number; readonly erased: number }[]
}
type Asked = { readonly path: string; readonly key: Buffer; readonly erasures?: string; readonly replay: typeof replayErasures; readonly language: Language; readonly log: Log; progress(table: string, rows: number): void }

/** Tables are told apart by it. */
const rowKey = ({ schema, table }: Carried) => `${schema}.${table}`

/**
 * Brings a backup into an empty data folder (and an empty database, where DATABASE_URL names one): schemas by exactly the migrations it
 * was made of, all rows in one transaction, each table read back and held against its digest; then newer migrations, the ledgers'
 * `verify`, and whoever was erased since is erased again; nobody stays signed in. Until all of it is done the data folder cannot be started; what is refused
 * leaves it as it was. Refuses what `checkBackup` refuses and `backup-of-another-version`, `restore-folder-not-empty`, `restore-running`,
 * `restore-database-not-empty`, `restore-differs`, `folder-missing`, `erasures-unreadable`.
 */
export async function restoreBackup(config: Config, asked: Asked): Promise<Restored | Refusal> {
  const { dataFolder } = config
  const backup = await checkBackup(asked.path, asked.key)
  if (isRefusal(backup)) return backup
  const unknown = (await Promise.all(backup.head.schemas.map(({ applied }) => unknownOf(applied)))).flat()
  if (unknown.length > 0) return refuse('backup-of-another-version', { migration: unknown[0]!.name })
  const from = erasuresAt(dataFolder, asked.erasures)
  if (isRefusal(from)) return from
  const erasures = from === null ? new Map<string, ErasureLine[]>() : readErasures(from)
  if (isRefusal(erasures)) return erasures
  if (config.databaseUrl !== null && !(await withOwner(config.databaseUrl, isEmptyDatabase))) return refuse('restore-database-not-empty')
  const taken = await beginRestore(dataFolder)
  if (taken) return taken
  let isFilled = false
  try {
    putSecrets(dataFolder, secretsOf({ ...backup.head.secrets }))
    if (from !== null) keepErasures(from, dataFolder)
    const database = await openDatabase(config, asked.log)
    try {
      await withOwner(database.ownerUrl, (owner) => inWholeTransaction(owner, () => fill(owner, backup.head, asked)))
      isFilled = true
      const workspaces = await finish(config, asked, erasures, backup.at)
      endRestore(dataFolder)
      return { at: backup.at, tables: backup.tables, rows: backup.rows, workspaces }
    } finally {
      await database.release()
    }
  } catch (error) {
    // A database of the operator's that is filled already keeps the mark beside it: its secrets stand in this folder.
    if (!isFilled || config.databaseUrl === null) await abandonRestore(dataFolder)
    if (error instanceof BackupRefused) return refuse(error.why, { file: asked.path })
    if (error instanceof Differs) return refuse('restore-differs', { table: error.message })
    throw error
  }
}

/** A table that reads otherwise than it was written. */
class Differs extends Error {}

/** Schemas, rows, sequences; then every table is read back. In the transaction that is open. */
async function fill(owner: Parameters<typeof rebuild>[0], head: BackupHead, asked: Asked): Promise<void> {
  await rebuild(owner, head.schemas, { role: appRole, password: head.secrets.databaseAppPassword })
  const names = head.schemas.map(({ schema }) => schema)
  const there = new Map((await carriedTables(owner, names)).map((table) => [rowKey(table), table]))
  await emptyTables(owner, [...there.values()])
  const wanted: [Carried, TableEnd][] = []
  await readBackup(asked.path, asked.key, {
    async rows(table, pieces) {
      const target = there.get(rowKey(table))
      if (!target || target.columns.toSorted().join() !== table.columns.toSorted().join()) throw new Differs(rowKey(table))
      return copyInto(owner, { ...target, columns: table.columns }, pieces)
    },
    async table(table, end) {
      wanted.push([{ ...there.get(rowKey(table))!, columns: table.columns }, end])
      asked.progress(rowKey(table), end.rows)
    },
    sequences: (sequences) => setSequences(owner, sequences),
  })
  if (wanted.length !== there.size) throw new Differs([...there.keys()].find((name) => !wanted.some(([table]) => rowKey(table) === name))!)
  for (const [table, end] of wanted) {
    const digest = createHash('sha256')
    const rows = await copyOut(owner, table, (piece) => void digest.update(piece))
    if (rows !== end.rows || digest.digest('hex') !== end.sha256) throw new Differs(rowKey(table))
  }
}

/** Newer migrations, then each workspace: its ledger is verified, its erasures are done again. */
async function finish(config: Config, asked: Asked, erasures: ReadonlyMap<string, readonly ErasureLine[]>, view: string): Promise<Restored['workspaces']> {
  const installation = await openInstallation(config, asked.log, { supervise: false, restoring: true })
  try {
    const done: Restored['workspaces'] = []
    for (const workspace of await listWorkspaces(installation.pool)) {
      const ctx = installation.operatorCtx(workspace, asked.language)
      const erased = await asked.replay(ctx, erasures.get(workspace.slug) ?? [])
      const { journal, entries, receipts, faults } = await verify(ctx, noWitnesses, () => {})
      done.push({ slug: workspace.slug, journal, entries, receipts, faults: faults.length, erased })
    }
    await installation.asOwner(async (owner) => {
      const at = instantText(Temporal.Now.instant())
      await endAllSessions(txOver(owner), at)
      await endAllLinks(txOver(owner), at)
    })
    await installation.asOwner(analyzeAll)
    await noteEverywhere(installation, 'platform.restore', { file: basename(asked.path), view })
    return done
  } finally {
    await installation.close()
  }
}
