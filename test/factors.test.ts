import type { ScryptOptions } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { everywhere } from '../src/kernel/actor.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { inSnapshot, txOver } from '../src/platform/database/transaction.ts'
import { grantAccount } from '../src/modules/accounts/index.ts'
import { unitByCode } from '../src/modules/organisation/index.ts'
import { buildApp } from '../src/main/app.ts'
import { allRoutes } from '../src/main/modules.ts'
import { authenticator, Browser } from './support/browser.ts'
import { password, twoCounties, type TwoCounties } from './support/two-counties.ts'

/*
 * Sessions and factors, each case as somebody at the door (RELIABILITY S11–S14): over HTTP, through the whole server. The clock is the
 * test's own. A second server over the same database has its own memory, as another process would.
 */
// Some three hundred tries at passwords: here each costs a hundredth of what it is meant to cost (`accounts.test.ts` pays it whole).
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>()
  const scrypt = (password: string, salt: Buffer, length: number, options: ScryptOptions, told: (error: Error | null, key: Buffer) => void) =>
    real.scrypt(password, salt, length, { ...options, N: 1_024, p: 1 }, told)
  return { ...real, scrypt }
})
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })
let clock = Temporal.Instant.from('2026-11-22T02:00:00Z')
const later = (by: Temporal.DurationLike) => void (clock = clock.add(by))
const code = (secret: string, steps = 0) => authenticator(secret, clock.epochMilliseconds + steps * 30_000)
const wrongCode = (secret: string) => String((Number(code(secret)) + 500_000) % 1_000_000).padStart(6, '0')

let world: TwoCounties
let second: TwoCounties['app']
let strict: TwoCounties['app']
let system: Browser | undefined
let security: Browser | undefined
let county: number
const secrets = new Map<string, string>()
const strong = 'lantern-otter-copper-mist'

const browser = (headers: Record<string, string> = { 'user-agent': 'a test' }) => new Browser(world.app, headers)
/** Signs in wholly, setting the second factor up where it is asked for. */
async function enter(name: string, typed = password, who = browser()): Promise<Browser> {
  let next = await who.enter(name, typed)
  if (next === 'enrol') {
    const { body } = await who.post('/api/sign-in/enrol')
    secrets.set(name, body.secret)
    next = (await who.post('/api/sign-in/enrol/confirm', { code: code(body.secret) })).body.next
  } else if (next === 'factor') {
    later({ seconds: 30 })
    next = (await who.post('/api/sign-in/factor', { code: code(secrets.get(name)!) })).body.next
  }
  if (next !== 'in') throw new Error(`${name}: ${next}`)
  return who
}
const isIn = async (who: Browser, server?: TwoCounties['app']) => (await who.get('/api/me', server ? { server } : {})).status === 200
let made = 0
/** A new account of the workspace, made by its system administrator; `grants` are given by the security administrator. */
async function account(of: { phone?: string; password?: string | null; roles?: string[] } = {}): Promise<{ id: string; name: string; token: string }> {
  const [id, name] = [uuidv7(), `yuelan${(made += 1)}`]
  const { body, code: refused } = await system!.post('/api/accounts', { id, name, displayName: `某人${made}`, ...(of.phone ? { phone: of.phone } : {}) })
  if (refused) throw new Error(refused)
  const token = body.link.path.split('#')[1]
  for (const role of of.roles ?? ['officer']) await grant(id, role)
  if (of.password !== null) expect((await browser().post('/api/first-password', { token, password: of.password ?? strong })).status).toBe(200)
  return { id, name, token }
}
const grant = async (id: string, role: string, unitId = county) => (await security!.post(`/api/accounts/${id}/grants`, { id: uuidv7(), role, unitId })).code
/** An officer with a second factor of her own will, outside. */
async function withFactor(): Promise<{ id: string; name: string; secret: string; codes: string[]; who: Browser }> {
  const { id, name } = await account()
  const who = await enter(name, strong)
  const { body } = await who.post('/api/me/factor', { password: strong })
  const { body: set } = await who.post('/api/me/factor/confirm', { code: code(body.secret) })
  later({ seconds: 30 })
  return { id, name, secret: body.secret, codes: set.recoveryCodes, who }
}
const owner = (text: string, values: unknown[] = []) => world.db.asOwner((client) => client.query(text, values))

