import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rangeOf, type Role } from '#kernel/actor.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot, inTransaction, txOver } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { grantAccount } from '#modules/accounts/index.ts'
import { unitsBelow, type Unit } from '#modules/organisation/index.ts'
import { routes as register } from '#modules/register/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { hasConsent } from './consents.ts'
import { dayAfter, dueDays, dueNow, forbidsApproval, forbidsMove } from './model.ts'
import { routes } from './routes.ts'

describe('the legal clock', () => {
  test.each([
    ['China, access, received on a Sunday', 'cn', 'access', '2026-11-22', '2026-12-11', '2026-12-11'],
    ['China, erasure, received on a Friday', 'cn', 'erasure', '2026-11-20', '2026-12-11', '2026-12-11'],
    ['Viet Nam, access, received on a Friday: two working days, ten days', 'vn', 'access', '2026-11-20', '2026-11-24', '2026-11-30'],
    ['Viet Nam, correction, received on a Monday', 'vn', 'correction', '2026-11-23', '2026-11-25', '2026-12-03'],
    ['Viet Nam, erasure: twenty days', 'vn', 'erasure', '2026-11-23', '2026-11-25', '2026-12-13'],
  ] as const)('%s', (_, country, kind, received, answerBy, carryOutBy) => {
    expect(dueDays(country, kind, received)).toEqual({ answerBy, carryOutBy })
  })
  test('a holiday is not worked, and a Saturday may be', () => {
    expect(dayAfter('2026-09-30', { days: 2, of: 'working' }, { off: ['2026-10-01', '2026-10-02'], worked: ['2026-10-10'] })).toBe('2026-10-06')
    expect(dayAfter('2026-10-09', { days: 1, of: 'working' }, { off: [], worked: ['2026-10-10'] })).toBe('2026-10-10')
  })
  test.each([
    ['received, answer due today', 'received', '2026-11-22', { day: '2026-11-22', overdue: false }],
    ['received, answer due yesterday', 'received', '2026-11-23', { day: '2026-11-22', overdue: true }],
    ['answered: the second day counts', 'answered', '2026-11-23', { day: '2026-12-02', overdue: false }],
    ['carried out: no day counts', 'carried-out', '2027-01-01', null],
  ] as const)('%s', (_, state, today, due) => {
    expect(dueNow({ state, answerBy: '2026-11-22', carryOutBy: '2026-12-02' }, today)).toEqual(due)
  })
})

test.each([
  ['received', 'answered', undefined], ['received', 'carried-out', undefined], ['answered', 'refused', undefined], ['answered', 'answered', 'request-answered'],
  ['carried-out', 'refused', 'request-ended'], ['refused', 'answered', 'request-ended'], ['lapsed', 'carried-out', 'request-ended'],
] as const)('from %s to %s: %s', (from, to, refused) => expect(forbidsMove(from, to)?.refused).toBe(refused))

test('who filed an erasure does not approve it', () => {
  expect(forbidsApproval('account:a', 'account:a')?.refused).toBe('erasure-needs-another')
  expect(forbidsApproval('account:a', 'account:b')).toBeNull()
})

let db: TestDatabase
let base: Ctx
let workspace: Awaited<ReturnType<typeof testWorkspace>>
let village: Unit
const folder = testFolder()
const [pick, used] = [random(5), new Set<string>()]
const officers: Record<string, Caller> = {}

