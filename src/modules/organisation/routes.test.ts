import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { mount } from '#platform/http/route.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { reachOfUnit, routes, unitByCode, type Unit, type Workspace } from './index.ts'

let db: TestDatabase
let workspace: Workspace
let pei: Unit
let app: Hono
let actor: Actor
const whole = [rangeOf('cn.')]

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  pei = (await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitByCode(tx, whole, '320322')))!
  app = new Hono()
  const now = Temporal.Instant.from('2026-11-22T00:00:00Z')
  const log = { info: () => {}, error: () => {} }
  mount(app, routes, {
    now: () => now, log, checkAnswers: true,
    forbids: () => null, ctxOf: async (_, base) => ({ ...base, db: { pool: db.pool, schema: workspace.schema, reach: everywhere }, workspace, actor, today: '2026-11-22', levels: [], dataFolder: '' }),
  })
})
afterAll(() => db.close())

const asCity = (): void => void (actor = { id: 'account:1', name: 'city', roles: ['officer'], reach: whole, unitPath: 'cn.u1.', unitId: 1 })
const asPei = async (): Promise<void> => {
  const reach = await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => reachOfUnit(tx, pei.id))
  actor = { id: 'account:2', name: 'pei', roles: ['officer'], reach, unitPath: pei.path, unitId: pei.id }
}
// oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes, already held against their schemas
const ask = async (path: string): Promise<any> => (await app.request(path)).json()

test('a unit is told with its address, and with what is below it, zones apart', async () => {
  asCity()
  const top = await ask('/api/units/1')
  expect(top).toMatchObject({ unit: { code: '3203', below: [{ level: 'county', count: 11, pseudo: 1 }] }, validFrom: null, dataOf: '2023-06-30' })
  expect(top.inside.map((step: { level: string }) => step.level)).toEqual(['county', 'town', 'village'])
  expect(top.inside.reduce((sum: number, step: { count: number }) => sum + step.count, 0)).toBe(3009)
  const county = await ask(`/api/units/${pei.id}`)
  expect(county.address.map((step: { name: string; id: number | null }) => [step.name, step.id === null])).toEqual([['江苏省', true], ['徐州市', false], ['沛县', false]])
})

test('children and search', async () => {
  asCity()
  const { units } = await ask('/api/units/1/children')
  expect(units).toHaveLength(11)
  const found = await ask(`/api/units?search=${encodeURIComponent('张庄村')}&limit=3`)
  expect(found.more).toBe(true)
  expect(found.units[0].above[0].name).toBe('徐州市')
  expect((await ask('/api/units')).units).toEqual([])
})

test('who has Pei county sees nothing of the city or of other counties', async () => {
  await asPei()
  expect(await ask('/api/units/1')).toMatchObject({ code: 'unit-not-found', status: 404 })
  expect(await ask('/api/units/1/children')).toMatchObject({ code: 'unit-not-found' })
  expect((await ask(`/api/units?search=${encodeURIComponent('丰县')}`)).units).toEqual([])
  const own = await ask(`/api/units/${pei.id}`)
  expect(own.address.map((step: { name: string; id: number | null }) => [step.name, step.id])).toEqual([['江苏省', null], ['徐州市', null], ['沛县', pei.id]])
})
