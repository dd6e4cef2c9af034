import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '../src/main/modules.ts'
import { password, twoCounties, type TwoCounties } from './support/two-counties.ts'

/* Sessions as somebody who wants in would try them: over HTTP, through the whole server. */
let world: TwoCounties
beforeAll(async () => {
  world = await twoCounties()
})
afterAll(() => world.close())

const ask = (path: string, method = 'GET', headers: Record<string, string> = {}, body?: string) => world.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) })
const signIn = (name: string, typed: string, headers: Record<string, string> = {}) => ask('/api/sign-in', 'POST', { 'content-type': 'application/json', ...headers }, JSON.stringify({ name, password: typed }))
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

test('nothing but signing in and out answers the unsigned', async () => {
  for (const { endpoint } of allRoutes(world.db.pool)) {
    const answer = await ask(endpoint.path.replace(/:\w+(\{[^}]*\})?/g, '1'), endpoint.method, {}, endpoint.method === 'GET' ? undefined : '{}')
    if (endpoint.open) expect(endpoint.path).toMatch(/^\/api\/(sign-in(\/factor|\/enrol(\/confirm)?|\/password)?|sign-out|first-password(\/look)?)$/)
    else expect([endpoint.method, endpoint.path, answer.status]).toEqual([endpoint.method, endpoint.path, 401])
  }
})

test('the cookie is kept from scripts and other sites, and from plain HTTP where the way in is TLS', async () => {
  const plain = (await signIn('pei', password)).headers.get('set-cookie')!
  expect(plain).toMatch(/^qs_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax, qs_device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/)
  // What a proxy on this machine says is believed; what anybody else says is not.
  const say = { method: 'POST', body: JSON.stringify({ name: 'pei', password }), headers: { 'x-forwarded-proto': 'https' } }
  const behindTls = (await world.app.request('/api/sign-in', say, { incoming: { socket: { remoteAddress: '127.0.0.1' } } })).headers.get('set-cookie')!
  expect((await world.app.request('/api/sign-in', say, { incoming: { socket: { remoteAddress: '10.1.1.1' } } })).headers.get('set-cookie')).not.toContain('Secure')
  expect(behindTls).toMatch(/^__Host-qs_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax, __Host-qs_device=[\w-]{43}; [^,]*; Secure; SameSite=Lax$/)
})

test('a stolen cookie is worth nothing after its owner signed out', async () => {
  const { cookie } = await world.visitor('pei')
  expect((await ask('/api/me', 'GET', { cookie })).status).toBe(200)
  expect((await ask('/api/sign-out', 'POST', { cookie })).status).toBe(200)
  expect((await ask('/api/me', 'GET', { cookie })).status).toBe(401)
})

test.each([
  ['an empty one', 'qs_session='], ['a made-up one', `qs_session=${'A'.repeat(43)}`], ['a long one', `qs_session=${'A'.repeat(8_000)}`], ['SQL', `qs_session=' or 1=1 --`],
  ['another name', `QS_SESSION=${'A'.repeat(43)}`], ['bytes', 'qs_session=%00%ff'], ['a hash instead of a token', `qs_session=${'0'.repeat(64)}`],
])('a wrong cookie, %s, is nobody', async (_, cookie) => {
  expect((await ask('/api/me', 'GET', { cookie })).status).toBe(401)
})

test('one character off is nobody', async () => {
  const { cookie } = await world.visitor('pei')
  expect((await ask('/api/me', 'GET', { cookie: cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A') })).status).toBe(401)
})

describe('from another site', () => {
  test.each([
    ['its origin', { origin: 'https://evil.example' }], ['no origin to speak of', { origin: 'null' }], ['a look-alike', { origin: 'http://localhost.evil.example' }], ['another port', { origin: 'http://localhost:81' }],
    ['no origin, but the browser says so', { 'sec-fetch-site': 'cross-site' }],
  ] as [string, Record<string, string>][])('with %s, a write is not carried out', async (_, headers) => {
    const { cookie } = await world.visitor('pei')
    for (const [method, path, body] of [['POST', '/api/sign-out', ''], ['POST', '/api/persons', '{}'], ['DELETE', '/api/imports/0198a000-0000-7000-8000-000000000000', ''], ['POST', '/api/sign-in', '{}']] as const) {
      const answer = await ask(path, method, { cookie, host: 'localhost', ...headers }, method === 'DELETE' ? undefined : body)
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, 'cross-site'])
    }
    expect((await ask('/api/me', 'GET', { cookie })).status).toBe(200)
  })
  test('no answer gives another site leave to read', async () => {
    const { cookie } = await world.visitor('pei')
    const answer = await ask('/api/me', 'GET', { cookie, origin: 'https://evil.example' })
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

test('guesses are counted by name; an address that a caller writes into a header is not believed', async () => {
  const answers: number[] = []
  for (let i = 0; i < 12; i += 1) answers.push((await signIn('checker', 'wrong', { 'x-forwarded-for': `10.1.1.${i}`, 'x-real-ip': `10.1.1.${i}`, forwarded: `for=10.1.1.${i}` })).status)
  expect(answers).toEqual([...Array(10).fill(401), 429, 429])
  expect(await codeOf(await signIn('checker', password, { 'x-forwarded-for': '10.2.2.2' }))).toBe('sign-in-wait')
  expect((await signIn('ｃｈｅｃｋｅｒ ', password)).status).toBe(429)
})

test('every answer carries what a browser needs to hold back what was smuggled in', async () => {
  for (const path of ['/api/me', '/api/nothing-here', '/r', '/r/0000-0000-0000', '/', '/assets/none.js']) {
    const { headers } = await ask(path)
    expect([path, headers.get('content-security-policy'), headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([path, expect.stringMatching(/default-src '(self|none)'/), 'nosniff', 'DENY'])
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
  }
})

test('a public page says what was typed, not what was meant to run', async () => {
  const page = await (await ask(`/r/${encodeURIComponent('<script>alert(1)</script>')}`)).text()
  expect(page).not.toContain('<script>alert')
  const elsewhere = await ask(`/r?code=${encodeURIComponent('//evil.example')}`)
  expect(new URL(elsewhere.headers.get('location')!, 'http://localhost').host).toBe('localhost')
})
