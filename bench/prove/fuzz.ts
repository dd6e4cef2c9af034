import { Agent, request } from 'node:http'
import fc from 'fast-check'
import type { ClientBase, Pool } from 'pg'
import { grantedRoles } from '#kernel/abilities.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { mayWith } from '#modules/accounts/index.ts'
import { hasText } from '#platform/i18n/index.ts'
import { chanced, operations, sharpened, type Operation, type Sent } from './fuzz.requests.ts'
import { sendRaw } from './fuzz.raw.ts'
import { valuesIn, type Made } from './fuzz.values.ts'
import { drawOf, each, type Proof, type Report } from './proof.ts'
import { everyRole, seat, type Seated } from './seated.ts'
import { served, type Served, type Told } from './serving.ts'

/** A world is asked so many requests, then a new one is made; a run may go on from there. */
const requestsOfWorld = 5_000
/** One request of so many is bytes that no client would send. */
const rawEvery = 50

/** Where requests make what later ones speak of. */
const madeUnder = ['/api/accounts', '/api/exports', '/api/my/requests', '/api/persons/{id}/requests', '/api/requests']

/** What the database may complain of: an id that was taken meanwhile, which the server answers by `request-reused`. */
const expected = ({ code = '', constraint = '' }: DatabaseError) => (code === '23505' && /(_request_id_key|_pkey)$/.test(constraint)) || code === 'QS409'
type DatabaseError = { code?: string; constraint?: string; message?: string; table?: string }

/** Every error that the database sends over this pool, as it sends it: what its log would hold, whoever catches it. */
function errorsOf(pool: Pool): DatabaseError[] {
  const errors: DatabaseError[] = []
  const heard = new WeakSet<ClientBase>()
  pool.on('acquire', (client) => {
    if (heard.has(client)) return
    heard.add(client)
    ;(client as unknown as { connection: NodeJS.EventEmitter }).connection.on('errorMessage', (error: DatabaseError) => void (expected(error) || errors.push(error)))
  })
  return errors
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 })
/**
 * Sends a request as it is: no client tidies its path. The server hangs up after a body that it would not read; a request that met such
 * a connection was never seen and goes again, as every client does it.
 */
function send(port: number, operation: Operation, sent: Sent, cookie: string): Promise<Told> {
  const headers = { 'content-type': 'application/json', ...(operation.signedIn ? { cookie } : {}), ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }), ...sent.headers }
  return new Promise((done, failed) => {
    const asked = request({ port, host: '127.0.0.1', method: operation.method, path: sent.path, headers, agent }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => void parts.push(part))
      answer.on('end', () => done({ status: answer.statusCode!, text: Buffer.concat(parts).toString('utf8'), type: answer.headers['content-type'] ?? '' }))
      answer.on('error', failed)
    })
    asked.setTimeout(60_000, () => asked.destroy(new Error('no answer in 60 s')))
    asked.on('error', (fault: NodeJS.ErrnoException) => (asked.reusedSocket && fault.code === 'ECONNRESET' ? done(send(port, operation, sent, cookie)) : failed(fault)))
    asked.end(sent.body)
  })
}

/** Null where an answer is one that the document promises, else what is wrong with it. The server itself holds good answers against `out`. */
export function undocumented(operation: Operation, { status, text, type }: Told): string | null {
  const codes = operation.answers.get(status)
  if (!codes) return `${status} is not declared`
  if (status === 200) return type.startsWith(operation.media) ? null : `${type} instead of ${operation.media}`
  if (!type.startsWith('application/problem+json')) return `${status} as ${type}`
  const said = JSON.parse(text) as { code: string; title: string; status: number }
  if (said.status !== status) return `${status} says ${said.status}`
  if (!codes.includes(said.code)) return `${said.code} is not declared with ${status}`
  if (!hasText('zh-Hans', `refusal.${said.code}`) || !hasText('en', `refusal.${said.code}`)) return `${said.code} has no sentence`
  return said.title && said.title !== `refusal.${said.code}` ? null : `${said.code} without its sentence`
}

const faultText = (fault: unknown) => (fault instanceof Error ? `${fault.message} ${fault.stack?.split('\n').filter((line) => line.includes('/src/')).slice(0, 3).join(' ')}` : String(fault))

