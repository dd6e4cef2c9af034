import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BeyondExact } from '../src/kernel/exact.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { allRoutes } from '../src/main/modules.ts'
import type { AnyEndpoint } from '../src/platform/contract/endpoint.ts'
import { usualLimits } from '../src/platform/http/limits.ts'
import { mount, openRoute, route } from '../src/platform/http/route.ts'
import { inSnapshot, sql } from '../src/platform/database/transaction.ts'
import { z } from 'zod'
import { Hono } from 'hono'
import { guardOf } from '../src/platform/http/edge.ts'
import { twoCounties, type TwoCounties, type Visitor } from './support/two-counties.ts'

/* What every way into the server goes through, each as a table over all of them. */
const endpoints = allRoutes(new pg.Pool()).map(({ endpoint }) => endpoint)
const nameOf = ({ method, path }: AnyEndpoint) => `${method} ${path}`
/** An address of the route: ids where it has parameters. */
const addressOf = ({ path }: AnyEndpoint) => path.replaceAll(/:(\w+)(\{[^}]*\})?/g, () => uuidv7())
const each = (of: (one: AnyEndpoint) => boolean) => endpoints.filter(of).map((one) => [nameOf(one), one] as const)
const isWrite = (one: AnyEndpoint) => one.method !== 'GET'

let house: TwoCounties
let pei: Visitor
beforeAll(async () => {
  house = await twoCounties()
  pei = await house.visitor('pei')
})
afterAll(() => house?.close())

describe('bodies', () => {
  test.each(each((one) => isWrite(one) && !one.upload))('%s takes no more than a megabyte', async (_, one) => {
    const { status, body } = await pei.ask(addressOf(one), { method: one.method, bytes: new Uint8Array(1_000_001), headers: { 'content-type': 'application/json' } })
    expect([status, body.code]).toEqual([413, 'body-too-large'])
  })
  test.each(each((one) => one.upload === true))('%s takes no more than 64 megabytes', async (_, one) => {
    const { status, body } = await pei.ask(addressOf(one), { method: one.method, bytes: new Uint8Array(1), headers: { 'content-length': '64000001' } })
    expect([status, body.code]).toEqual([413, 'body-too-large'])
  })
})

