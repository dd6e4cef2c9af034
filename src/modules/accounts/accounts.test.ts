import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everywhere, reaches } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { mount } from '#platform/http/route.ts'
import { inSnapshot, txOver } from '#platform/database/transaction.ts'
import { unitByCode, type Workspace } from '#modules/organisation/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { accountRoutes, actorOf, demoAccounts, demoPassword, grantAccount, namesOfActors, operatorActor, signIn, signOut, switchGrant, tokenOf } from './index.ts'

let db: TestDatabase
let xuzhou: Workspace
const start = Temporal.Instant.from('2026-11-22T00:00:00Z')
const after = (minutes: number) => start.add({ minutes })
let address = ''
let addresses = 0
beforeEach(() => (address = `10.0.0.${(addresses += 1)}`))

const sign = (name: string, password: string, now = start) => signIn(db.pool, { name, password, address, device: 'test' }, now)
async function tokenFor(name: string, now = start): Promise<string> {
  const answer = await sign(name, demoPassword, now)
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer.token
}

beforeAll(async () => {
  db = await testDatabase()
  xuzhou = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  await db.asOwner((owner) => demoAccounts(owner, xuzhou, start))
})
afterAll(() => db.close())

describe('the demo', () => {
  test('has accounts at the city, an officer and a checker in Pei county, three administrators; doing it again changes nothing', async () => {
    const again = await db.asOwner((owner) => demoAccounts(owner, xuzhou, after(5)))
    expect(again.map((a) => [a.name, a.displayName, a.level])).toEqual([
      ['xuzhou', '徐州市妇联', 'city'], ['peixian', '沛县妇联', 'county'], ['peixian-check', '沛县妇联核验', 'county'], ['xitong', '系统管理员', 'city'], ['anquan', '安全管理员', 'city'], ['shenji', '审计管理员', 'city'],
    ])
    const { rows } = await db.asOwner((owner) => owner.query('select count(*)::int as n from accounts_grant'))
    expect(rows[0].n).toBe(8)
  })

  test('in another workspace takes names of its own and the first real county', async () => {
    const beijing = await testWorkspace(db, { slug: 'beijing', units: '11' })
    expect((await db.asOwner((owner) => demoAccounts(owner, beijing, start))).map((a) => a.name)).toEqual(['beijing', 'beijing-county', 'beijing-county-check', 'beijing-xitong', 'beijing-anquan', 'beijing-shenji'])
  })
})

