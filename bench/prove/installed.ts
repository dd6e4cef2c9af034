import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everywhere } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { bringDown } from '#platform/database/embedded.cluster.ts'
import { inSnapshot, txOver } from '#platform/database/transaction.ts'
import { openInstallation } from '#main/installation.ts'
import { grantAccount } from '#modules/accounts/index.ts'
import { createWorkspace, unitByCode } from '#modules/organisation/index.ts'

const root = join(import.meta.dirname, '../..')
const [slug, password] = ['xuzhou', 'a-password-of-proofs']
/** So many, since the server lets one account write two things a second in the long run. */
export const officers = 4
export const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

/** A whole installation in a folder of its own, served by the command that operators know. */
export type Installed = {
  readonly folder: string
  /** Starts the server and waits for its first answer. */
  start(): Promise<void>
  /** Milliseconds for which the server that runs now was ready to run and had no processor. */
  waitedMilliseconds(): number
  /** Waits until the server answers well again. */
  answering(withinMilliseconds: number): Promise<void>
  /** Ends the server by a signal and waits until it is gone. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  killDatabase(): void
  /** Signs in the officers of the county. */
  signIn(): Promise<void>
  /** Asks as one of them (the first where nothing is said), waiting where the server says that she asks too much; throws where the answer is not 200. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes
  ask(path: string, body?: object | Uint8Array, key?: string, officer?: number): Promise<any>
  /** Whether the command line's `verify` finds nothing wrong. */
  verified(): boolean
  remove(): Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return port
}

/** Makes an installation with the units of Xuzhou and some officers in Pei county. */
export async function installed(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-kills-'))
  const [port, now] = [await freePort(), Temporal.Now.instant()]
  const made = await openInstallation({ port, host: '127.0.0.1', dataFolder: folder, databaseUrl: null, projectRoot: root }, () => {}, { supervise: false })
  try {
    await made.asOwner(async (owner) => {
      const workspace = await createWorkspace(owner, { slug, programme: 'xuzhou-666', units: '3203', now, app: made.app })
      if (isRefusal(workspace)) throw new Error(workspace.refused)
      const unit = await inSnapshot({ pool: made.pool, schema: workspace.workspace.schema, reach: everywhere }, (tx) => unitByCode(tx, everywhere, '320322'))
      for (let i = 0; i < officers; i += 1) await grantAccount(txOver(owner), { name: `pei${i}`, displayName: '沛县妇联', password, roles: ['officer'], workspace: workspace.workspace, unit: unit!, now })
    })
  } finally {
    await made.close()
  }
  const env = { ...process.env, QIAOSHOU_DATA: folder, QIAOSHOU_LIMITS: 'off', PORT: String(port), DATABASE_URL: '' }
  const [base, log] = [`http://127.0.0.1:${port}`, openSync(`${folder}.log`, 'a')]
  let server: ChildProcess | undefined
  const cookies: string[] = []

  const answering = async (within: number) => {
    const until = performance.now() + within
    while (performance.now() < until) {
      const answer = await fetch(`${base}/api/me`, { headers: { cookie: cookies[0] ?? '' }, signal: AbortSignal.timeout(1_000) }).catch(() => null)
      if (answer && answer.status < 500) return
      await pause(25)
    }
    throw new Error(`the server does not answer; its log ends:\n${readFileSync(`${folder}.log`, 'utf8').slice(-2_000)}`)
  }
  const stop: Installed['stop'] = async (signal) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    await gone
  }
  return {
    folder, answering, stop,
    waitedMilliseconds() {
      try {
        return Number(readFileSync(`/proc/${server!.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
      } catch {
        return 0 // not every system tells
      }
    },
    async start() {
      server = spawn(process.execPath, [join(root, 'bin/qiaoshou'), 'serve'], { env, stdio: ['ignore', log, log] })
      await answering(60_000)
    },
    killDatabase: () => void process.kill(Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL'),
    async signIn() {
      for (let i = 0; i < officers; i += 1) {
        const answer = await fetch(`${base}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: `pei${i}`, password }) })
        if (answer.status !== 200) throw new Error(await answer.text())
        cookies[i] = answer.headers.get('set-cookie')!.split(';')[0]!
      }
    },
    async ask(path, body, key, officer = 0) {
      const raw = body instanceof Uint8Array
      const headers = { cookie: cookies[officer]!, ...(key ? { 'idempotency-key': key } : {}), ...(body && !raw ? { 'content-type': 'application/json' } : {}) }
      for (;;) {
        const answer = await fetch(`${base}${path}`, { method: body ? 'POST' : 'GET', headers, ...(body ? { body: raw ? (body as BodyInit) : JSON.stringify(body) } : {}), signal: AbortSignal.timeout(10_000) })
        if (answer.status === 200) return answer.json()
        if (answer.status !== 429) throw new Error(`${path} ${answer.status} ${await answer.text()}`)
        await answer.arrayBuffer()
        await pause(300)
      }
    },
    verified() {
      const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin/qiaoshou'), 'verify', slug, '--json'], { env, encoding: 'utf8' })
      return status === 0 && JSON.parse(stdout).ok === true
    },
    async remove() {
      await stop('SIGTERM')
      await bringDown(folder).catch(() => {})
      closeSync(log)
      rmSync(folder, { recursive: true, force: true })
      rmSync(`${folder}.log`, { force: true })
    },
  }
}