beforeAll(async () => {
  world = await twoCounties({ now: () => clock })
  const place = { pool: world.db.pool, schema: world.workspace.schema, reach: everywhere }
  const unit = async (code: string) => (await inSnapshot(place, (tx) => unitByCode(tx, everywhere, code)))!
  const top = await unit('3203')
  county = (await unit('320322')).id
  await world.db.asOwner(async (client) => {
    for (const role of ['system-admin', 'security-admin', 'audit-admin'] as const) await grantAccount(txOver(client), { name: role, displayName: role, password, roles: [role], workspace: world.workspace, unit: top, now: clock })
  })
  const options = { pool: world.db.pool, dataFolder: world.dataFolder, webFolder: '/nowhere', log: { info() {}, error: (fault: unknown) => void world.faults.push(fault) }, now: () => clock, checkAnswers: true, limits: 'off' as const }
  strict = buildApp({ ...options, factorAbovePersons: -1 })
  vi.resetModules()
  second = (await import('../src/main/app.ts')).buildApp(options)
}, 120_000)
// Cases that let hours pass leave the administrators signed out.
beforeEach(async () => {
  if (!system || !(await isIn(system))) system = await enter('system-admin')
  if (!security || !(await isIn(security))) security = await enter('security-admin')
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Case = [string, () => Promise<unknown>, unknown]

describe('at the door', () => {
  test.each<Case>([
    ['by phone, however it is written', async () => { const { name: _, ...one } = await account({ phone: '138 1234 0001' }); return [one.id.length, await browser().enter('+86 138-1234-0001', strong), await browser().enter('13812340001', strong)] }, [36, 'in', 'in']],
    ['a phone that another account has is not taken twice', async () => (await system!.post('/api/accounts', { id: uuidv7(), name: 'twice', displayName: 'x', phone: '13812340001' })).code, 'account-phone-taken'],
    ['the wrong password and the unknown name are answered alike', async () => [await browser().enter('pei', 'wrong'), await browser().enter('nobody-here', 'wrong')], ['sign-in-wrong', 'sign-in-wrong']],
    ['before the first password there is none', async () => browser().enter((await account({ password: null })).name, ''.padEnd(12, 'x')), 'sign-in-wrong'],
    ['unused for 91 days: told to whoever knows the password only, until an administrator lets her in again', async () => {
      const one = await account()
      await owner(`update accounts_account set used_at = $2::timestamptz - interval '91 days' where id = $1`, [one.id, clock.toString()])
      const told = [await browser().enter(one.name, 'wrong'), await browser().enter(one.name, strong)]
      await system!.post(`/api/accounts/${one.id}/unblock`)
      return [...told, await browser().enter(one.name, strong)]
    }, ['sign-in-wrong', 'account-unused', 'in']],
    ['an old password that is no longer good enough: a new one before anything else', async () => {
      const { id, name } = await account()
      const other = await account({ password: 'x-lantern-otter' })
      // As if it had been set before there were rules.
      const { hashPassword } = await import('../src/modules/accounts/password.ts')
      await owner('update accounts_account set password_hash = $2 where id = $1', [id, await hashPassword('password1234')])
      const who = browser()
      const steps = [await who.enter(name, 'password1234'), await isIn(who), (await who.post('/api/sign-in/password', { password: 'qwertyuiop12' })).code, (await who.post('/api/sign-in/password', { password: strong })).body.next, await isIn(who)]
      return [...steps, await browser().enter(other.name, 'x-lantern-otter')]
    }, ['password', false, 'password-common', 'in', true, 'in']],
    ['behind TLS the cookies are bound to the host, and the plain one is not taken', async () => {
      const tls = new Browser({ request: (path: string, init: RequestInit) => world.app.request(`https://localhost${path}`, init) } as never)
      await tls.enter('pei', password)
      const token = tls.cookies.get('__Host-qs_session')!
      const plain = new Browser({ request: (path: string, init: RequestInit) => world.app.request(`https://localhost${path}`, init) } as never)
      plain.cookies.set('qs_session', token)
      return [[...tls.cookies.keys()], await isIn(tls), await isIn(plain)]
    }, [['__Host-qs_session', '__Host-qs_device'], true, false]],
  ])('%s', async (_, does, expected) => expect(await does()).toEqual(expected))
})

describe('one-time links', () => {
  const set = async (token: string, typed = strong) => { const { body, code: refused } = await browser().post('/api/first-password', { token, password: typed }); return refused ?? body.account.name }
  test.each<Case>([
    ['sets the first password, once', async () => { const one = await account({ password: null }); return [(await set(one.token)) === one.name, await set(one.token), await browser().enter(one.name, strong)] }, [true, 'link-over', 'in']],
    ['says whose it is', async () => { const one = await account({ password: null }); return (await browser().post('/api/first-password/look', { token: one.token })).body.account.name === one.name }, true],
    ['a weak password is refused and the link stays', async () => { const one = await account({ password: null }); return [await set(one.token, 'password1234'), (await set(one.token)) === one.name] }, ['password-common', true]],
    ['her own name is no password', async () => { const one = await account({ password: null }); return set(one.token, `${one.name}-2026!`) }, 'password-personal'],
    ['over after 72 hours', async () => { const one = await account({ password: null }); await owner('update accounts_link set expires_at = $2 where account_id = $1', [one.id, clock.toString()]); return set(one.token) }, 'link-over'],
    ['over once there is a newer one', async () => { const one = await account({ password: null }); await system!.post(`/api/accounts/${one.id}/link`); return set(one.token) }, 'link-over'],
    ['over while the account is blocked', async () => { const one = await account({ password: null }); await system!.post(`/api/accounts/${one.id}/block`, { reason: '离职' }); return set(one.token) }, 'link-over'],
    ['a made-up one', () => set('A'.repeat(43)), 'link-over'],
    ['the same request gives the same link, another one another', async () => {
      const one = await account({ password: null })
      const key = { headers: { 'idempotency-key': uuidv7() } }
      const links = [await system!.ask('POST', `/api/accounts/${one.id}/link`, undefined, key), await system!.ask('POST', `/api/accounts/${one.id}/link`, undefined, key), await system!.post(`/api/accounts/${one.id}/link`)].map(({ body }) => body.path)
      return [links[0] === links[1], links[1] === links[2]]
    }, [true, false]],
    ['a reset ends the sessions and the old password', async () => {
      const one = await account()
      const who = await enter(one.name, strong)
      await system!.post(`/api/accounts/${one.id}/link`)
      return [await isIn(who), await browser().enter(one.name, strong)]
    }, [false, 'sign-in-wrong']],
    ['over once the account is given an administrator’s role', async () => { const one = await account({ password: null, roles: [] }); return [await grant(one.id, 'audit-admin', world.workspace.topUnitId), await set(one.token)] }, [null, 'link-over']],
    ['an administrator’s is for the operator alone', async () => { const { rows } = await owner(`select id from accounts_account where user_name = 'audit-admin'`); return [(await system!.post(`/api/accounts/${rows[0].id}/link`)).code, (await system!.post(`/api/accounts/${rows[0].id}/remove-factor`)).code] }, ['account-is-administrator', 'account-is-administrator']],
  ])('%s', async (_, does, expected) => expect(await does()).toEqual(expected))
})

describe('the second factor', () => {
  const half = async (name: string) => { const who = browser(); expect(await who.enter(name, strong)).toBe('factor'); return who }
  const pass = async (who: Browser, typed: string) => { const { body, code: refused } = await who.post('/api/sign-in/factor', { code: typed }); return refused ?? body.next }
  test.each<Case>([
    ['an administrator without one sets it up before anything else', async () => { const who = browser(); return [await who.enter('audit-admin', password), await isIn(who), (await who.get('/api/sign-in')).body.next] }, ['enrol', false, 'enrol']],
    ['so does whoever reaches more persons than the house allows', async () => { const who = new Browser(strict); return who.enter((await account()).name, strong) }, 'enrol'],
    ['a wrong code sets nothing up', async () => { const who = browser(); await who.enter('audit-admin', password); const { body } = await who.post('/api/sign-in/enrol'); return [(await who.post('/api/sign-in/enrol/confirm', { code: wrongCode(body.secret) })).code, await isIn(who)] }, ['factor-wrong', false]],
    ['begun twice at the door, it is set up once: no second comer puts his own in its place', async () => {
      const one = await account()
      const [her, thief] = [new Browser(strict), new Browser(strict)]
      expect([await her.enter(one.name, strong), await thief.enter(one.name, strong)]).toEqual(['enrol', 'enrol'])
      const begun = (await thief.post('/api/sign-in/enrol')).body.secret
      const { body } = await her.post('/api/sign-in/enrol')
      expect((await her.post('/api/sign-in/enrol/confirm', { code: code(body.secret) })).body.next).toBe('in')
      return [(await thief.post('/api/sign-in/enrol')).code, (await thief.post('/api/sign-in/enrol/confirm', { code: code(begun) })).code, await isIn(her)]
    }, ['signed-out', 'signed-out', true]],
    ['a role that begins tomorrow does not slip past it at midnight', async () => {
      const one = await account()
      const tomorrow = clock.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().add({ days: 1 })
      const top = (await owner(`select top_unit_id as id from organisation_workspace where slug = 'xuzhou'`)).rows[0].id
      await security!.post(`/api/accounts/${one.id}/grants/${(await system!.get(`/api/accounts/${one.id}`)).body.grants[0].id}/end`)
      await grant(one.id, 'trainer')
      expect((await security!.post(`/api/accounts/${one.id}/grants`, { id: uuidv7(), role: 'system-admin', unitId: top, validFrom: tomorrow.toString() })).code).toBe(null)
      const before = clock
      clock = tomorrow.toZonedDateTime('Asia/Shanghai').subtract({ minutes: 5 }).toInstant()
      const who = await enter(one.name, strong)
      clock = clock.add({ minutes: 10 })
      const moved = (await who.post('/api/me/grant', { workspace: 'xuzhou', unitId: top })).code
      const [still, again] = [await isIn(who), await browser().enter(one.name, strong)]
      clock = before
      return [moved, still, again]
    }, ['signed-out', false, 'enrol']],
    ['the id of the request that set it shows nobody its recovery codes', async () => {
      const { name } = await account()
      const who = await enter(name, strong)
      const { body } = await who.post('/api/me/factor', { password: strong })
      const key = { headers: { 'idempotency-key': uuidv7() } }
      const set = (typed: string, path = 'confirm') => who.ask('POST', `/api/me/factor/${path}`, { code: typed }, key)
      const right = code(body.secret)
      const codes = (await set(right)).body.recoveryCodes
      return [codes.length, (await set(wrongCode(body.secret))).code, (await set(right, 'recovery-codes')).code, (await set(right)).body.recoveryCodes.join() === codes.join()]
    }, [10, 'request-reused', 'request-reused', true]],
    ['ten recovery codes come with it', async () => (await withFactor()).codes.map((one) => /^[A-Z2-7]{5}-[A-Z2-7]{5}$/.test(one)), Array(10).fill(true)],
    ['the code lets in', async () => { const one = await withFactor(); const who = await half(one.name); return [await pass(who, code(one.secret)), await isIn(who)] }, ['in', true]],
    ['with a space in it too', async () => { const one = await withFactor(); return pass(await half(one.name), code(one.secret).replace(/^.../, '$& ')) }, 'in'],
    ['the same code does not let in twice', async () => { const one = await withFactor(); const used = code(one.secret); return [await pass(await half(one.name), used), await pass(await half(one.name), used)] }, ['in', 'factor-wrong']],
    ['sent twenty times at once it lets in once', async () => {
      const one = await withFactor()
      const whos = await Promise.all(Array.from({ length: 4 }, () => half(one.name)))
      return (await Promise.all(whos.map((who) => pass(who, code(one.secret))))).filter((next) => next === 'in').length
    }, 1],
    ['a clock that is half a minute slow is let in, one that is a minute slow is not', async () => { const one = await withFactor(); later({ seconds: 90 }); return [await pass(await half(one.name), code(one.secret, -2)), await pass(await half(one.name), code(one.secret, -1))] }, ['factor-wrong', 'in']],
    ['after five wrong codes even the right one waits, a quarter of an hour', async () => {
      const one = await withFactor()
      const who = browser()
      await who.enter(one.name, strong)
      const tried = []
      for (let i = 0; i < 6; i += 1) tried.push(await pass(who, wrongCode(one.secret)))
      tried.push(await pass(who, code(one.secret)))
      later({ minutes: 16 })
      return [...tried.slice(3), await pass(who, code(one.secret))]
    }, ['factor-wrong', 'factor-wrong', 'factor-wait', 'factor-wait', 'in']],
    ['her own browser is not made to wait by guesses elsewhere', async () => {
      const one = await withFactor()
      await one.who.post('/api/sign-out')
      const thief = await half(one.name)
      for (let i = 0; i < 6; i += 1) await pass(thief, wrongCode(one.secret))
      return [await one.who.enter(one.name, strong), await pass(one.who, code(one.secret))]
    }, ['factor', 'in']],
    ['a recovery code lets in, once', async () => { const one = await withFactor(); return [await pass(await half(one.name), one.codes[3]!.toLowerCase()), await pass(await half(one.name), one.codes[3]!), await pass(await half(one.name), one.codes[4]!)] }, ['in', 'factor-wrong', 'in']],
    ['another’s recovery code does not', async () => { const [one, other] = [await withFactor(), await withFactor()]; return pass(await half(one.name), other.codes[0]!) }, 'factor-wrong'],
    ['new recovery codes take the place of the old', async () => { const one = await withFactor(); const { body } = await one.who.post('/api/me/factor/recovery-codes', { code: code(one.secret) }); return [body.recoveryCodes.length, await pass(await half(one.name), one.codes[0]!), await pass(await half(one.name), body.recoveryCodes[0])] }, [10, 'factor-wrong', 'in']],
    ['the token from before the code is worth nothing after it', async () => { const one = await withFactor(); const who = await half(one.name); const before = who.cookies.get('qs_session')!; await pass(who, code(one.secret)); const thief = browser(); thief.cookies.set('qs_session', before); return [await isIn(thief), (await thief.get('/api/sign-in')).body.next] }, [false, 'out']],
    ['whoever is in has no step to take', async () => pass(await enter('pei'), '000000'), 'signed-out'],
    ['she may go on without it, by a code', async () => { const one = await withFactor(); return [(await one.who.post('/api/me/factor/remove', { code: wrongCode(one.secret) })).code, (await one.who.post('/api/me/factor/remove', { code: code(one.secret) })).code, await browser().enter(one.name, strong)] }, ['factor-wrong', null, 'in']],
    ['an administrator may not', async () => (await system!.post('/api/me/factor/remove', { code: '000000' })).code, 'factor-obligatory'],
    ['setting one up asks for the password once more', async () => (await (await enter('pei')).post('/api/me/factor', { password: 'wrong' })).code, 'password-old-wrong'],
    ['a lost one is removed by the administrator, and every session ends', async () => { const one = await withFactor(); await system!.post(`/api/accounts/${one.id}/remove-factor`); return [await isIn(one.who), await browser().enter(one.name, strong)] }, [false, 'in']],
    ['secrets and codes stand nowhere in the database as they are', async () => {
      const one = await withFactor()
      const { rows } = await owner(`select f::text || r::text || a::text as text from accounts_factor f join accounts_recovery r using (account_id) join accounts_account a on a.id = account_id where account_id = $1`, [one.id])
      return [one.secret.replaceAll(' ', ''), ...one.codes, one.codes[0]!.replace('-', '')].filter((secret) => rows.some(({ text }) => text.includes(secret)))
    }, []],
  ])('%s', async (_, does, expected) => expect(await does()).toEqual(expected))

  test('between password and code no way into the server answers but the step itself', async () => {
    const one = await withFactor()
    const who = await half(one.name)
    for (const { endpoint } of allRoutes(world.db.pool).filter((route) => !route.endpoint.open)) {
      const { status } = await who.ask(endpoint.method, endpoint.path.replace(/:\w+(\{[^}]*\})?/g, '1'), endpoint.method === 'GET' ? undefined : {})
      expect([endpoint.method, endpoint.path, status]).toEqual([endpoint.method, endpoint.path, 401])
    }
    for (const path of ['/api/sign-in/enrol', '/api/sign-in/enrol/confirm', '/api/sign-in/password']) expect([path, (await who.post(path, { code: '123456', password: strong })).code]).toEqual([path, 'signed-out'])
  })
})

describe('a session ends at once here, and within a second in another process', () => {
  type End = (one: { id: string; name: string }, who: Browser, other: Browser) => Promise<unknown> | void
  test.each<[string, End]>([
    ['signing out', (_, who) => who.post('/api/sign-out')],
    ['her password changed elsewhere', (_, _who, other) => other.post('/api/me/password', { old: strong, password: `${strong}-2` })],
    ['ended from elsewhere', async (_, _who, other) => other.post(`/api/me/sessions/${(await other.get('/api/me/sessions')).body.sessions.find((s: { current: boolean }) => !s.current).id}/end`)],
    ['all others ended', (_, _who, other) => other.post('/api/me/sessions/end-others')],
    ['a role given', (one) => grant(one.id, 'leader')],
    ['a role ended', async (one) => { const { body } = await system!.get(`/api/accounts/${one.id}`); return security!.post(`/api/accounts/${one.id}/grants/${body.grants[0].id}/end`) }],
    ['blocked', (one) => system!.post(`/api/accounts/${one.id}/block`, { reason: '离职' })],
    ['reset', (one) => system!.post(`/api/accounts/${one.id}/link`)],
    ['her factor removed', (one) => system!.post(`/api/accounts/${one.id}/remove-factor`)],
    ['idle for half an hour', async () => later({ minutes: 30 })],
  ])('%s', async (_, end) => {
    const one = await account()
    const [who, other] = [await enter(one.name, strong), await enter(one.name, strong)]
    expect([await isIn(who), await isIn(who, second)]).toEqual([true, true])
    await end(one, who, other)
    expect(await isIn(who)).toBe(false)
    later({ seconds: 1 })
    expect(await isIn(who, second)).toBe(false)
  })

  test.each<Case>([
    ['after twelve hours, however busy', async () => {
      const who = await enter((await account()).name, strong)
      const alive = []
      for (let i = 0; i < 29; i += 1) { later({ minutes: 25 }); alive.push(await isIn(who)) }
      return [alive.slice(0, 28).every(Boolean), alive[28]]
    }, [true, false]],
    ['a password change keeps the session that made it', async () => { const who = await enter((await account()).name, strong); await who.post('/api/me/password', { old: strong, password: `${strong}-2` }); return isIn(who) }, true],
    ['the old password is asked for', async () => (await (await enter('pei')).post('/api/me/password', { old: 'wrong', password: strong })).code, 'password-old-wrong'],
    ['and the new one must be new', async () => (await (await enter('pei')).post('/api/me/password', { old: password, password })).code, 'password-same'],
    ['nobody ends another’s session', async () => { const [one, other] = [await enter('pei'), await enter('feng')]; const { body } = await other.get('/api/me/sessions'); return [(await one.post(`/api/me/sessions/${body.sessions[0].id}/end`)).code, await isIn(other)] }, ['session-not-found', true]],
    ['the list says where', async () => { const { name } = await account(); const who = await enter(name, strong, browser({ 'user-agent': 'Firefox on a test' })); return (await who.get('/api/me/sessions')).body.sessions.map((s: Record<string, unknown>) => [s['device'], s['current']]) }, [['Firefox on a test', true]]],
    ['tokens stand nowhere in the database as they are', async () => { const who = await enter('feng'); const { rows } = await owner('select s::text as text from accounts_session s union all select d::text from accounts_device d'); return [...who.cookies.values()].filter((token) => rows.some(({ text }) => text.includes(token))) }, []],
  ])('%s', async (_, does, expected) => expect(await does()).toEqual(expected))
})

describe('a request sent three times under one id is answered the same, and done once', () => {
  type Sends = (again: (who: Browser, path: string, body?: unknown) => Promise<unknown>) => Promise<void>
  test.each<[string, Sends]>([
    ['an account made', (again) => { const id = uuidv7(); return again(system!, '/api/accounts', { id, name: `again${id}`.slice(0, 30), displayName: '某人' }) as Promise<void> }],
    ['blocked', async (again) => void (await again(system!, `/api/accounts/${(await account()).id}/block`, { reason: '离职' }))],
    ['let in again', async (again) => void (await again(system!, `/api/accounts/${(await account()).id}/unblock`))],
    ['a new link', async (again) => void (await again(system!, `/api/accounts/${(await account()).id}/link`))],
    ['a factor removed', async (again) => void (await again(system!, `/api/accounts/${(await account()).id}/remove-factor`))],
    ['a grant given', async (again) => void (await again(security!, `/api/accounts/${(await account()).id}/grants`, { id: uuidv7(), role: 'leader', unitId: county }))],
    ['a grant ended', async (again) => { const { id } = await account(); const { body } = await system!.get(`/api/accounts/${id}`); await again(security!, `/api/accounts/${id}/grants/${body.grants[0].id}/end`) }],
    ['a password changed', async (again) => void (await again(await enter((await account()).name, strong), '/api/me/password', { old: strong, password: `${strong}-2` }))],
    ['a factor begun', async (again) => void (await again(await enter((await account()).name, strong), '/api/me/factor', { password: strong }))],
    ['a factor set', async (again) => { const who = await enter((await account()).name, strong); const { body } = await who.post('/api/me/factor', { password: strong }); await again(who, '/api/me/factor/confirm', { code: code(body.secret) }) }],
    ['new recovery codes', async (again) => { const one = await withFactor(); await again(one.who, '/api/me/factor/recovery-codes', { code: code(one.secret) }) }],
    ['a factor given up', async (again) => { const one = await withFactor(); await again(one.who, '/api/me/factor/remove', { code: code(one.secret) }) }],
    ['a session ended', async (again) => { const { name } = await account(); const [who, other] = [await enter(name, strong), await enter(name, strong)]; const { body } = await other.get('/api/me/sessions'); await again(who, `/api/me/sessions/${body.sessions.find((one: { current: boolean }) => one.current).id}/end`) }],
    ['all others ended', async (again) => void (await again(await enter((await account()).name, strong), '/api/me/sessions/end-others'))],
    ['another unit', async (again) => { const { rows } = await owner(`select unit_id from accounts_grant where unit_code = '320322' limit 1`); await again(await enter('pei'), '/api/me/grant', { workspace: 'xuzhou', unitId: rows[0].unit_id }) }],
  ])('%s', async (_, sends) => {
    await sends(async (who, path, body = {}) => {
      const key = { headers: { 'idempotency-key': uuidv7() } }
      const answers = []
      for (let i = 0; i < 3; i += 1) answers.push(await who.ask('POST', path, body, key))
      expect(answers[0]!.status).toBe(200)
      expect(answers).toEqual(Array(3).fill(answers[0]))
    })
  })
})

describe('guessing', () => {
  test.each<Case>([
    ['ten wrong passwords from elsewhere do not lock the owner out of the browser she knows', async () => {
      const one = await account()
      const known = await enter(one.name, strong)
      await known.post('/api/sign-out')
      for (let i = 0; i < 10; i += 1) await browser().enter(one.name, 'wrong')
      return [await browser().enter(one.name, strong), await known.enter(one.name, strong)]
    }, ['sign-in-wait', 'in']],
    ['a known browser has ten tries of its own', async () => {
      const one = await account()
      const known = await enter(one.name, strong)
      for (let i = 0; i < 10; i += 1) await known.enter(one.name, 'wrong')
      return [await known.enter(one.name, strong), await browser().enter(one.name, strong)]
    }, ['sign-in-wait', 'in']],
    ['one account’s browser is not known to another', async () => {
      const [one, other] = [await account(), await account()]
      const known = await enter(other.name, strong)
      for (let i = 0; i < 10; i += 1) await known.enter(one.name, 'wrong')
      return known.enter(one.name, strong)
    }, 'sign-in-wait'],
    ['a hundred guesses at a hundred names from one address, whatever address they write into headers', async () => {
      const one = await account()
      await owner(`insert into accounts_attempt (user_name_key, address, at) select 'x' || n, 'unknown', $1 from generate_series(1, 100) n`, [clock.toString()])
      const waits = await browser({ 'x-forwarded-for': '10.1.1.1', forwarded: 'for=10.1.1.2' }).enter(one.name, strong)
      later({ minutes: 16 })
      return [waits, await browser().enter(one.name, strong)]
    }, ['sign-in-wait', 'in']],
    ['what was typed stands nowhere', async () => { await browser().enter('my-password-in-the-wrong-field', 'x'); const { rows } = await owner(`select a::text as text from accounts_attempt a union all select l::text from audit_line l`); return rows.filter(({ text }) => text.includes('wrong-field')).length }, 0],
  ])('%s', async (_, does, expected) => expect(await does()).toEqual(expected))

  test('every step is kept in the audit log, the wrong ones too', async () => {
    const one = await withFactor()
    await browser().enter(one.name, 'wrong')
    await one.who.post('/api/sign-out')
    const { rows } = await owner('select verb, result, actor from audit_line where subjects @> array[$1::uuid] order by id', [one.id])
    expect(rows.map(({ verb, result }) => (result === 'done' ? verb : `${verb} ${result}`))).toEqual([
      'accounts.make', 'accounts.give-grant', 'accounts.first-password', 'accounts.sign-in', 'accounts.factor-start', 'accounts.factor-set', 'accounts.sign-in sign-in-wrong', 'accounts.sign-out',
    ])
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(4)
  })
})