describe('signing in', () => {
  test.each([
    ['xuzhou', demoPassword, 'in'],
    [' Ｘuzhou ', demoPassword, 'in'],
    ['XUZHOU', demoPassword, 'in'],
    ['xuzhou', 'wrong', 'sign-in-wrong'],
    ['xuzhou', `${demoPassword} `, 'sign-in-wrong'],
    ['nobody', demoPassword, 'sign-in-wrong'],
  ])('%j with %j: %s', async (name, password, expected) => {
    const answer = await sign(name, password)
    expect(isRefusal(answer) ? answer.refused : 'in').toBe(expected)
  })

  test('an unknown name takes as long as a wrong password', async () => {
    const times: Record<string, number[]> = { 'beijing-county': [], 'nobody-at-all': [] }
    for (let i = 0; i < 8; i += 1) for (const name of Object.keys(times)) {
      const begun = performance.now()
      await sign(name, 'wrong')
      times[name]!.push(performance.now() - begun)
    }
    const [known, unknown] = Object.values(times).map((all) => Math.min(...all)) as [number, number]
    expect(Math.min(known, unknown)).toBeGreaterThan(60)
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(1.5)
  })

  test('after ten wrong passwords from devices that it does not know even the right one waits, a quarter of an hour', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, () => sign('peixian-check', 'wrong')))
    expect(guesses.map((g) => isRefusal(g) && g.refused).sort()).toEqual([...Array(2).fill('sign-in-wait'), ...Array(10).fill('sign-in-wrong')])
    expect(await sign('peixian-check', demoPassword)).toMatchObject({ refused: 'sign-in-wait', facts: { minutes: 15 } })
    expect(await signIn(db.pool, { name: 'peixian-check', password: demoPassword, address: '10.9.9.9', device: '' }, start)).toMatchObject({ refused: 'sign-in-wait' })
    expect(isRefusal(await sign('peixian-check', demoPassword, after(16)))).toBe(false)
  })

  test('a blocked account is told no more than a wrong password, and its open sessions end', async () => {
    const token = await tokenFor('beijing')
    await db.asOwner((owner) => owner.query(`update accounts_account set blocked_at = now() where user_name = 'beijing'`))
    expect(await sign('beijing', demoPassword)).toMatchObject({ refused: 'sign-in-wrong' })
    expect(await actorOf(db.pool, token, after(1))).toBeUndefined()
  })

  test('a Chinese name is a name; an account without a grant that holds today is told so', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(`set search_path to ${xuzhou.schema}, public`)
      const unit = (await unitByCode(txOver(owner), [{ lo: 'cn.', hi: 'cn/' }], '320321'))!
      await grantAccount(txOver(owner), { name: '李主任', displayName: '李主任', password: '一个够长的口令', roles: ['leader'], workspace: xuzhou, unit, now: start })
    })
    const answer = await sign('李主任', '一个够长的口令')
    expect(isRefusal(answer)).toBe(false)
    // The grant begins on the 22nd by Xuzhou's calendar; 15:59 in Greenwich is still the 21st there.
    expect(await sign('李主任', '一个够长的口令', Temporal.Instant.from('2026-11-21T15:59:00Z'))).toMatchObject({ refused: 'sign-in-no-unit' })
    await db.asOwner((owner) => owner.query(`update accounts_grant set valid_to = '2026-11-22' where role = 'leader' and unit_code = '320321'`))
    expect(await sign('李主任', '一个够长的口令', Temporal.Instant.from('2026-11-22T15:59:00Z'))).not.toHaveProperty('refused')
    expect(await sign('李主任', '一个够长的口令', Temporal.Instant.from('2026-11-22T16:00:00Z'))).toMatchObject({ refused: 'sign-in-no-unit' })
  })
})

describe('a session', () => {
  test('says who acts and what she reaches', async () => {
    const found = (await actorOf(db.pool, await tokenFor('peixian'), after(1)))!
    expect(found.actor.id).toMatch(/^account:[0-9a-f-]{36}$/)
    expect(found.actor.roles).toEqual(['officer'])
    const [pei, feng] = await inSnapshot({ pool: db.pool, schema: xuzhou.schema, reach: everywhere }, async (tx) => [await unitByCode(tx, operatorActor(xuzhou).reach, '320322'), await unitByCode(tx, operatorActor(xuzhou).reach, '320321')])
    expect(found.actor.unitPath).toBe(pei!.path)
    expect(reaches(found.actor.reach, pei!.path)).toBe(true)
    expect(reaches(found.actor.reach, feng!.path)).toBe(false)
  })

  test.each([
    ['idle for 29 minutes', true, [29]],
    ['idle for 31 minutes', false, [31]],
    ['used every 25 minutes for 11 hours', true, Array.from({ length: 26 }, (_, i) => (i + 1) * 25)],
    ['used every 25 minutes past 12 hours', false, Array.from({ length: 29 }, (_, i) => (i + 1) * 25)],
  ])('%s: alive %s', async (_, alive, minutes) => {
    const token = await tokenFor('peixian')
    let last: unknown
    for (const minute of minutes) last = await actorOf(db.pool, token, after(minute))
    expect(last !== undefined).toBe(alive)
  })

  test('ends at once when it is signed out; an unknown token is nobody', async () => {
    const token = await tokenFor('peixian')
    expect(await actorOf(db.pool, token, start)).toBeDefined()
    await signOut(db.pool, token, start)
    expect(await actorOf(db.pool, token, start)).toBeUndefined()
    expect(await actorOf(db.pool, 'x'.repeat(43), start)).toBeUndefined()
  })

  test('moves to another grant of hers and to no other', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(`set search_path to ${xuzhou.schema}, public`)
      const unit = (await unitByCode(txOver(owner), [{ lo: 'cn.', hi: 'cn/' }], '320324'))!
      await grantAccount(txOver(owner), { name: 'peixian', displayName: '-', password: 'other', roles: ['leader'], workspace: xuzhou, unit, now: start })
    })
    const token = await tokenFor('peixian')
    const before = (await actorOf(db.pool, token, start))!
    expect(await switchGrant(db.pool, token, { workspace: 'xuzhou', unitId: 1 }, start)).toMatchObject({ refused: 'grant-not-found' })
    const { rows } = await db.asOwner((owner) => owner.query(`select unit_id from accounts_grant where unit_code = '320324'`))
    expect(await switchGrant(db.pool, token, { workspace: 'xuzhou', unitId: rows[0].unit_id }, start)).toBeNull()
    const moved = (await actorOf(db.pool, token, start))!
    expect(moved.actor.roles).toEqual(['leader'])
    expect(reaches(moved.actor.reach, before.actor.unitPath)).toBe(false)
  })
})