async function as(role: Role, actor: string, more: Partial<Ctx['actor']> = {}, now?: string): Promise<{ ctx: Ctx; door: Caller }> {
  const made = await testCtx(db, workspace, { dataFolder: folder.path, roles: [role], ...(now ? { now } : {}) })
  const told = { ...made.actor, id: actor, ...more }
  const who = { actor, roles: [role], workspace: workspace.slug, unitPath: told.unitPath, address: 'test', requestId: uuidv7(), verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } }
  const ctx = { ...made, actor: told, db: { ...made.db, reach: told.reach, own: told.personId ?? null, who } }
  return { ctx, door: caller([...register, ...routes], ctx) }
}
const member = async (personId: Uuid, now?: string) => (await as('member', `account:member-${personId}`, { reach: [], personId }, now)).door
async function filed(name: string): Promise<Uuid> {
  const id = uuidv7()
  const { status, body } = await officers['officer']!.send('POST', '/api/persons', { id, name, idNumber: idNumber(pick, '320322', '1981-02-03', used), unitId: village.id, hardships: ['low-income'], phone: '13812345678' })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return id
}
const said = async (who: Caller, method: 'POST', path: string, body: object) => {
  const answer = await who.send(method, path, { id: uuidv7(), ...body })
  return answer.status === 200 ? answer.body : answer.body.code
}
const ask = (who: Caller, id: Uuid, kind: string, more = {}) => said(who, 'POST', `/api/persons/${id}/requests`, { kind, channel: 'paper', ...more })

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322' })
  for (const role of ['officer', 'leader', 'worker', 'auditor'] as const) officers[role] = (await as(role, `account:${role}`)).door
  base = (await as('officer', 'account:officer')).ctx
  village = (await inSnapshot(base.db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] })))[0]!
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

describe('consent', () => {
  test('each purpose by itself; the newest word holds, from the moment it is written down; the text is kept', async () => {
    const id = await filed('赵同意')
    const officer = officers['officer']!
    const holds = () => inTransaction({ ...base.db, who: undefined } as Ctx['db'], (tx) => hasConsent(tx, id, 'share-with-bank', base.now))
    expect(await holds()).toBe(false)
    const before = (await officer.get(`/api/persons/${id}/rights`)).body.consents
    expect(before.map((one: { state: string }) => one.state)).toEqual(['never', 'never', 'never', 'never'])
    expect(await said(officer, 'POST', `/api/persons/${id}/consents`, { purpose: 'share-with-bank', given: true, version: 'older', channel: 'paper' })).toBe('notice-changed')
    expect(await said(officer, 'POST', `/api/persons/${id}/consents`, { purpose: 'share-with-bank', given: true, version: before[1].version, channel: 'paper' })).toMatchObject({ state: 'given', channel: 'paper', text: before[1].text })
    expect(await holds()).toBe(true)
    expect(await said(await member(id), 'POST', '/api/my/consents', { purpose: 'share-with-bank', given: false, version: '1' })).toMatchObject({ state: 'withdrawn', channel: 'own-account' })
    expect(await holds()).toBe(false)
    const { rows } = await db.asOwner((owner) => owner.query(`select c.given, n.text, n.sha256 = sha256(convert_to(n.text, 'UTF8')) as good from ${workspace.schema}.rights_consent c join ${workspace.schema}.rights_notice n on n.sha256 = c.notice where c.person_id = $1 order by c.number`, [id]))
    expect(rows).toEqual([{ given: true, text: before[1].text, good: true }, { given: false, text: before[1].text, good: true }])
  })
})