/** Asks one world the requests from `first` to `last`. */
async function ask(world: Served, seed: number, first: number, last: number, report: Report): Promise<void> {
  const sqlErrors = errorsOf(world.db.pool)
  const port = Number(new URL(world.origin).port)
  const officer = await world.visitor('pei')
  const mine = await world.live(officer, '320322', ['王丽', '张英', '李秀兰'], 71)
  const made: Made = new Map(madeUnder.map((path) => [path, []]))
  const harmed: Seated[] = []
  for (const role of grantedRoles) harmed.push(await seat(world, mine, role))
  const values = valuesIn(mine, harmed, made)
  const actors = await everyRole(world, mine)
  const all = operations().map((operation) => ({ operation, sharp: sharpened(operation, values), chance: chanced(operation, values) }))
  const cheap = all.filter(({ operation }) => !operation.dear)

  async function one(index: number): Promise<void> {
    const draw = drawOf(seed, index)
    if (index % rawEvery === rawEvery - 1) {
      const { said, status } = await sendRaw(port, draw.of(actors).cookie, draw)
      report.add('raw')
      if (status >= 500) report.fail('serverErrors', index, `${status} to ${said}`)
      return
    }
    const lap = Math.floor(index / all.length)
    const wanted = all[index % all.length]!
    const { operation, sharp, chance } = wanted.operation.dear && lap % 8 !== 0 ? draw.of(cheap) : wanted
    // Mostly someone who may, so that what lies behind the door is reached.
    const able = actors.filter(({ role }) => operation.may === 'self' || mayWith([role], operation.may))
    const { cookie } = draw.of(able.length > 0 && draw.chance(0.85) ? able : actors)
    const chanceSeed = draw.below(2 ** 31)
    const sent = lap % 2 === 0 && sharp.length > 0 ? sharp.at((lap / 2) % sharp.length, chanceSeed) : fc.sample(chance, { seed: chanceSeed, numRuns: 1 })[0]!
    const how = () => `${operation.method} ${sent.path.slice(0, 200)} ${typeof sent.body === 'string' ? sent.body.slice(0, 200) : ''} ${JSON.stringify(sent.headers).slice(0, 100)}`
    const told = await send(port, operation, sent, cookie).catch((fault: Error) => fault)
    const [faults, errors] = [world.faults.splice(0), sqlErrors.splice(0)]
    if (told instanceof Error) return report.fail('serverErrors', index, `${told.message}: ${how()}`)
    if (told.status === 200 && operation.method === 'POST' && made.has(operation.path)) made.get(operation.path.endsWith('/requests') ? '/api/requests' : operation.path)!.push((JSON.parse(told.text) as { id?: string }).id ?? uuidv7())
    report.add(`answered${Math.floor(told.status / 100)}xx`)
    if (told.status >= 500 || faults.length > 0) report.fail('serverErrors', index, `${told.status} ${faults.map(faultText).join(' | ')}: ${how()}`)
    // Node's parser takes 16 kB of address and headers; what is longer never reaches the program.
    const tooLong = told.status === 431 && sent.path.length + JSON.stringify(sent.headers).length > 14_000
    const wrong = told.status < 500 && !tooLong ? undocumented(operation, told) : null
    if (wrong !== null) report.fail('undocumented', index, `${wrong}: ${how()}`)
    if (errors.length > 0) report.fail('sqlErrors', index, `${errors.map(({ code, message, table, constraint }) => `${code} ${message} ${table ?? ''} ${constraint ?? ''}`).join(' | ')}: ${how()}`)
  }
  for (let from = first; from < last; from += 250) {
    await each(from, Math.min(last, from + 250), 4, one)
    // A session that is gone would make all that follows a polite refusal.
    for (const [i, actor] of actors.entries()) {
      if ((await world.tell(actor.cookie, 'GET', '/api/me')).status === 200) continue
      report.add('seatedAgain')
      actors[i] = await seat(world, mine, actor.role)
    }
  }
}

/** Requests over the OpenAPI document with hostile values in paths, queries, headers and bodies: no fault of ours, no answer that is not declared, no error in the database. */
export const fuzz: Proof = {
  id: 'fuzz', suiteSize: 5_000, proofSize: 200_000,
  target: { serverErrors: 0, undocumented: 0, sqlErrors: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % requestsOfWorld) + requestsOfWorld)
      const world = await served()
      try {
        await ask(world, seed, first, last, report)
      } finally {
        await world.close()
      }
      first = last
      report.done(first)
    }
  },
}
