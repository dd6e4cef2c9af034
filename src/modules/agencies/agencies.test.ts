import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import { plainQuestion, tally } from '#modules/ledger/index.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { lifeRefusal, sameName, type LifeStep } from './model.ts'
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
  ])('%s', (_, life, step, refused) => expect(lifeRefusal(life, step, '2026-11-22')?.refused).toBe(refused))

  test.each([['沛县 农商银行', '沛县　农商银行', true], ['ABC Bank', 'abc  bank', true], ['农商银行', '农村商业银行', false]])('%s and %s are one name: %s', (a, b, same) => expect(sameName(a, b)).toBe(same))
})

describe('over the wire', () => {
  let db: TestDatabase
  let workspace: Workspace
  const folder = testFolder()
  const seat = (of: { unit: string; roles?: readonly ['leader'] }) => testCtx(db, workspace, { dataFolder: folder.path, ...of })
  let officer: Caller, elsewhere: Caller, leader: Caller
  let unitId: number
  beforeAll(async () => {
    db = await testDatabase()
    workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
    const ctx = await seat({ unit: '320322' })
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