describe('requests', () => {
  test('received, answered, carried out; one open of a kind; a correction is carried out by a change of the card', async () => {
    const [id, officer, worker] = [await filed('钱更正'), officers['officer']!, officers['worker']!]
    const made = await ask(worker, id, 'correction', { details: '电话错了', receivedOn: '2026-11-20' })
    expect(made).toMatchObject({ kind: 'correction', state: 'received', receivedOn: '2026-11-20', due: '2026-12-11', overdue: false, person: '钱更正' })
    expect(await ask(officer, id, 'correction')).toBe('request-open-already')
    expect(await ask(officer, id, 'access', { receivedOn: '2026-11-23' })).toBe('request-in-future')
    expect((await said(officer, 'POST', `/api/requests/${made.id}/answer`, {})).state).toBe('answered')
    expect(await said(officer, 'POST', `/api/requests/${made.id}/answer`, {})).toBe('request-answered')
    expect(await said(officer, 'POST', `/api/requests/${made.id}/carry-out`, {})).toBe('nothing-corrected')
    await said(officer, 'POST', `/api/persons/${id}/changes`, { fields: { phone: '13912345678' } })
    const done = await said(officer, 'POST', `/api/requests/${made.id}/carry-out`, {})
    expect(done.steps.map((one: { state: string; reason: string | null }) => [one.state, one.reason])).toEqual([['received', null], ['answered', null], ['carried-out', 'phone']])
    expect(await said(officer, 'POST', `/api/requests/${made.id}/refuse`, { reason: '晚了' })).toBe('request-ended')
  })

  test('the list puts what is overdue on top, and counts it', async () => {
    const [early, late] = [await filed('孙先'), await filed('李后')]
    await ask(officers['officer']!, late, 'access')
    await ask(officers['officer']!, early, 'access', { receivedOn: '2026-10-01' })
    const { body } = await officers['auditor']!.get('/api/requests')
    expect(body.requests.map((one: { person: string }) => one.person).slice(0, 2)).toEqual(['孙先', '李后'])
    expect([body.overdue, body.requests[0].overdue]).toEqual([1, true])
    expect((await officers['auditor']!.get('/api/requests?state=ended&kind=correction')).body.total).toBe(1)
  })

  test('sent twice, a request is one; another unit’s is not found', async () => {
    const id = await filed('周两次')
    const body = { id: uuidv7(), kind: 'access', channel: 'phone' }
    for (const _ of [1, 2]) expect((await officers['officer']!.send('POST', `/api/persons/${id}/requests`, body)).status).toBe(200)
    const elsewhere = (await as('officer', 'account:far', { reach: [rangeOf('cn.u999.')], unitPath: 'cn.u999.' })).door
    expect((await elsewhere.get(`/api/requests/${body.id}`)).status).toBe(404)
    expect((await elsewhere.get(`/api/requests/${body.id}/held.xlsx`)).status).toBe(404)
    expect((await elsewhere.get(`/api/persons/${id}/rights`)).status).toBe(404)
    expect((await elsewhere.get('/api/requests')).body.total).toBe(0)
  })
})

test('what waits for the reader is counted without looking at anybody: all that is open where she handles it, erasures where she only approves', async () => {
  const waiting = () => Promise.all(['officer', 'leader', 'auditor'].map(async (role) => (await officers[role]!.get('/api/requests-waiting')).body.waiting as number))
  const before = await waiting()
  const id = await filed('冯等候')
  await ask(officers['officer']!, id, 'access')
  await ask(officers['officer']!, id, 'erasure')
  expect((await waiting()).map((now, i) => now - before[i]!)).toEqual([2, 1, 0])
})

