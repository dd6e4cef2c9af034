import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { existingCluster, folderForNewCluster, makeOpenFolder, programsFor, settle, type RunAs, sweepDrafts } from './embedded.place.ts'
import { clusterName, clusterProcesses, isRunning, servesCluster, signal, sleep, waitUntil } from './embedded.process.ts'
import { hasSecrets, secrets } from '../config/index.ts'

export type Log = (line: string) => void
export type Running = { readonly ownerUrl: string; readonly port: number; readonly postmasterPid: number }
type Cluster = { readonly folder: string; readonly account: RunAs }

const databaseName = 'qiaoshou'

/**
 * Brings the cluster of a data folder up, whatever was left of it: makes it, adopts a postmaster that lives, clears away
 * what a killed one left, starts it, and answers when `select 1` does. Call it under the lock of `embedded.lock.ts`.
 */
export async function bringUp(dataFolder: string, log: Log): Promise<Running> {
  const cluster = existingCluster(dataFolder) ?? (await create(dataFolder, log))
  if (!hasSecrets(dataFolder)) {
    throw new Error('The data folder holds a database but no secrets.json. Without that file neither the database nor the id numbers in it can be read: put it back.')
  }
  for (;;) {
    const pid = await survivor(cluster, log)
    if (pid === null) return start(dataFolder, cluster, log)
    const running = await answering(dataFolder, cluster, pid, log)
    if (running !== null) return running
    // It died while we looked, or it hangs. Either way what it leaves is cleared away before anything starts.
    if (isRunning(pid)) log('The running database does not answer; it is stopped and started anew.')
    await stopPostmaster(cluster.folder, pid)
  }
}

/** The postmaster of the data folder's cluster that runs now, or null. */
export function runningPostmaster(dataFolder: string): number | null {
  if (!existsSync(join(dataFolder, 'postgres'))) return null
  const { folder } = existingCluster(dataFolder)!
  const pid = pidFile(folder)?.pid
  return pid !== undefined && servesCluster(pid, folder) ? pid : null
}

/** Stops the cluster, if it runs, and waits until every process of it is gone. Committed work is kept, however it goes. */
export async function bringDown(dataFolder: string): Promise<void> {
  const cluster = existsSync(join(dataFolder, 'postgres')) ? existingCluster(dataFolder) : null
  const pid = cluster && pidFile(cluster.folder)?.pid
  if (cluster && pid && servesCluster(pid, cluster.folder)) await stopPostmaster(cluster.folder, pid)
}

async function stopPostmaster(folder: string, pid: number): Promise<void> {
  const gone = (): boolean => !isRunning(pid) && clusterProcesses(folder).length === 0
  signal(pid, 'SIGINT') // fast: open transactions roll back, a checkpoint is written
  if (await waitUntil(gone, 30_000)) return
  signal(pid, 'SIGQUIT')
  if (await waitUntil(gone, 5_000)) return
  for (const left of clusterProcesses(folder)) signal(left, 'SIGKILL')
  await waitUntil(gone, 5_000)
}

async function create(dataFolder: string, log: Log): Promise<Cluster> {
  log('Making the database (once).')
  const { draft, account } = folderForNewCluster(dataFolder)
  const { databaseOwnerPassword } = secrets(dataFolder)
  await run(join(programsFor(account).folder, 'initdb'), [
    `--pgdata=${draft}`, '--username=postgres', '--pwfile=/dev/stdin', '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', '--data-checksums',
  ], account, databaseOwnerPassword, dataFolder)
  const folder = settle(dataFolder, draft)
  sweepDrafts(dirname(draft), dataFolder)
  return { folder, account }
}

/** initdb reads the password from a file, which is given to its account and loses its name before anybody can look. */
function run(program: string, args: readonly string[], account: RunAs, password: string, dataFolder: string): Promise<void> {
  const file = join(dataFolder, `password-${randomBytes(6).toString('hex')}`)
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' })
  const input = openSync(file, 'r')
  rmSync(file)
  if (account.uid !== undefined) fchownSync(input, account.uid, account.gid!)
  return new Promise((done, failed) => {
    const child = spawn(program, args, { ...account, cwd: '/', env: plainEnvironment(), stdio: [input, 'pipe', 'pipe'] })
    closeSync(input)
    let said = ''
    child.stdout!.on('data', (part) => (said += part))
    child.stderr!.on('data', (part) => (said += part))
    child.once('error', failed)
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`The database could not be made (${code}): ${said.trim()}`))))
  })
}

/** PG… variables of the operator's shell must not steer our cluster. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Reads what the last postmaster left. One that lives is returned. Where it was killed, its backends are waited for (and
 * ended, if they hang) before its pid file goes: the file is PostgreSQL's own guard against two servers on one folder,
 * and it also refuses for ever when the pid has since been given to another program, or is a zombie that nobody reaps.
 */
async function survivor(cluster: Cluster, log: Log): Promise<number | null> {
  const pid = pidFile(cluster.folder)?.pid
  if (pid !== undefined && servesCluster(pid, cluster.folder)) return pid
  const left = (): number[] => clusterProcesses(cluster.folder)
  if (left().length > 0) {
    log('The database was stopped the hard way; waiting for the rest of it to end.')
    const none = (): boolean => left().length === 0
    if (!(await waitUntil(none, 3_000))) left().forEach((each) => signal(each, 'SIGQUIT'))
    if (!(await waitUntil(none, 5_000))) left().forEach((each) => signal(each, 'SIGKILL'))
    if (!(await waitUntil(none, 7_000))) throw new Error(`Processes ${left().join(', ')} still hold the database's folder and cannot be ended.`)
  }
  rmSync(join(cluster.folder, 'postmaster.pid'), { force: true })
  return null
}

