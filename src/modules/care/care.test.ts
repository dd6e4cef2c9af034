import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '#kernel/ids.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { bringRoster, routes as register } from '#modules/register/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { routes } from './routes.ts'

let db: TestDatabase
let workspace: Workspace
let pei: Caller
let ids: string[]
const folder = testFolder()
const again = 'already-started-same-trade-same-day'

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322' })
  const ctx = await testCtx(db, workspace, { dataFolder: folder.path })
  await bringRoster(ctx, join(import.meta.dirname, '../register/roster/samples/roster-peixian-clean.xlsx'), {})
  pei = caller([...register, ...routes], ctx)
  ids = (await pei.get('/api/persons')).body.persons.map(({ id }: { id: string }) => id)
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const start = (personIds: string[], more: object = {}) => pei.send('POST', '/api/work-starts', { id: uuidv7(), personIds, trade: 'handicraft', startedOn: '2018-09-01', ...more })
const card = async (id: string) => (await pei.get(`/api/persons/${id}`)).body
const starts = async (id: string) => (await card(id)).timeline.filter(({ kind }: { kind: string }) => kind === 'care.work-started')

describe('work started', () => {
  test('is one posting for all, seen on each card; sent twice it is recorded once', async () => {
    const body = { id: uuidv7(), note: '来料加工' }
    const first = await start(ids.slice(0, 10), body)
    expect(first.body).toEqual({ recorded: 10, skipped: [], journal: '2' })
    expect((await start(ids.slice(0, 10), body)).body).toEqual(first.body)
    expect(await starts(ids[3]!)).toMatchObject([{ journal: '2', on: '2018-09-01', facets: { trade: 'handicraft' }, reversed: false }])
    expect((await card(ids[3]!)).works).toBe('handicraft')
    expect((await pei.get('/api/persons?worked=yes')).body.total).toBe(10)
    expect((await pei.get('/api/persons?worked=no')).body.total).toBe(590)
  })
  test('the same trade on the same day is skipped and named; another trade or day is another start', async () => {
    expect((await start([ids[0]!, ids[20]!])).body).toEqual({ recorded: 1, skipped: [{ personId: ids[0], code: again }], journal: '3' })
    expect((await start([ids[0]!])).body).toEqual({ recorded: 0, skipped: [{ personId: ids[0], code: again }], journal: null })
    expect((await start([ids[0]!], { trade: 'farming', startedOn: '2017-05-01' })).body.recorded).toBe(1)
    expect(await starts(ids[0]!)).toHaveLength(2)
    expect((await card(ids[0]!)).works).toBe('handicraft')
  })
  test('two officers who record the same at once record it once', async () => {
    const two = await Promise.all([start([ids[30]!]), start([ids[30]!])])
    expect(two.map(({ body }) => body.recorded).sort()).toEqual([0, 1])
  })
  test.each([
    ['started-in-future', 422, { startedOn: '2026-11-23' }], ['started-before-birth', 422, { startedOn: '1900-01-01' }], ['request-malformed', 422, { trade: 'smuggling' }],
    ['request-malformed', 422, { personIds: [] }], ['person-not-found', 404, { personIds: ['0190f3c0-0000-7000-8000-000000000000'] }],
  ])('%s', async (code, status, differing) => {
    const answer = await start([ids[40]!], differing)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await starts(ids[40]!)).toEqual([])
  })
})

describe('taken back', () => {
  test('a start counts no more, the card shows the one that still stands, and it may be recorded again', async () => {
    const [newest] = await starts(ids[0]!)
    const body = { id: uuidv7(), reason: 'mistake' }
    const first = await pei.send('POST', `/api/work-starts/${newest.ref}/reverse`, body)
    expect(first).toMatchObject({ status: 200, body: { journal: expect.stringMatching(/^\d+$/) } })
    expect((await pei.send('POST', `/api/work-starts/${newest.ref}/reverse`, body)).body).toEqual(first.body)
    expect((await pei.send('POST', `/api/work-starts/${newest.ref}/reverse`, { id: uuidv7(), reason: 'mistake' })).body.code).toBe('entry-reversed')
    expect((await starts(ids[0]!)).map(({ reversed }: { reversed: boolean }) => reversed)).toEqual([true, false])
    expect((await card(ids[0]!)).works).toBe('farming')
    expect((await start([ids[0]!])).body).toMatchObject({ recorded: 1, skipped: [] })
    expect((await card(ids[0]!)).works).toBe('handicraft')
  })
  test('only a start of work, and only one in reach', async () => {
    const filing = (await card(ids[1]!)).timeline.find(({ kind }: { kind: string }) => kind === 'register.person-filed')
    for (const ref of [filing.ref, '999999-1']) expect((await pei.send('POST', `/api/work-starts/${ref}/reverse`, { id: uuidv7(), reason: 'mistake' })).body.code).toBe('entry-not-found')
  })
})