describe('erasure', () => {
  test('two people: one files it, another approves; nobody in between, and not the database either', async () => {
    const id = await filed('吴删除')
    const leader = officers['leader']!
    const both = (await as('operator', 'account:both')).door
    const made = await ask(both, id, 'erasure')
    expect(await said(both, 'POST', `/api/requests/${made.id}/approve`, {})).toBe('erasure-needs-another')
    expect(await said(both, 'POST', `/api/requests/${made.id}/carry-out`, {})).toBe('request-needs-approval')
    await expect(inTransaction({ ...base.db, who: undefined } as Ctx['db'], (tx) => tx.run({ compile: () => ({ sql: 'select rights_erase($1, $2, $3, now(), $4)', parameters: [made.id, 'account:both', uuidv7(), []] }) }))).rejects.toMatchObject({ code: '42501' })
    expect(await said(officers['officer']!, 'POST', `/api/requests/${made.id}/approve`, {})).toBe('not-allowed')
    const other = await ask(officers['officer']!, id, 'access')
    expect(await said(leader, 'POST', `/api/requests/${other.id}/approve`, {})).toBe('request-not-erasure')
    const step = uuidv7()
    for (const _ of [1, 2]) expect(await said(leader, 'POST', `/api/requests/${made.id}/approve`, { id: step })).toMatchObject({ state: 'carried-out', person: null, details: null })
    expect((await officers['officer']!.get(`/api/requests/${other.id}`)).body.state).toBe('lapsed')
    expect((await officers['officer']!.get(`/api/persons/${id}`)).status).toBe(404)
    const lines = readFileSync(join(folder.path, 'erasures/pei.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
    expect(lines.filter(({ person }) => person === id).map(({ request, undone }) => [request, undone])).toEqual([[made.id, undefined]])
  })

  test('the last of a household takes it along; where others live on, the household stays without her name', async () => {
    const [one, two] = [uuidv7(), uuidv7()]
    const officer = officers['officer']!
    const of = (id: Uuid, name: string) => officer.send('POST', '/api/persons', { id, name, idNumber: idNumber(pick, '320322', '1981-02-03', used), unitId: village.id, householdNumber: '沛-77', headName: '郑户主', hardships: [] })
    await of(one, '郑户主')
    await of(two, '郑家人')
    const { household } = (await officer.get(`/api/persons/${two}`)).body
    const gone = async (id: Uuid) => said(officers['leader']!, 'POST', `/api/requests/${(await ask(officer, id, 'erasure')).id}/approve`, {})
    await gone(one)
    expect((await officer.get(`/api/households/${household.id}`)).body).toMatchObject({ number: '沛-77', headName: null, members: [{ name: '郑家人' }] })
    await gone(two)
    expect((await officer.get(`/api/households/${household.id}`)).status).toBe(404)
    expect((await officer.get('/api/households?q=沛-77')).body.total).toBe(0)
  })
})

describe('a member', () => {
  test('sees her own card, masked, and nothing of anybody else', async () => {
    const [own, other] = [await filed('冯自己'), await filed('陈别人')]
    const her = await member(own)
    await officers['officer']!.get(`/api/persons/${own}`)
    const { body } = await her.get('/api/my')
    expect(body.card).toMatchObject({ name: '冯自己', phone: '138****5678', unit: village.name })
    expect(body.card.idNumber).toMatch(/^3203 \*{4} \*{4} \*{4} \*\*\d\d$|^3203 \*{4} \*{4} \*\*\w\w$/)
    expect(body.looks.map((one: { verb: string }) => one.verb)).toContain('register.card')
    expect((await her.get(`/api/persons/${other}/rights`)).status).toBe(403)
    const theirs = await ask(officers['officer']!, other, 'access')
    await said(officers['officer']!, 'POST', `/api/requests/${theirs.id}/answer`, {})
    expect((await her.get(`/api/my/requests/${theirs.id}/held.xlsx`)).status).toBe(404)
  })

  test('files a request, sees it go on, and takes the file once it was answered', async () => {
    const own = await filed('褚本人')
    const her = await member(own)
    const made = await said(her, 'POST', '/api/my/requests', { kind: 'access' })
    expect(made).toMatchObject({ state: 'received', channel: 'own-account' })
    expect(await said(her, 'POST', '/api/my/requests', { kind: 'access' })).toBe('request-open-already')
    expect((await her.get(`/api/my/requests/${made.id}/held.xlsx`)).body.code).toBe('request-not-ready')
    await said(officers['officer']!, 'POST', `/api/requests/${made.id}/answer`, {})
    const file = await her.get(`/api/my/requests/${made.id}/held.xlsx`)
    expect([file.status, file.response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect((await her.get('/api/my')).body.requests).toMatchObject([{ id: made.id, state: 'answered', take: true }])
  })

  test('after her erasure there is no card of hers', async () => {
    const own = await filed('卫离开')
    const her = await member(own)
    const made = await said(her, 'POST', '/api/my/requests', { kind: 'erasure' })
    await said(officers['leader']!, 'POST', `/api/requests/${made.id}/approve`, {})
    expect((await her.get('/api/my')).status).toBe(404)
  })
})

test('who writes about her while she is erased comes before it, or finds her gone: nothing of hers is left behind', async () => {
  const officer = officers['officer']!
  for (let round = 0; round < 8; round += 1) {
    const id = await filed('韩同时')
    const { id: request } = await ask(officer, id, 'erasure')
    const words = `残留${round}`
    const answers = await Promise.all([
      said(officer, 'POST', `/api/persons/${id}/changes`, { fields: { note: words } }),
      said(officer, 'POST', `/api/persons/${id}/consents`, { purpose: 'share-with-bank', given: true, version: '1', channel: 'paper', note: words }),
      ask(officer, id, 'access', { details: words }),
      said(officers['leader']!, 'POST', `/api/requests/${request}/approve`, {}),
      said(officer, 'POST', `/api/persons/${id}/changes`, { fields: { trade: words } }),
    ])
    expect(answers[3]).toMatchObject({ state: 'carried-out' })
    for (const answer of answers) if (typeof answer === 'string') expect(answer).toBe('person-not-found')
    const left = await db.asOwner(async (owner) => (await owner.query(`select (select count(*)::int from ${workspace.schema}.register_change where person_id = $1) as changes, (select count(*)::int from ${workspace.schema}.rights_consent where note = $2) as consents,
      (select count(*)::int from ${workspace.schema}.rights_request where details = $2) as requests, (select count(*)::int from ${workspace.schema}.register_person where note = $2 or trade = $2) as cards`, [id, words])).rows[0])
    expect(left).toEqual({ changes: 0, consents: 0, requests: 0, cards: 0 })
  }
})

test('what an import keeps of its file goes with an erased person also as she was called before', async () => {
  const [officer, id, importId] = [officers['officer']!, await filed('冯旧名'), uuidv7()]
  const samples = ['冯旧名', '138****5678', '1981-02-03', '冯新名', '别的人']
  await db.asOwner((owner) => owner.query(`insert into ${workspace.schema}.register_import (id, file_name, bytes, state, unit_path, created_at, created_by, forms)
    values ($1, 'x.xlsx', 1, 'done', $2, now(), 'account:officer', $3)`, [importId, workspace.topPath, JSON.stringify([{ columns: [{ samples }] }])]))
  await said(officer, 'POST', `/api/persons/${id}/changes`, { fields: { name: '冯新名', phone: '13912345678' } })
  const { id: request } = await ask(officer, id, 'erasure')
  expect((await said(officers['leader']!, 'POST', `/api/requests/${request}/approve`, {})).state).toBe('carried-out')
  const { rows } = await db.asOwner((owner) => owner.query(`select forms #> '{0,columns,0,samples}' as left from ${workspace.schema}.register_import where id = $1`, [importId]))
  expect(rows[0].left).toEqual(['', '', '', '', '别的人'])
})

test.each([
  ['a role that is over does not keep the account of an erased member', '2026-11-01', '–'],
  ['a role that she still has does', null, '卫会员'],
] as const)('%s', async (_, until, left) => {
  const [officer, id] = [officers['officer']!, await filed('卫会员')]
  const account = await db.asOwner(async (owner) => {
    const of = { name: `wei ${until}`, displayName: '卫会员', password: 'a password of tests', workspace, unit: village, now: base.now }
    await grantAccount(txOver(owner), { ...of, roles: ['trainer'] })
    const made = await grantAccount(txOver(owner), { ...of, roles: ['member'], personId: id })
    await owner.query(`update accounts_grant set valid_from = '2026-10-01', valid_to = $2 where account_id = $1 and role = 'trainer'`, [made.id, until])
    return made.id
  })
  const { id: request } = await ask(officer, id, 'erasure')
  expect((await said(officers['leader']!, 'POST', `/api/requests/${request}/approve`, {})).state).toBe('carried-out')
  const { rows } = await db.asOwner((owner) => owner.query('select display_name as name from accounts_account where id = $1', [account]))
  expect(rows).toEqual([{ name: left }])
})