/** postmaster.pid: 1 pid, 4 port, 8 state. Null where it is missing or being written. */
function pidFile(folder: string): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Math.abs(Number(lines[0]))
    return pid > 0 ? { pid, port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready' } : null
  } catch {
    return null
  }
}

/** Waits for a live postmaster to serve. Null where it ended or hangs. Recovery after a crash may take minutes and is waited for. */
async function answering(dataFolder: string, cluster: Cluster, pid: number, log: Log): Promise<Running | null> {
  const ready = (): boolean => !isRunning(pid) || pidFile(cluster.folder)?.ready === true
  if (!(await waitUntil(ready, 10_000, 10))) {
    log('The database is replaying its log after a crash; this can take minutes.')
    if (!(await waitUntil(ready, 600_000, 200))) return null
  }
  const port = pidFile(cluster.folder)?.port
  if (!isRunning(pid) || !port) return null
  const ownerUrl = `postgres://postgres:${secrets(dataFolder).databaseOwnerPassword}@127.0.0.1:${port}/${databaseName}`
  const end = performance.now() + 15_000
  while (performance.now() < end && isRunning(pid)) {
    const answer = await ask(ownerUrl)
    if (answer === 'ok') return { ownerUrl, port, postmasterPid: pid }
    if (answer === '3D000') await createDatabase(ownerUrl)
    if (answer === '28P01') throw new Error('secrets.json in the data folder is not the one this database was made with. Put the right one back.')
    await sleep(answer === '3D000' ? 0 : 200)
  }
  return null
}

/** 'ok', or the SQLSTATE or system code of the failure. */
async function ask(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return 'ok'
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown'
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabase(ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(`create database ${databaseName}`)
  } catch (error) {
    // A process that was killed while it asked for the database has left a backend that still makes it.
    if (!['42P04', '23505', '55006'].includes((error as { code?: string }).code ?? '')) throw error
    await sleep(200)
  } finally {
    await client.end()
  }
}

async function start(dataFolder: string, cluster: Cluster, log: Log): Promise<Running> {
  const { folder: programs, major } = programsFor(cluster.account)
  const made = readFileSync(join(cluster.folder, 'PG_VERSION'), 'utf8').trim()
  if (made !== major) throw new Error(`The database in the data folder was made by PostgreSQL ${made}, and this is ${major}. Move its content with pg_dump of ${made} first.`)
  const logFile = join(dataFolder, 'postgres.log')
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(logFile, `${logFile}.1`)
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(join(dataFolder, 'postgres.port'), attempt)
    const output = openSync(logFile, 'a', 0o600)
    // Its own session, so that Ctrl-C in a terminal reaches only us, and we stop it once, when its last user leaves.
    const child = spawn(join(programs, 'postgres'), ['-D', cluster.folder, ...settings(cluster.folder, port)], {
      ...cluster.account, cwd: '/', env: plainEnvironment(), detached: true, stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.once('error', () => {})
    child.unref()
    const pid = child.pid
    const named = (): boolean => pid === undefined || !isRunning(pid) || pidFile(cluster.folder)?.pid === pid
    await waitUntil(named, 15_000, 10)
    const running = pid === undefined ? null : await answering(dataFolder, cluster, pid, log)
    if (running !== null) {
      writeFileSync(join(dataFolder, 'postgres.port'), String(running.port))
      return running
    }
    if (attempt === 3) throw new Error(`The database does not start. The end of ${logFile} says:\n${lastLines(logFile, 8)}`)
    if (pid !== undefined && isRunning(pid)) await stopPostmaster(cluster.folder, pid)
    await survivor(cluster, log)
  }
}

function settings(folder: string, port: number): string[] {
  const all: Record<string, string | number> = {
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', cluster_name: clusterName(folder),
    shared_buffers: '256MB', work_mem: '32MB', maintenance_work_mem: '128MB', max_wal_size: '2GB', wal_level: 'replica', max_connections: 100,
    jit: 'off', timezone: 'UTC', log_timezone: 'UTC', dynamic_shared_memory_type: sharedMemory(), log_line_prefix: '%m [%p] ',
    // After a crash every file is made safe before anything is read: one call for the whole disk instead of one a file saves seconds.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    // What a killed program was doing is given up at once, not carried to its end while the next start waits for its locks.
    ...(process.platform === 'linux' ? { client_connection_check_interval: '500ms' } : {}),
    // Statements, rows and keys that an error speaks of hold names and numbers of persons: the log gets the error alone.
    log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length_on_error: 0,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Containers give /dev/shm 64 MB by default, too little for a parallel sort. */
function sharedMemory(): 'posix' | 'sysv' {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 512e6 ? 'posix' : 'sysv'
  } catch {
    return 'sysv'
  }
}

/**
 * The port of last time, if it is free, so that pools of other processes find the database again after a restart; else one
 * below the range from which the system takes ports for outgoing connections, where none of those can hold it.
 */
async function freePort(portFile: string, attempt: number): Promise<number> {
  const last = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0
  if (attempt === 1 && last > 1023 && (await isFree(last))) return last
  for (let tries = 0; tries < 200; tries += 1) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
  throw new Error('No free port between 20000 and 32000 was found for the database.')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => answer(true)))
  })
}

function lastLines(file: string, count: number): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '(nothing)'
}

/** Makes the data folder where there is none. */
export function makeDataFolder(dataFolder: string): void {
  makeOpenFolder(dataFolder)
}
