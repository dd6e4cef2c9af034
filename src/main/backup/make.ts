import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { secrets } from '#platform/config/index.ts'
import { isRunning } from '#platform/database/embedded.process.ts'
import { appliedIn } from '#platform/database/migrate.ts'
import { carriedSequences, copyOut, inWholeSnapshot, serverVersion } from '#platform/database/whole.ts'
import { noteEverywhere } from '../audited.ts'
import type { Installation } from '../installation.ts'
import { BackupRefused, formatVersion, readBackup, writeBackup, type BackupHead, type Whole } from './format.ts'

export type Made = Whole & { readonly at: string; readonly workspaces: number; readonly bytes: number }

/**
 * Writes the whole installation into one sealed file, beside whatever goes on: one view of the database, all workspaces, the secrets.
 * The file is read back and held against its digests before it gets its name. Refuses `backup-file-exists`, `folder-missing`. Constant memory.
 */
export async function makeBackup(installation: Installation, path: string, key: Buffer, progress: (table: string, rows: number) => void): Promise<Made | Refusal> {
  if (existsSync(path)) return refuse('backup-file-exists', { file: path })
  if (!existsSync(dirname(path))) return refuse('folder-missing', { folder: dirname(path) })
  await sweepDrafts(path)
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.draft`
  try {
    await installation.asOwner((owner) => inWholeSnapshot(owner, async (tables, names) => {
      const schemas = []
      for (const schema of names) schemas.push({ schema, applied: await appliedIn(owner, schema) })
      const head: BackupHead = { format: formatVersion, at: instantText(Temporal.Now.instant()), postgres: await serverVersion(owner), secrets: secrets(installation.config.dataFolder), schemas }
      await writeBackup({
        head, tables, sequences: () => carriedSequences(owner, names),
        async rows(table, take) {
          const rows = await copyOut(owner, table, take)
          progress(`${table.schema}.${table.table}`, rows)
          return rows
        },
      }, key, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
    }))
    const made = await checkBackup(draft, key)
    if ('refused' in made) return made
    await noteEverywhere(installation, 'platform.backup', { file: basename(path), rows: made.rows, view: made.at })
    await rename(draft, path)
    const folder = await open(dirname(path), 'r')
    await folder.sync().finally(() => folder.close())
    return made
  } finally {
    await rm(draft, { force: true })
  }
}

/** Removes what a backup of this name left that was killed. */
async function sweepDrafts(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(`${basename(path)}.`) ? /\.(\d+)-[0-9a-f]{8}\.draft$/.exec(name)?.[1] : undefined
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(dirname(path), name), { force: true })
  }
}

/** Reads a backup whole and holds it against its digests. Refuses `backup-not-found`, `backup-key-wrong`, `backup-damaged`, `backup-newer`. */
export async function checkBackup(path: string, key: Buffer): Promise<Made & { readonly head: BackupHead } | Refusal> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return refuse('backup-not-found', { file: path })
  try {
    const { head, whole } = await readBackup(path, key)
    return { ...whole, head, at: head.at, workspaces: head.schemas.length - 1, bytes: found.size }
  } catch (error) {
    if (error instanceof BackupRefused) return refuse(error.why, { file: path })
    throw error
  }
}
