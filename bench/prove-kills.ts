import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bornOn, idNumber, random } from '../test/support/people.ts'
import { uuidv7 } from '../src/kernel/ids.ts'

/*
 * Kills the server, then its database, in the middle of writing, five times each, and starts again by the one command that people
 * know. Nothing acknowledged may be lost, nothing may stand by half, and it must serve again without a hand.
 *
 *   node bench/prove-kills.ts [rounds] [server,database]        prints one JSON object; exit 1 where anything was lost or half
 */
const rounds = Number(process.argv[2] ?? 5)
const victims = (process.argv[3] ?? 'server,database').split(',')
const root = join(import.meta.dirname, '..')
const data = mkdtempSync(join(tmpdir(), 'qiaoshou-kills-'))
const port = 3121
const base = `http://127.0.0.1:${port}`
const env = { ...process.env, QIAOSHOU_DATA: data, PORT: String(port) }
const roster = readFileSync(join(root, 'src/modules/register/roster/samples/roster-peixian-clean.xlsx'))

const log = openSync(`${data}.log`, 'a')
let server: ChildProcess | undefined
let cookie = ''
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

/** Starts the server and waits for its first answer; answers how long that took. */
async function start(): Promise<number> {
  const begun = performance.now()
  server = spawn(process.execPath, [join(root, 'bin/qiaoshou'), 'serve', '--demo'], { env, stdio: ['ignore', log, log] })
  await answering(120_000)
  return performance.now() - begun
}
async function answering(within: number): Promise<void> {
  const until = performance.now() + within
  while (performance.now() < until) {
    const answer = await fetch(`${base}/api/me`, { headers: { cookie }, signal: AbortSignal.timeout(1_000) }).catch(() => null)
    if (answer && answer.status < 500) return
    await pause(25)
  }
  throw new Error('the server does not answer')
}
/** Ends the server by a signal and waits until it is gone. */
async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!server || server.exitCode !== null) return
  const gone = new Promise((done) => server!.once('exit', done))
  server.kill(signal)
  await gone
}
async function signIn(): Promise<void> {
  const answer = await fetch(`${base}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'peixian', password: 'qiaoshou-demo-2026' }) })
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!
}
async function ask(path: string, body?: object | Uint8Array): Promise<any> { // oxlint-disable-line typescript/no-explicit-any -- answers of several shapes
  const raw = body instanceof Uint8Array
  const answer = await fetch(`${base}${path}`, { method: body ? 'POST' : 'GET', headers: { cookie, ...(body && !raw ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: raw ? (body as BodyInit) : JSON.stringify(body) } : {}), signal: AbortSignal.timeout(10_000) })
  if (answer.status !== 200) throw new Error(`${path} ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const acknowledged: string[] = []
const [pick, used] = [random(20261122), new Set<string>()]
/** Files persons one after another until told to stop; what was answered 200 is remembered. */
function writing(villageId: number, writers: number): { stop(): Promise<void> } {
  let going = true
  const one = async () => {
    while (going) {
      const id = uuidv7()
      await ask('/api/persons', { id, idNumber: idNumber(pick, '320322', bornOn(pick, '2018-06-30'), used), name: '试写', unitId: villageId }).then(() => void acknowledged.push(id), () => pause(20))
    }
  }
  const all = Promise.all(Array.from({ length: writers }, one))
  return { async stop() { going = false; await all } }
}
/** Stages the roster and says "write"; the import's id where it came that far. */
async function importing(): Promise<string | null> {
  const id = uuidv7()
  try {
    await ask(`/api/imports?filename=roster.xlsx&id=${id}`, roster)
    for (let i = 0; i < 200; i += 1) {
      if ((await ask(`/api/imports/${id}`)).state === 'ready') break
      await pause(50)
    }
    await ask(`/api/imports/${id}/write`, {})
    return id
  } catch {
    return null
  }
}

let checked = 0
type Found = { lost: number; halves: string[] }
async function check(imports: readonly string[]): Promise<Found> {
  let lost = 0
  // Those of earlier rounds are counted with all others below: one that went would make the two books differ.
  for (const id of acknowledged.slice(checked)) await ask(`/api/persons/${id}`).then((card) => void (card.timeline.length >= 2 || (lost += 1)), () => void (lost += 1))
  checked = acknowledged.length
  const halves: string[] = []
  const [persons, households] = [(await ask('/api/persons')).total, (await ask('/api/households')).total]
  const figures = (await ask('/api/figures')).figures as { indicator: string; value: number }[]
  const value = (indicator: string) => figures.find((one) => one.indicator === indicator)!.value
  if (value('persons-filed') !== persons) halves.push(`${persons} cards, ${value('persons-filed')} in the ledger`)
  if (value('households-filed') !== households) halves.push(`${households} households, ${value('households-filed')} in the ledger`)
  for (const id of imports) {
    const { state, journal, result } = await ask(`/api/imports/${id}`)
    if (!['ready', 'done', 'writing', 'reading'].includes(state) || (state === 'done' && journal === null && result.persons.new > 0)) halves.push(`import ${state} ${journal}`)
  }
  return { lost, halves }
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
const report = { server: [] as number[], database: [] as number[], acknowledged: 0, lost: 0, halves: [] as string[], verified: false }
try {
  await start()
  await signIn()
  const { unit } = await ask('/api/me')
  const town = (await ask(`/api/units/${unit.id}/children`)).units[0]
  const village = (await ask(`/api/units/${town.id}/children`)).units[0]
  const imports: string[] = []
  for (const victim of victims) {
    for (let round = 0; round < rounds; round += 1) {
      const writers = writing(village.id, 4)
      const brought = importing()
      await pause(500 + pick.below(2_000))
      const begun = performance.now()
      if (victim === 'server') {
        await stop('SIGKILL')
        report.server.push(Math.round(await start()))
      } else {
        process.kill(Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
        await pause(50)
        await answering(60_000)
        report.database.push(Math.round(performance.now() - begun))
      }
      await pause(300)
      await writers.stop()
      const id = await brought
      if (id) imports.push(id)
      const found = await check(imports)
      report.lost += found.lost
      say(`${victim} ${round + 1}: ${(victim === 'server' ? report.server : report.database).at(-1)} ms, ${acknowledged.length} acknowledged, ${found.lost} lost, ${found.halves.length} half`)
      report.halves.push(...found.halves.map((half) => `${victim} ${round + 1}: ${half}`))
    }
  }
  report.acknowledged = acknowledged.length
  const verified = spawnSync(process.execPath, [join(root, 'bin/qiaoshou'), 'verify', 'xuzhou', '--json'], { env, encoding: 'utf8' })
  report.verified = verified.status === 0 && JSON.parse(verified.stdout).ok === true
} finally {
  await stop('SIGTERM')
  rmSync(data, { recursive: true, force: true })
  rmSync(`${data}.log`, { force: true })
}
process.stdout.write(`${JSON.stringify(report)}\n`)
process.exitCode = report.lost === 0 && report.halves.length === 0 && report.verified ? 0 : 1
