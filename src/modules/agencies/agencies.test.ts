import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import { plainQuestion, routes as ledgerRoutes, tally } from '#modules/ledger/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { lifeRefusal, reversalRefusal, sameName, type LifeStep } from './model.ts'
import { moveAgencies } from './store.ts'
import { routes } from './routes.ts'

describe('the life of an agency', () => {
  const joined: LifeStep = { act: 'joined', name: '农商银行', on: '2026-03-01' }
  const renamed: LifeStep = { act: 'renamed', name: '农村商业银行', on: '2026-05-01' }
  const gone: LifeStep = { act: 'left', name: '农商银行', on: '2026-06-01' }
  test.each<[string, LifeStep[], LifeStep, string | undefined]>([
    ['joins today', [], { ...joined, on: '2026-11-22' }, undefined],
    ['joins tomorrow', [], { ...joined, on: '2026-11-23' }, 'agency-in-future'],
    ['is renamed', [joined], renamed, undefined],
    ['is renamed on the day it joined', [joined], { ...renamed, on: '2026-03-01' }, undefined],
    ['is renamed before it joined', [joined], { ...renamed, on: '2026-02-28' }, 'agency-day-before'],
    ['is renamed before its newest name', [joined, renamed], { act: 'renamed', name: '银行', on: '2026-04-01' }, 'agency-day-before'],
    ['is called what it is called', [joined], { ...renamed, name: '农商银行' }, 'agency-same-name'],
    ['leaves', [joined, renamed], gone, undefined],
    ['leaves tomorrow', [joined], { ...gone, on: '2026-11-23' }, 'agency-in-future'],
    ['leaves twice', [joined, gone], gone, 'agency-left'],
    ['is renamed after it left', [joined, gone], { ...renamed, on: '2026-07-01' }, 'agency-left'],
    ['is renamed though its joining was taken back', [], renamed, 'agency-taken-back'],
    ['leaves though its joining was taken back', [], gone, 'agency-taken-back'],
  ])('%s', (_, life, step, refused) => expect(lifeRefusal(life, step, '2026-11-22')?.refused).toBe(refused))

  const life = [{ ...joined, id: 'j', reversed: false }, { ...renamed, id: 'r', reversed: false }, { ...gone, id: 'l', reversed: false }]
  const without = (...ids: string[]) => life.map((step) => ({ ...step, reversed: ids.includes(step.id) }))
  test.each<[string, typeof life, string, string | undefined]>([
    ['the leaving', life, 'l', undefined], ['the leaving again', without('l'), 'l', 'entry-reversed'], ['the joining while a leaving stands', life, 'j', 'agency-leaving-stands'],
    ['the joining after the leaving', without('l'), 'j', undefined], ['the joining again', without('l', 'j'), 'j', 'entry-reversed'], ['a name, which posted nothing', life, 'r', 'entry-not-found'], ['what is no step', life, 'x', 'entry-not-found'],
  ])('taken back: %s', (_, steps, step, refused) => expect(reversalRefusal(steps, step)?.refused).toBe(refused))

  test.each([['沛县 农商银行', '沛县　农商银行', true], ['ABC Bank', 'abc  bank', true], ['农商银行', '农村商业银行', false]])('%s and %s are one name: %s', (a, b, same) => expect(sameName(a, b)).toBe(same))
})

