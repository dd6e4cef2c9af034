import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { runningPostmaster } from './embedded.cluster.ts'
import { liveLeases } from './embedded.lock.ts'
import { openDatabase, type OpenDatabase } from './embedded.ts'
import { clusterProcesses, isRunning, processFacts, sleep, waitUntil } from './embedded.process.ts'

vi.setConfig({ testTimeout: 60_000 })

// Not in the checkout: that may lie where the database's account cannot go, which is a case of its own below.
const scratch = tmpdir()
const seedFolder = join(scratch, `qiaoshou-seed-${process.pid}`)
let dataFolder: string
let users: ChildProcess[]
let opened: OpenDatabase[]

beforeEach(() => {
  dataFolder = mkdtempSync(join(scratch, 'qiaoshou-embedded-'))
  chmodSync(dataFolder, 0o755) // as a data folder is made
  users = []
  opened = []
})

afterEach(async () => {
  for (const user of users) user.kill('SIGKILL')
  for (const database of opened) await database.release().catch(() => {})
  if (existsSync(clusterFolder())) for (const pid of clusterProcesses(clusterFolder())) process.kill(pid, 'SIGKILL')
  await sleep(20)
  rmSync(clusterFolder(), { recursive: true, force: true, maxRetries: 5 })
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
})

afterAll(() => rmSync(seedFolder, { recursive: true, force: true }))

const clusterFolder = (): string => (existsSync(join(dataFolder, 'postgres')) ? realpathSync(join(dataFolder, 'postgres')) : join(dataFolder, 'postgres'))
const pidFile = (): string => join(clusterFolder(), 'postmaster.pid')

async function open(said: string[] = []): Promise<OpenDatabase> {
  const database = await openDatabase({ databaseUrl: null, dataFolder }, (line) => said.push(line))
  opened.push(database)
  return database
}

/** Another process that uses the same data folder; resolves when it has the database. */
function startUser(...args: string[]): { child: ChildProcess; first: Promise<{ ownerUrl: string }> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded.test-user.ts'), dataFolder, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  users.push(child)
  let said = ''
  child.stderr!.on('data', (part) => (said += part))
  const first = new Promise<{ ownerUrl: string }>((done, failed) => {
    child.stdout!.once('data', (part) => done(JSON.parse(String(part).split('\n')[0]!)))
    child.once('close', (code) => failed(new Error(`ended with ${code}: ${said}`)))
  })
  first.catch(() => {})
  return { child, first }
}

const ended = (child: ChildProcess): Promise<void> => new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => done()) : done()))

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function writeOneRow(folder: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: null, dataFolder: folder }, () => {})
  await query(database.ownerUrl, 'create table kept (n integer primary key)')
  await query(database.ownerUrl, 'insert into kept values (1)')
  await database.release()
}

/** A stopped cluster with one row. Made once and copied, because making one takes most of a test's time. */
async function withOneRow(): Promise<void> {
  if (!existsSync(seedFolder)) {
    mkdirSync(seedFolder)
    chmodSync(seedFolder, 0o755)
    await writeOneRow(seedFolder)
  }
  for (const name of ['secrets.json', 'postgres.port', 'postgres']) execFileSync('cp', ['-a', join(seedFolder, name), dataFolder])
}

const keptRow = async (database: OpenDatabase): Promise<unknown> => (await query(database.ownerUrl, 'select n from kept'))[0]

