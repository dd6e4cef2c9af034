import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomBytes } from 'node:crypto'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import type { GrantedRole } from '#kernel/abilities.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { boxOf } from '#platform/crypto/box.ts'
import { inSnapshot, txOver } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitByCode, type Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { mustHaveFactor } from './sign-in.ts'
import { blockAccount, giveGrant, grantAccount, listAccounts, makeAccount, operatorAct, operatorActor, readAccount, removeFactor, resetAccount, unblockAccount, type House } from './index.ts'

/* What an administrator sees of accounts and may do to them, those of another workspace among them. */
const now = Temporal.Instant.from('2026-11-22T02:00:00Z')
const box = boxOf({ ciphers: [{ number: 1, key: randomBytes(32) }], hash: randomBytes(32) })
const house: House = { box: () => box, factorAbovePersons: 10_000, personsIn: async () => 0 }
const folder = testFolder()
let db: TestDatabase
let xuzhou: Workspace
let far: Workspace
let here: Ctx
let there: Ctx
const ids: Record<string, Uuid> = {}

async function seat(name: string, roles: GrantedRole[], workspace: Workspace, code: string): Promise<Uuid> {
  const unit = (await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitByCode(tx, [rangeOf('cn.')], code)))!
  return (ids[name] = (await db.asOwner((owner) => grantAccount(txOver(owner), { name, displayName: `${name} 姐`, password: 'lantern-otter-copper', roles, workspace, unit, now }))).id)
}
const as = (ctx: Ctx, name: string): Ctx => ({ ...ctx, actor: { ...ctx.actor, id: `account:${ids[name]}` } })
const codeOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')

beforeAll(async () => {
  db = await testDatabase()
  xuzhou = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  far = await testWorkspace(db, { slug: 'far', units: '320723' })
  await seat('system', ['system-admin'], xuzhou, '3203')
  await seat('security', ['security-admin'], xuzhou, '3203')
  await seat('officer', ['officer'], xuzhou, '320322')
  await seat('both', ['checker'], xuzhou, '320322')
  await seat('both', ['trainer'], far, '320723')
  await seat('guest', ['judge'], far, '320723')
  await seat('guest', ['judge'], xuzhou, '3203')
  await seat('farofficer', ['officer'], far, '320723')
  await seat('farsystem', ['system-admin'], far, '320723')
  here = as(await testCtx(db, xuzhou, { roles: ['system-admin'], dataFolder: folder.path, now: now.toString() }), 'system')
  there = as(await testCtx(db, far, { roles: ['system-admin'], dataFolder: folder.path, now: now.toString() }), 'farsystem')
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

test('sees those of her workspace and those that hold a grant in it, and no other', async () => {
  const names = async (ctx: Ctx, asked: object = {}) => (await listAccounts(ctx, { page: 1, ...asked })).rows.map(({ name }) => name)
  expect(await names(here)).toEqual(['both', 'guest', 'officer', 'security', 'system'])
  expect(await names(there)).toEqual(['both', 'farofficer', 'farsystem', 'guest'])
  expect(await names(here, { q: 'FF' })).toEqual(['officer'])
  expect(await names(here, { q: '姐' })).toHaveLength(5)
  expect(await names(here, { q: '%' })).toEqual([])
  expect(await names(here, { role: 'trainer' })).toEqual([])
  expect(await names(there, { role: 'trainer' })).toEqual(['both'])
  expect(await names(here, { state: 'new' })).toEqual([])
  expect(await names(here, { page: 2 })).toEqual([])
  expect((await listAccounts(here, { page: 1 })).rows.find(({ name }) => name === 'system')).toMatchObject({ state: 'active', factor: false, factorMissing: true, roles: ['system-admin'] })
})

test('one account shows the grants of this workspace only', async () => {
  const [one, other] = [await readAccount(here, ids['both']!, house), await readAccount(there, ids['both']!, house)]
  if (isRefusal(one) || isRefusal(other)) throw new Error('refused')
  expect(one).toMatchObject({ home: true, self: false, administrator: false, grants: [{ role: 'checker', unit: { code: '320322', name: '沛县' }, state: 'holds', givenBy: 'operator:cli' }] })
  expect(other).toMatchObject({ home: false, grants: [{ role: 'trainer' }] })
})

describe('may not', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['read an account of another workspace', () => readAccount(here, ids['farofficer']!, house), 'account-not-found'],
    ['nor one that is nowhere', () => readAccount(here, uuidv7(), house), 'account-not-found'],
    ['block an account of another workspace', () => blockAccount(here, ids['farofficer']!, 'x'), 'account-not-found'],
    ['block a guest whose home is elsewhere', () => blockAccount(here, ids['guest']!, 'x'), 'account-elsewhere'],
    ['reset a guest', () => resetAccount(here, ids['guest']!, house), 'account-elsewhere'],
    ['reset herself', () => resetAccount(here, ids['system']!, house), 'account-own'],
    ['unblock herself', () => unblockAccount(here, ids['system']!), 'account-own'],
    ['reset another administrator', () => resetAccount(here, ids['security']!, house), 'account-is-administrator'],
    ['take another administrator’s factor', () => removeFactor(here, ids['security']!), 'account-is-administrator'],
    ['block another administrator', () => blockAccount(here, ids['security']!, 'x'), 'account-is-administrator'],
    ['let another administrator in again', () => unblockAccount(here, ids['security']!), 'account-is-administrator'],
    ['give a grant, not being the security administrator', () => giveGrant(here, ids['officer']!, { id: uuidv7(), role: 'leader', unitId: 1 }), 'not-allowed'],
    ['give a grant to an account of another workspace', () => giveGrant(as(here, 'security'), ids['farofficer']!, { id: uuidv7(), role: 'leader', unitId: 1 }), 'account-not-found'],
    ['give one for a unit that is not there', () => giveGrant(as(here, 'security'), ids['officer']!, { id: uuidv7(), role: 'leader', unitId: 999_999 }), 'unit-not-found'],
    ['give one to herself', () => giveGrant(as(here, 'security'), ids['security']!, { id: uuidv7(), role: 'broker', unitId: 1 }), 'grant-own'],
    ['take a name that is taken, in whatever workspace', () => makeAccount(here, { id: uuidv7(), name: ' ＦarOfficer', displayName: 'x' }, house), 'account-name-taken'],
    ['make an account whose name is a phone', () => makeAccount(here, { id: uuidv7(), name: '13800001111', displayName: 'x' }, house), 'account-name-bad'],
    ['nor one of one letter', () => makeAccount(here, { id: uuidv7(), name: 'x', displayName: 'x' }, house), 'account-name-bad'],
    ['nor with a phone that is none', () => makeAccount(here, { id: uuidv7(), name: 'fine', displayName: 'x', phone: '12' }, house), 'account-phone-bad'],
    ['nor under the id of an account elsewhere', () => makeAccount(here, { id: ids['farofficer']!, name: 'farofficer', displayName: 'x' }, house), 'account-name-taken'],
  ])('%s', async (_, does, code) => expect(codeOf(await does())).toBe(code))
})