describe('other sites', () => {
  test.each(each(isWrite))('%s is not carried out for another site', async (_, one) => {
    for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const { status, body } = await pei.ask(addressOf(one), { method: one.method, body: {}, headers: headers as unknown as Record<string, string> })
      expect([status, body.code]).toEqual([403, 'cross-site'])
    }
  })
  test.each(each(() => true))('%s lets nobody else read it', async (_, one) => {
    const preflight = await pei.ask(addressOf(one), { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example', 'access-control-request-method': one.method } })
    const asked = await pei.ask(addressOf(one), { method: one.method, ...(isWrite(one) ? { body: {} } : {}), headers: isWrite(one) ? {} : { origin: 'https://elsewhere.example' } })
    for (const { headers } of [preflight, asked]) expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(asked.headers.get('cache-control')).toBe('no-store')
    expect(asked.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
    expect(asked.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
    expect(asked.headers.get('content-security-policy')).not.toMatch(/style-src(-elem)? [^;]*unsafe/)
    expect([asked.headers.get('x-content-type-options'), asked.headers.get('cross-origin-resource-policy'), asked.headers.get('x-frame-options')]).toEqual(['nosniff', 'same-origin', 'DENY'])
  })
})

describe('behind TLS', () => {
  test.each([
    ['a proxy of this machine says so', 'http://localhost', '127.0.0.1', 'https', true], ['its own address', 'https://q.example', '10.1.1.1', undefined, true],
    ['somebody else says so', 'http://q.example', '10.1.1.1', 'https', false], ['nobody says so', 'http://localhost', '127.0.0.1', undefined, false],
  ])('%s', async (_, at, peer, proto, strict) => {
    const answer = await house.app.request(`${at}/api/health`, { headers: proto ? { 'x-forwarded-proto': proto } : {} }, { incoming: { socket: { remoteAddress: peer } } })
    expect(answer.headers.get('strict-transport-security')).toBe(strict ? 'max-age=63072000; includeSubDomains' : null)
  })
})

describe('lists', () => {
  /** Lists without pages, and what bounds them. */
  const bounded: Record<string, string> = {
    'GET /api/units': 'what stands below one unit', 'GET /api/indicators': 'the programme', 'GET /api/definitions': 'the programme, and what the workspace made', 'GET /api/definitions/:id': 'versions of one', 'GET /api/figures': 'the programme', 'GET /api/today': 'open imports of the newest 100',
    'GET /api/programme': 'the programme', 'GET /api/units/:id/children': 'what stands below one unit', 'GET /api/figures/:indicator': 'what stands below one unit', 'GET /api/figures/:indicator/pivot': 'what stands below one unit',
    'GET /api/figures/:indicator/left-out': 'the reasons there are', 'GET /api/figures/:indicator/changes': 'the reasons there are', 'GET /api/funnels': 'the programme', 'GET /api/units/:id/life': 'what became of one unit', 'GET /api/unit-changes': 'the newest few', 'GET /api/figures/:indicator/trend': 'the months of a period', 'GET /api/me/sessions': '200', 'GET /api/imports': '100', 'GET /api/checks/batches': 'the newest 200',
    'GET /api/checks/waiting': 'units one level down, times groups', 'GET /api/checks/batches/:id': 'the sample of one batch', 'GET /api/ledger/recent': 'the newest few', 'GET /api/agencies/by-subject': 'the 100 that were asked for', 'GET /api/persons/by-subject': 'the 100 that were asked for',
    'GET /api/persons/:id/looks': 'the newest of one card', 'GET /api/households/:id': '200 members', 'GET /api/persons/:id/rights': 'purposes, and what one person asked', 'GET /api/my': 'purposes, and what one person asked',
  }
  const arraysOf = (schema: unknown): string[] => {
    const json = z.toJSONSchema(schema as z.ZodType, { io: 'output', unrepresentable: 'any' }) as { properties?: Record<string, { type?: string }> }
    return Object.entries(json.properties ?? {}).filter(([, one]) => one.type === 'array').map(([name]) => name)
  }
  const lists = endpoints.filter((one) => one.method === 'GET' && !one.file && arraysOf(one.out).length > 0)
  const hasPage = ({ query }: AnyEndpoint) => query !== undefined && Object.keys((z.toJSONSchema(query as z.ZodType, { io: 'input', unrepresentable: 'any' }) as { properties?: object }).properties ?? {}).some((name) => ['page', 'before', 'after', 'limit'].includes(name))
  test('there are lists, and those with pages are many', () => expect(lists.filter(hasPage).length).toBeGreaterThan(6))
  test.each(lists.filter(hasPage).map((one) => [nameOf(one), one] as const))('%s keeps to its page', async (_, one) => {
    const { status, body } = await pei.ask(`${addressOf(one)}?page=1&limit=1000000&size=1000000`)
    if (status !== 200) return
    for (const name of arraysOf(one.out)) expect(body[name].length, name).toBeLessThanOrEqual(200)
  })
  test('what bounds a list without pages is known', () => {
    expect(lists.filter((one) => !hasPage(one) && !bounded[nameOf(one)]).map(nameOf)).toEqual([])
    expect(Object.keys(bounded).filter((name) => !lists.some((one) => nameOf(one) === name))).toEqual([])
  })
})

describe('rates', () => {
  const small = { ...usualLimits, reads: { burst: 5, perMinute: 1 }, writes: { burst: 3, perMinute: 1 }, attempts: { burst: 4, perMinute: 1 }, unsigned: { burst: 4, perMinute: 1 } }
  let limited: TwoCounties
  beforeAll(async () => { limited = await twoCounties({ limits: small }) })
  afterAll(() => limited?.close())
  const codes = async (ask: () => Promise<{ status: number; headers: Headers }>, times: number) => {
    const answers = []
    for (let i = 0; i < times; i += 1) answers.push(await ask())
    return answers
  }
  test('one account is turned away after its burst, told when to come again; another is not, and no header moves it', async () => {
    const [one, other] = [await limited.visitor('pei'), await limited.visitor('feng')]
    let i = 0
    const forged = () => one.ask('/api/indicators', { headers: { 'x-forwarded-for': `10.0.0.${(i += 1)}`, forwarded: `for=10.0.0.${i}`, 'x-real-ip': `10.0.0.${i}` } })
    const answers = await codes(forged, 7)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(Number(answers[6]!.headers.get('retry-after'))).toBeGreaterThan(30)
    expect((await other.ask('/api/indicators')).status).toBe(200)
    expect((await codes(() => one.ask('/api/sign-in-nothing', { method: 'POST', body: {} }), 1))[0]!.status).toBe(404)
    expect((await codes(() => one.ask('/api/receipts', { method: 'POST', body: {} }), 5)).map(({ status }) => status)).toEqual([422, 422, 422, 429, 429].map((code, at) => (at < 3 ? expect.any(Number) : code)))
  })
  test.each(each(() => true))('%s is limited', async (_, one) => {
    const app = new Hono()
    const guard = guardOf({ ...usualLimits, reads: { burst: 1, perMinute: 1 }, writes: { burst: 1, perMinute: 1 }, attempts: { burst: 1, perMinute: 1 }, unsigned: { burst: 1, perMinute: 1 } })
    const handler = async () => new Response('ok')
    mount(app, [one.open ? openRoute({ ...one, body: undefined as never }, handler) : route({ ...one, body: undefined as never }, handler)], {
      guard, ctxOf: async () => undefined, forbids: () => null, now: () => Temporal.Now.instant(), log: { info() {}, error() {} }, checkAnswers: false,
    })
    const ask = async () => (await app.request(addressOf(one), { method: one.method })).status
    expect([await ask() === 429, await ask()]).toEqual([false, 429])
  })
})

describe('time', () => {
  const slow = { method: 'GET', path: '/api/slow', summary: '', out: z.object({ done: z.literal(true) }), refusals: [], may: 'self' } as const
  const slowApp = (limits: Partial<typeof usualLimits>, work: (db: import('../src/platform/database/transaction.ts').WorkspaceDb) => Promise<unknown>) => {
    const app = new Hono()
    const workspace = { pool: house.db.pool, schema: house.workspace.schema, reach: [] }
    mount(app, [route(slow, async (ctx) => { await work(ctx.db); return { done: true as const } })], {
      guard: guardOf({ ...usualLimits, ...limits }), ctxOf: async (_c, base) => ({ ...base, db: workspace, actor: { id: 'account:slow' } }) as never, forbids: () => null,
      now: () => Temporal.Now.instant(), log: { info() {}, error() {} }, checkAnswers: true,
    })
    return async () => {
      const answer = await app.request('/api/slow')
      return [answer.status, ((await answer.json()) as { code?: string }).code]
    }
  }
  const sleeping = async () => (await house.db.asOwner((owner) => owner.query(`select count(*)::int as n from pg_stat_activity where datname = current_database() and query like '%pg_sleep(17)%' and state = 'active' and pid <> pg_backend_pid()`))).rows[0].n

  test('a request that takes too long is given up, and its statement with it', async () => {
    const ask = slowApp({ milliseconds: 300 }, (db) => inSnapshot(db, (tx) => tx.rows(sql`select pg_sleep(17)`)))
    const from = performance.now()
    expect(await ask()).toEqual([503, 'took-too-long'])
    expect(performance.now() - from).toBeLessThan(3_000)
    await expect.poll(sleeping, { timeout: 3_000 }).toBe(0)
  })
  test('a sum that cannot be told exactly is refused with words, and is no fault', async () => {
    expect(await slowApp({}, async () => { throw new BeyondExact('2^53 and more') })()).toEqual([422, 'sum-too-large'])
  })
  test('many short statements are no way round it', async () => {
    let asked = 0
    const ask = slowApp({ milliseconds: 300 }, (db) => inSnapshot(db, async (tx) => {
      for (;;) {
        await tx.rows(sql`select pg_sleep(0.05)`)
        asked += 1
      }
    }))
    expect(await ask()).toEqual([503, 'took-too-long'])
    const then = asked
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(asked - then).toBeLessThanOrEqual(1)
  })
  test('one account has so many requests at work at once; the rest wait, and beyond that are turned away', async () => {
    let [working, most] = [0, 0]
    const ask = slowApp({ atOnce: 3, waiting: 4 }, async () => {
      most = Math.max(most, (working += 1))
      await new Promise((resolve) => setTimeout(resolve, 60))
      working -= 1
    })
    const answers = await Promise.all(Array.from({ length: 10 }, ask))
    expect(most).toBe(3)
    expect(answers.filter(([status]) => status === 200)).toHaveLength(7)
    expect(answers.filter(([status]) => status === 429)).toHaveLength(3)
  })
})