describe('over HTTP', () => {
  test('cookie in, who am I, cookie out', async () => {
    const app = new Hono()
    const quiet = { info: () => {}, error: () => {} }
    const extras = async () => ({ levels: [], asOf: null, plan: null })
    mount(app, accountRoutes(db.pool, extras), {
      now: () => start,
      log: quiet,
      checkAnswers: true, forbids: () => null,
      ctxOf: async (c, base) => {
        const found = await actorOf(db.pool, tokenOf(c) ?? '', base.now)
        return found && { ...base, db: { pool: db.pool, schema: found.workspace.schema, reach: everywhere }, workspace: found.workspace, actor: found.actor, today: '2026-11-22', levels: [], dataFolder: '' }
      },
    })
    const send = (method: string, path: string, body?: unknown, cookie = '') =>
      app.request(path, { method, headers: { 'content-type': 'application/json', cookie }, body: body ? JSON.stringify(body) : null })
    expect((await send('GET', '/api/me')).status).toBe(401)
    expect((await send('POST', '/api/sign-in', { name: 'xuzhou', password: 'no' })).status).toBe(401)
    const signedIn = await send('POST', '/api/sign-in', { name: 'xuzhou', password: demoPassword })
    const header = signedIn.headers.get('set-cookie')!
    expect(header).toMatch(/^qs_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax, qs_device=[\w-]{43}; /)
    const cookie = header.split(';')[0]!
    const me = await send('GET', '/api/me', undefined, cookie)
    expect(await me.json()).toMatchObject({
      account: { name: 'xuzhou', displayName: '徐州市妇联' },
      workspace: { slug: 'xuzhou', name: '徐州市', country: 'cn', timeZone: 'Asia/Shanghai' },
      unit: { code: '3203', name: '徐州市', level: 'city', path: 'cn.u1.' },
      units: [{ workspace: 'xuzhou', code: '3203' }],
      abilities: { 'register.import': true, 'ledger.check': true, 'figures.issue': true },
      today: '2026-11-22',
    })
    expect((await send('POST', '/api/sign-out', {}, cookie)).status).toBe(200)
    expect((await send('GET', '/api/me', undefined, cookie)).status).toBe(401)
  })
})

describe('who acted, as screens say it', () => {
  test.each<[string, () => Promise<string | null>, string | null]>([
    ['an account', async () => (await actorOf(db.pool, await tokenFor('xuzhou'), start))!.actor.id, '徐州市妇联'],
    ['the command line stays what it is, for the screen to say', async () => operatorActor(xuzhou).id, 'operator:cli'],
    ['an account that is gone', async () => `account:${uuidv7()}`, null],
    ['what is no account', async () => 'account:1', null],
    ['nobody', async () => null, null],
  ])('%s', async (_, idOf, name) => {
    const id = await idOf()
    const nameOf = await inSnapshot({ pool: db.pool, schema: xuzhou.schema, reach: everywhere }, (tx) => namesOfActors(tx, [id, id], start.epochMilliseconds))
    expect(nameOf(id)).toBe(name)
  })
})