describe('starting and stopping', () => {
  test('the first use makes it, the last user stops it, the next start finds what was written', async () => {
    await withOneRow()
    expect(runningPostmaster(dataFolder)).toBeNull()
    expect(clusterProcesses(clusterFolder())).toEqual([])
    const again = await open()
    expect(await keptRow(again)).toEqual({ n: 1 })
  })

  test('two at once on an empty folder: one makes it, both use it, it stops with the second', async () => {
    const [one, two] = [startUser(), startUser()]
    const [a, b] = await Promise.all([one.first, two.first])
    expect(a.ownerUrl).toBe(b.ownerUrl)
    one.child.kill('SIGTERM')
    await ended(one.child)
    expect(await query(b.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    two.child.kill('SIGTERM')
    await ended(two.child)
    expect(runningPostmaster(dataFolder)).toBeNull()
    expect(readdirSync(join(dataFolder, 'leases'))).toEqual([])
  })

  test('a lease of a pid that now belongs to another program keeps nothing alive', async () => {
    const database = await open()
    writeFileSync(join(dataFolder, 'leases', `${process.ppid}-1`), 'another start time')
    await database.release()
    expect(runningPostmaster(dataFolder)).toBeNull()
  })

  test('one leaves while the next arrives, many times: nobody is left without a database', async () => {
    await (await open()).release()
    await Promise.all(
      [0, 1, 2, 3].map(async () => {
        for (let round = 0; round < 3; round += 1) {
          const database = await open()
          expect(await query(database.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
          await database.release()
        }
      }),
    )
    expect(runningPostmaster(dataFolder)).toBeNull()
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s, at any moment and twice, ends the process and the database with it', async (name) => {
    await withOneRow()
    for (const after of [120, 200, 400]) {
      const user = startUser('plain')
      await sleep(after)
      user.child.kill(name)
      user.child.kill(name)
      await ended(user.child)
      expect(runningPostmaster(dataFolder)).toBeNull()
    }
  })

  test('DATABASE_URL is taken as it is, and a lease says that it is used', async () => {
    const database = await openDatabase({ databaseUrl: 'postgres://u@db.example/x', dataFolder: join(dataFolder, 'none') }, () => {})
    expect(database.ownerUrl).toBe('postgres://u@db.example/x')
    expect(liveLeases(join(dataFolder, 'none'))).toBe(1)
    await database.release()
    expect(liveLeases(join(dataFolder, 'none'))).toBe(0)
    expect(existsSync(join(dataFolder, 'none', 'postgres'))).toBe(false)
  })
})

describe('after a kill -9', () => {
  test('of its user: the orphan is adopted and stopped in order', async () => {
    await withOneRow()
    const user = startUser()
    await user.first
    const postmaster = runningPostmaster(dataFolder)
    user.child.kill('SIGKILL')
    await ended(user.child)
    const database = await open()
    expect(runningPostmaster(dataFolder)).toBe(postmaster)
    expect(await keptRow(database)).toEqual({ n: 1 })
    await database.release()
    expect(isRunning(postmaster!)).toBe(false)
  })

  test('of user and database together: it recovers', async () => {
    await withOneRow()
    const user = startUser()
    await user.first
    const processes = clusterProcesses(clusterFolder())
    expect(processes.length).toBeGreaterThan(3)
    user.child.kill('SIGKILL')
    for (const pid of processes) process.kill(pid, 'SIGKILL')
    const database = await open()
    expect(await keptRow(database)).toEqual({ n: 1 })
  })

  test('of the postmaster, while one of its processes is deep in a computation: that one is ended before the next start', async () => {
    await withOneRow()
    const user = startUser()
    const { ownerUrl } = await user.first
    const busy = new pg.Client({ connectionString: ownerUrl })
    busy.on('error', () => {})
    await busy.connect()
    const backend = (await busy.query('select pg_backend_pid() as pid')).rows[0].pid as number
    busy.query('select count(*) from generate_series(1, 200000) a, generate_series(1, 200000) b').catch(() => {})
    await sleep(100)
    process.kill(user.child.pid!, 'SIGKILL')
    process.kill(runningPostmaster(dataFolder)!, 'SIGKILL')
    const database = await open()
    expect(isRunning(backend)).toBe(false)
    expect(await keptRow(database)).toEqual({ n: 1 })
    await busy.end().catch(() => {})
  })

  test('of the database under a living server: it is up again within five seconds, at the same address', async () => {
    await withOneRow()
    const said: string[] = []
    const database = await open(said)
    const restarts: string[] = []
    database.watch((url) => restarts.push(url))
    process.kill(runningPostmaster(dataFolder)!, 'SIGKILL')
    expect(await waitUntil(() => restarts.length > 0, 5_000)).toBe(true)
    expect(restarts).toEqual([database.ownerUrl])
    expect(await keptRow(database)).toEqual({ n: 1 })
  })

  test('at any moment of the first start: the next one makes or finds a whole database', { timeout: 180_000 }, async () => {
    for (const after of [150, 300, 450, 600, 750, 900]) {
      const user = startUser()
      await sleep(after)
      user.child.kill('SIGKILL')
      await ended(user.child)
      if (after === 300 || after === 600) continue // and killed again on top of it
      const database = await open()
      expect(await query(database.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
      await database.release()
      rmSync(clusterFolder(), { recursive: true, force: true })
    }
  })

  // The moment of the kill cannot be chosen: an initdb that outlives its starter may still write while its folder is removed.
  test('while it is being made: the half-made one is cleared away', { retry: 2 }, async () => {
    const user = startUser()
    const half = (): boolean => readdirSync(dataFolder).some((name) => name.startsWith('postgres.new-') && existsSync(join(dataFolder, name, 'base')))
    expect(await waitUntil(half, 5_000, 5)).toBe(true)
    user.child.kill('SIGKILL')
    await ended(user.child)
    const database = await open()
    expect(await query(database.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(dataFolder).filter((name) => name.startsWith('postgres.new-'))).toEqual([])
  })
})

describe('a pid file of the last time', () => {
  /** What a killed postmaster leaves, with another pid in its first line. */
  async function leaveBehind(pid: number): Promise<void> {
    await withOneRow()
    writeFileSync(pidFile(), `${pid}\n${clusterFolder()}\n1700000000\n54321\n\n127.0.0.1\n\nready   \n`, { mode: 0o600 })
  }

  test('names another program that runs now', async () => {
    const other = spawn('sleep', ['60'])
    await leaveBehind(other.pid!)
    const database = await open()
    expect(await keptRow(database)).toEqual({ n: 1 })
    expect(isRunning(other.pid!)).toBe(true)
    other.kill('SIGKILL')
  })

  test('names a zombie that nobody reaps', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'])
    const pid = await new Promise<number>((done) => parent.stdout.once('data', (part) => done(Number(part))))
    expect(await waitUntil(() => processFacts(pid)?.zombie === true, 3_000)).toBe(true)
    await leaveBehind(pid)
    expect(await keptRow(await open())).toEqual({ n: 1 })
    parent.kill('SIGKILL')
  })

  test('names nobody', async () => {
    await leaveBehind(2 ** 22 - 1)
    expect(await keptRow(await open())).toEqual({ n: 1 })
  })

  test('is empty or broken', async () => {
    for (const text of ['', 'nonsense\n']) {
      await leaveBehind(1)
      writeFileSync(pidFile(), text)
      const database = await open()
      expect(await keptRow(database)).toEqual({ n: 1 })
      await query(database.ownerUrl, 'drop table kept')
      await database.release()
    }
  })
})

describe('what is said to the operator', () => {
  test('a data folder whose secrets are gone is refused, and no new ones are made', async () => {
    await withOneRow()
    renameSync(join(dataFolder, 'secrets.json'), join(dataFolder, 'elsewhere.json'))
    await expect(open()).rejects.toThrow('no secrets.json')
    expect(existsSync(join(dataFolder, 'secrets.json'))).toBe(false)
    renameSync(join(dataFolder, 'elsewhere.json'), join(dataFolder, 'secrets.json'))
    expect(await keptRow(await open())).toEqual({ n: 1 })
  })

  test('secrets of another installation are refused', async () => {
    await withOneRow()
    const file = join(dataFolder, 'secrets.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), databaseOwnerPassword: 'f'.repeat(64) }))
    await expect(open()).rejects.toThrow('not the one this database was made with')
  })

  test('a database of another major version is named', async () => {
    await withOneRow()
    writeFileSync(join(clusterFolder(), 'PG_VERSION'), '15\n')
    await expect(open()).rejects.toThrow('made by PostgreSQL 15')
  })
})

test.runIf(process.getuid?.() === 0)('as root below a folder that others may not enter, the cluster lies elsewhere and works the same', async () => {
  chmodSync(dataFolder, 0o700)
  await writeOneRow(dataFolder)
  expect(lstatSync(join(dataFolder, 'postgres')).isSymbolicLink()).toBe(true)
  expect(lstatSync(dataFolder).mode & 0o777).toBe(0o700)
  expect(await keptRow(await open())).toEqual({ n: 1 })
})

test.runIf(process.getuid?.() === 0)('as root, a cluster whose folder was closed to its account moves to where it can work', async () => {
  await withOneRow()
  chmodSync(dataFolder, 0o700)
  const database = await open()
  expect(await keptRow(database)).toEqual({ n: 1 })
  expect(lstatSync(join(dataFolder, 'postgres')).isSymbolicLink()).toBe(true)
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('postgres.old-'))).toEqual([])
  // killed in the middle of the move: the cluster stands under its interim name and nothing else
  await database.release()
  renameSync(join(dataFolder, 'postgres'), join(dataFolder, 'postgres.old-1'))
  expect(await keptRow(await open())).toEqual({ n: 1 })
})

test('a port that somebody took meanwhile is given up for another', async () => {
  await withOneRow()
  const port = Number(readFileSync(join(dataFolder, 'postgres.port'), 'utf8'))
  const taker = createServer()
  await new Promise<void>((done) => taker.listen(port, '127.0.0.1', done))
  const database = await open()
  expect(new URL(database.ownerUrl).port).not.toBe(String(port))
  expect(await keptRow(database)).toEqual({ n: 1 })
  taker.close()
})