test('makes an account once, whatever often she asks; its phone is masked and sealed', async () => {
  const asked = { id: uuidv7(), name: '赵大姐', displayName: '赵大姐', phone: '138 0000 2222' }
  const [first, again] = [await makeAccount(here, asked, house), await makeAccount(here, asked, house)]
  expect(again).toEqual(first)
  expect(await readAccount(here, asked.id, house)).toMatchObject({ state: 'new', phone: '138****2222', link: { expiresAt: '2026-11-25T02:00:00.000000Z' }, grants: [], home: true })
  const { rows } = await db.asOwner((owner) => owner.query('select a::text as text from accounts_account a where id = $1', [asked.id]))
  expect(rows[0].text).not.toContain('13800002222')
})

test('blocks with a reason that is shown, and lets in again', async () => {
  await blockAccount(here, ids['officer']!, '离职')
  expect(await readAccount(here, ids['officer']!, house)).toMatchObject({ state: 'blocked', blocked: { reason: '离职', by: 'system 姐' } })
  await unblockAccount(here, ids['officer']!)
  expect(await readAccount(here, ids['officer']!, house)).toMatchObject({ state: 'active', blocked: null })
})

test('the operator resets an administrator and gives on the owner’s own connection, with a line in the log', async () => {
  const who = { actor: 'operator:cli', roles: ['operator' as const], workspace: 'xuzhou', unitPath: xuzhou.topPath, address: 'cli', requestId: uuidv7(), verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } }
  const operator: Ctx = { ...here, actor: operatorActor(xuzhou), db: { ...here.db, who } }
  expect(codeOf(await resetAccount(operator, ids['security']!, house))).toBe('done')
  const id = uuidv7()
  expect(await db.asOwner((owner) => operatorAct(owner, operator, 'accounts.give-grant', (tx) => giveGrant(operator, ids['farofficer']!, { id, role: 'judge', unitId: xuzhou.topUnitId }, tx)))).toBeNull()
  const { rows } = await db.asOwner((owner) => owner.query('select verb, actor, subjects, facts from audit_line order by id desc limit 1'))
  expect(rows[0]).toEqual({ verb: 'accounts.give-grant', actor: 'operator:cli', subjects: [ids['farofficer']], facts: { role: 'judge', unit: '3203', from: '2026-11-22', to: null } })
  expect(codeOf(await giveGrant(operator, ids['farofficer']!, { id: uuidv7(), role: 'judge', unitId: xuzhou.topUnitId }))).toBe('not-allowed')
})