describe('over the wire', () => {
  let db: TestDatabase
  let workspace: Workspace
  const folder = testFolder()
  const seat = (of: { unit: string; roles?: readonly ['leader'] }) => testCtx(db, workspace, { dataFolder: folder.path, ...of })
  let ctx0: Ctx
  let officer: Caller, elsewhere: Caller, leader: Caller
  let unitId: number
  beforeAll(async () => {
    db = await testDatabase()
    workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
    const ctx = await seat({ unit: '320322' })
    ctx0 = ctx
    unitId = ctx.actor.unitId
    officer = caller(routes, ctx)
    elsewhere = caller(routes, await seat({ unit: '320321' }))
    leader = caller(routes, await seat({ unit: '320322', roles: ['leader'] }))
  })
  afterAll(async () => {
    await db.close()
    folder.remove()
  })
  const add = (who: Caller, more: object = {}) => who.send('POST', '/api/agencies', { id: uuidv7(), name: '沛县农商银行', kind: 'bank', unitId, joinedOn: '2026-03-01', ...more })
  const names = async (query = '') => (await officer.get(`/api/agencies${query}`)).body.agencies.map(({ name }: { name: string }) => name)

  test('joins, is found, is renamed, leaves; the ledger counts it while it works', async () => {
    const id = uuidv7()
    const first = await add(officer, { id })
    expect(first).toMatchObject({ status: 200, body: { id, name: '沛县农商银行', kind: 'bank', unit: '沛县', joinedOn: '2026-03-01', leftOn: null, life: [{ act: 'joined', on: '2026-03-01', journal: '1' }] } })
    expect((await add(officer, { id })).body).toEqual(first.body)
    expect((await add(officer, { id, name: '别的银行' })).body.code).toBe('request-reused')
    expect((await add(officer)).body.code).toBe('agency-stands')
    await add(officer, { name: '沛县科协', kind: 'science', joinedOn: '2026-04-01' })
    expect(await names()).toEqual(['沛县农商银行', '沛县科协'])
    expect(await names('?q=科协')).toEqual(['沛县科协'])
    expect(await names('?kind=bank')).toEqual(['沛县农商银行'])

    const renaming = { id: uuidv7(), name: '沛县农村商业银行', on: '2026-05-01' }
    const renamed = await officer.send('POST', `/api/agencies/${id}/rename`, renaming)
    expect(renamed.body).toMatchObject({ name: '沛县农村商业银行', life: [{ name: '沛县农商银行' }, { act: 'renamed', journal: null }] })
    expect((await officer.send('POST', `/api/agencies/${id}/rename`, renaming)).body).toEqual(renamed.body)
    const leaving = { id: uuidv7(), on: '2026-10-01' }
    const gone = await officer.send('POST', `/api/agencies/${id}/leave`, leaving)
    expect(gone.body).toMatchObject({ leftOn: '2026-10-01', life: [{}, {}, { act: 'left', journal: '3' }] })
    expect((await officer.send('POST', `/api/agencies/${id}/leave`, leaving)).body).toEqual(gone.body)
    expect((await officer.send('POST', `/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-10-02' })).body.code).toBe('agency-left')
    expect(await names()).toEqual(['沛县科协'])
    expect(await names('?state=left')).toEqual(['沛县农村商业银行'])
    expect(await add(officer, { joinedOn: '2026-11-01' })).toMatchObject({ status: 200 })

    const reach = [rangeOf(workspace.topPath)]
    const atWork = (to: string) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach }, async (tx) => {
      const rows = await tally(tx, { ...plainQuestion, kinds: ['agencies.joined'], take: 'latest', without: ['agencies.left'], to, ranges: reach.map((range) => ({ key: 'all', ...range })) }, { units: false, across: null })
      return rows[0]!.subjects
    })
    expect([await atWork('2026-03-31'), await atWork('2026-09-30'), await atWork('2026-10-01'), await atWork('2026-11-22')]).toEqual([1, 2, 1, 2])
  })
  test('is not there for who does not reach it, and written by nobody who may not', async () => {
    const id = uuidv7()
    await add(officer, { id, name: '汉源志愿队', kind: 'volunteers' })
    expect((await elsewhere.get('/api/agencies?state=all')).body.agencies).toEqual([])
    expect((await elsewhere.get(`/api/agencies/${id}`)).body.code).toBe('agency-not-found')
    expect((await elsewhere.send('POST', `/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-11-01' })).body.code).toBe('agency-not-found')
    expect((await add(elsewhere, { name: '别县银行' })).body.code).toBe('unit-not-found')
    expect((await add(elsewhere, { id, name: '丰县银行', unitId: (await seat({ unit: '320321' })).actor.unitId })).body.code).toBe('request-reused')
    expect((await leader.get(`/api/agencies/${id}`)).status).toBe(200)
    expect((await add(leader, { name: '领导的银行' })).body.code).toBe('not-allowed')
  })
  test('is checked by the county like any entry, and taken back: it works again, and never did', async () => {
    const [id, leave] = [uuidv7(), uuidv7()]
    await add(officer, { id, name: '沛县家纺厂', kind: 'enterprise', joinedOn: '2026-06-01' })
    await officer.send('POST', `/api/agencies/${id}/leave`, { id: leave, on: '2026-09-01' })

    // A batch of the county: the sample is named by the agencies' own list, looked at, one found wrong, the rest passed.
    const checking = { actor: { ...(await seat({ unit: '320322' })).actor, id: 'account:00000000-0000-7000-8000-0000000000cc', roles: ['checker'] } } as const
    const batches = (requestId = uuidv7()) => caller(ledgerRoutes, { ...ctx0, ...checking, requestId })
    const waiting = (await batches().get('/api/checks/waiting')).body.rows.find(({ group }: { group: string }) => group === 'agencies')
    const batch = (await batches().send('POST', '/api/checks/batches', { level: 'county', unitId, group: 'agencies' })).body
    expect([waiting.entries, batch.members, batch.group]).toEqual([batch.members, waiting.entries, 'agencies'])
    const { sample } = (await batches().get(`/api/checks/batches/${batch.id}`)).body
    const { agencies } = (await officer.get(`/api/agencies/by-subject?ids=${[...new Set(sample.map(({ subject }: { subject: string }) => subject))].join(',')}`)).body
    expect(agencies).toContainEqual(expect.objectContaining({ agencyId: id, name: '沛县家纺厂' }))
    expect((await elsewhere.get(`/api/agencies/by-subject?ids=${sample[0].subject}`)).body.agencies).toEqual([])
    const own = agencies.find((one: { agencyId: string }) => one.agencyId === id).subject
    for (const row of sample) await batches().send('POST', `/api/checks/batches/${batch.id}/findings`, { posting: row.posting, line: row.line, wrong: row.kind === 'agencies.left' && row.subject === own })
    expect((await batches().send('POST', `/api/checks/batches/${batch.id}/closing`, { outcome: 'passed' })).body).toMatchObject({ outcome: 'passed', wrong: 1 })
    expect((await officer.get(`/api/agencies/${id}`)).body.life).toMatchObject([{ act: 'joined', checked: 'county', reversed: null }, { act: 'left', checked: null, reversed: null }])

    const back = { id: uuidv7(), step: leave, reason: 'mistake' }
    const reversing = (who: Caller, body: object) => who.send('POST', `/api/agencies/${id}/reverse`, body)
    expect((await reversing(officer, { ...back, step: id })).body.code).toBe('agency-leaving-stands')
    expect((await reversing(leader, back)).body.code).toBe('not-allowed')
    expect((await reversing(elsewhere, back)).body.code).toBe('agency-not-found')
    const works = await reversing(officer, back)
    expect(works.body).toMatchObject({ leftOn: null, takenBack: false, life: [{ reversed: null }, { act: 'left', reversed: 'mistake' }] })
    expect((await reversing(officer, back)).body).toEqual(works.body)
    expect((await reversing(officer, { ...back, reason: 'repeated' })).body.code).toBe('request-reused')
    expect((await reversing(officer, { ...back, id: uuidv7() })).body.code).toBe('entry-reversed')
    expect(await names('?kind=enterprise')).toEqual(['沛县家纺厂'])
    // It may be renamed on a day before the leaving that never was, and leave again.
    expect((await officer.send('POST', `/api/agencies/${id}/rename`, { id: uuidv7(), name: '沛县家纺公司', on: '2026-07-01' })).body.name).toBe('沛县家纺公司')
    const again = uuidv7()
    expect((await officer.send('POST', `/api/agencies/${id}/leave`, { id: again, on: '2026-10-01' })).body.leftOn).toBe('2026-10-01')
    await reversing(officer, { id: uuidv7(), step: again, reason: 'withdrawn' })
    expect((await reversing(officer, { id: uuidv7(), step: id, reason: 'mistake' })).body).toMatchObject({ takenBack: true, leftOn: null })
    expect([await names('?kind=enterprise'), await names('?kind=enterprise&state=left'), await names('?kind=enterprise&state=all')]).toEqual([[], [], ['沛县家纺公司']])
    expect((await officer.send('POST', `/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-11-01' })).body.code).toBe('agency-taken-back')
    expect((await add(officer, { name: '沛县家纺公司', kind: 'enterprise' })).status).toBe(200)
  })
  test('two write of it at once: who waited sees what the other did', async () => {
    const id = uuidv7()
    await add(officer, { id, name: '同时的农场', kind: 'association', joinedOn: '2026-06-01' })
    await officer.send('POST', `/api/agencies/${id}/rename`, { id: uuidv7(), name: '同时的农场公司', on: '2026-07-01' })
    const answers = await db.asOwner(async (owner) => {
      await owner.query('begin')
      await owner.query(`select pg_advisory_xact_lock(hashtextextended('agencies:' || $1::int, 0))`, [unitId])
      const waiting = async (howMany: number) => {
        while ((await owner.query(`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`)).rows[0].n < howMany) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const back = officer.send('POST', `/api/agencies/${id}/reverse`, { id: uuidv7(), step: id, reason: 'mistake' })
      await waiting(1)
      const left = officer.send('POST', `/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-11-01' })
      await waiting(2)
      await owner.query('commit')
      return Promise.all([back, left])
    })
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([[200, undefined], [422, 'agency-taken-back']])
  })
  test('goes along when its unit moves: who reached it reaches it no more, and it leaves from where it stands', async () => {
    const id = uuidv7()
    await add(officer, { id, name: '搬家的合作社', kind: 'association' })
    const [from, to] = [(await seat({ unit: '320322' })).actor, (await seat({ unit: '320321' })).actor]
    const moved = await inTransaction({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => moveAgencies(tx, [{ fromPath: from.unitPath, toUnitId: to.unitId, toPath: to.unitPath }]))
    expect(moved).toBeGreaterThan(0)
    expect((await officer.get(`/api/agencies/${id}`)).body.code).toBe('agency-not-found')
    expect((await elsewhere.send('POST', `/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-11-20' })).body).toMatchObject({ unit: '丰县', leftOn: '2026-11-20' })
  })
  test.each([
    ['agency-in-future', 422, { joinedOn: '2026-11-23' }], ['unit-not-found', 404, { unitId: 999_999 }], ['request-malformed', 422, { kind: 'army' }], ['request-malformed', 422, { name: '一' }],
  ])('%s', async (code, status, differing) => {
    const answer = await add(officer, { name: '试办协会', kind: 'association', ...differing })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})