test('the operator blocks an administrator and lets her in again', async () => {
  const operator: Ctx = { ...here, actor: operatorActor(xuzhou) }
  expect(codeOf(await blockAccount(operator, ids['security']!, '离职'))).toBe('done')
  expect(await readAccount(here, ids['security']!, house)).toMatchObject({ state: 'blocked', blocked: { by: 'operator:cli' } })
  expect(codeOf(await unblockAccount(operator, ids['security']!))).toBe('done')
  expect(await readAccount(here, ids['security']!, house)).toMatchObject({ blocked: null })
})

test.each<[GrantedRole, boolean]>([['system-admin', false], ['security-admin', false], ['audit-admin', false], ['officer', true]])('an account that is given %s: its open link stands on, %s', async (role, stands) => {
  const id = uuidv7()
  await makeAccount(here, { id, name: `will be ${role}`, displayName: role }, house)
  expect(await giveGrant(as(here, 'security'), id, { id: uuidv7(), role, unitId: xuzhou.topUnitId })).toBeNull()
  const found = await readAccount(here, id, house)
  expect(isRefusal(found) ? found : found.link !== null).toBe(stands)
  const { rows } = await db.asOwner((owner) => owner.query('select over_at is null as stands from accounts_link where account_id = $1', [id]))
  expect(rows).toEqual([{ stands }])
})

test('a link that is asked for while the role is being given is not made', async () => {
  const id = uuidv7()
  await makeAccount(here, { id, name: 'just then', displayName: 'x' }, house)
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await client.query('select public.accounts_give_grant($1, $2, $3, $4, $5, $6, $7, null, null, $8, $9, $7)', [uuidv7(), id, 'xuzhou', xuzhou.topUnitId, '3203', 'audit-admin', '2026-11-22', `account:${ids['security']}`, now.toString()])
    const asked = resetAccount({ ...here, requestId: uuidv7() }, id, house)
    await new Promise((done) => setTimeout(done, 200))
    await client.query('commit')
    expect(codeOf(await asked)).toBe('account-is-administrator')
  } finally {
    client.release()
  }
})

test('whoever names an account that is there, its id and its name, gets no link to it', async () => {
  const [id, operator] = [uuidv7(), await testCtx(db, xuzhou, { dataFolder: folder.path, now: now.toString() })]
  // Made on the command line, and not signed in yet: its link is its new owner's alone.
  expect(await makeAccount({ ...operator, actor: operatorActor(xuzhou) }, { id, name: 'fresh', displayName: 'f' }, house)).toMatchObject({ id })
  for (const [one, name] of [[ids['security']!, 'security'], [ids['officer']!, 'officer'], [id, 'fresh']] as const) {
    expect([name, codeOf(await makeAccount(here, { id: one, name, displayName: name }, house))]).toEqual([name, 'account-name-taken'])
  }
})

test.each([
  ['one unit of 6,000', ['320322'], false], ['two units of 6,000 each', ['320322', '320321'], true], ['the same unit twice', ['320322', '320322'], false],
] as const)('a second factor is asked for by all that she reaches: %s', async (_, codes, must) => {
  const asking: House = { ...house, personsIn: async (_workspace, reach) => new Set(reach.map(({ lo }) => lo)).size * 6_000 }
  const unit = (code: string) => inSnapshot({ pool: db.pool, schema: xuzhou.schema, reach: everywhere }, (tx) => unitByCode(tx, [rangeOf('cn.')], code))
  const grants = await Promise.all(codes.map(async (code, i) => ({ id: uuidv7(), workspace: 'xuzhou', unitId: (await unit(code))!.id, unitCode: code, role: (['officer', 'checker'] as const)[i]!, validFrom: '2026-11-22', validTo: null, personId: null, ended: false })))
  expect(await mustHaveFactor(db.pool, grants, asking)).toBe(must)
})
