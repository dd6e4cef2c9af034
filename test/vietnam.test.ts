import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everywhere, rangeOf, type Actor } from '../src/kernel/actor.ts'
import { randomId, uuidv7, type Uuid } from '../src/kernel/ids.ts'
import { mount } from '../src/platform/http/route.ts'
import { inSnapshot, inTransaction } from '../src/platform/database/transaction.ts'
import { routes as figures } from '../src/modules/figures/index.ts'
import { entryOf, post } from '../src/modules/ledger/index.ts'
import { searchUnits, unitByCode, type Workspace } from '../src/modules/organisation/index.ts'
import { programmeOf, said } from '../src/modules/plans/index.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { workStarted } from './support/kinds.ts'
import { testWorkspace } from './support/workspace.ts'

/*
 * Cao Bằng, where three tiers became two on 2025-07-01: the same starts of work counted under the boundaries of before and of today.
 */
let db: TestDatabase
let workspace: Workspace
let app: Hono
const reach = [rangeOf('vn.')]
const [lan, hoa, mai, thu]: Uuid[] = [randomId(), randomId(), randomId(), randomId()]
/** Who started work, where (codes of that day), when. Sông Hiến, Hợp Giang and Đề Thám became Phường Thục Phán; Sông Bằng came to Nùng Trí Cao. */
const starts: readonly [Uuid, string, string][] = [
  [lan!, '01267', '2025-05-10'], [hoa!, '01273', '2025-05-12'], [mai!, '01270', '2025-05-15'], [thu!, '040', '2025-06-01'], [lan!, '01273', '2025-08-01'],
]

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'cao-bang', units: 'vn:04', programme: 'cao-bang-939' })
  const place = { pool: db.pool, schema: workspace.schema, reach: everywhere }
  const actor: Actor = { id: 'account:1', name: 'Hà', roles: ['officer'], reach, unitPath: workspace.topPath, unitId: workspace.topUnitId }
  for (const [subject, code, day] of starts) {
    await inTransaction(place, async (tx) => {
      const unit = (await unitByCode(tx, reach, code, { country: 'vn', day }))!
      await post(tx, { actor, requestId: uuidv7() }, 'care.start-work', [entryOf(workStarted!, { subject, unitId: unit.id, unitPath: unit.path, happenedOn: day, facets: { trade: 'farming' } })])
    })
  }
  const now = Temporal.Instant.from('2026-11-22T08:00:00Z')
  const log = { info() {}, error(fault: unknown) { throw fault } }
  app = new Hono()
  mount(app, figures, {
    now: () => now, log, checkAnswers: true, forbids: () => null,
    ctxOf: async (_, open) => ({ ...open, db: place, workspace, today: '2026-11-22', levels: programmeOf('cao-bang-939').levels, dataFolder: '', actor }),
  })
})
afterAll(() => db.close())

type Figure = { value: number; overlap: number; parts: { name: string; value: number; own: boolean }[] }
const figure = async (boundaryDay: string, unit = ''): Promise<Figure> => (await app.request(`/api/figures/new-practitioners?by=unit&to=2026-11-22&boundaryDay=${boundaryDay}${unit && `&unit=${unit}`}`, { headers: { 'accept-language': 'en' } })).json() as Promise<Figure>
const told = ({ value, overlap, parts }: Figure) => ({ value, overlap, parts: Object.fromEntries(parts.filter((part) => part.value > 0).map((part) => [part.own ? 'itself' : part.name, part.value])) })

test('under today’s boundaries the old communes count where they went, what was recorded at a district at the province', async () => {
  expect(told(await figure('2026-11-22'))).toEqual({ value: 4, overlap: 0, parts: { 'Phường Thục Phán': 2, 'Phường Nùng Trí Cao': 1, itself: 1 } })
  expect(told(await figure('2026-11-22', '01279'))).toMatchObject({ value: 1 })
})
test('under those of June 2025 the districts stand; what a commune joined of several recorded later counts at the province, and the overlap is told', async () => {
  expect(told(await figure('2025-06-01'))).toEqual({ value: 4, overlap: 1, parts: { 'Thành phố Cao Bằng': 4, itself: 1 } })
  expect(told(await figure('2025-06-01', '040'))).toEqual({ value: 4, overlap: 0, parts: { 'Phường Sông Hiến': 1, 'Phường Sông Bằng': 1, 'Phường Hợp Giang': 1, itself: 1 } })
})
test('under those of then each start counts where it was recorded', async () => {
  const { value, overlap, parts } = told(await figure('then'))
  expect({ value, overlap, parts }).toEqual({ value: 4, overlap: 1, parts: { 'Thành phố Cao Bằng': 4, 'Phường Thục Phán': 1 } })
})
test('the unit of a day is found by its code of that day', async () => {
  const name = (code: string, day: string) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, async (tx) => (await unitByCode(tx, reach, code, { country: 'vn', day }))?.name)
  expect([await name('01273', '2025-06-30'), await name('01273', '2025-07-01'), await name('040', '2025-07-01')]).toEqual(['Phường Hợp Giang', 'Phường Thục Phán', undefined])
})
test.each([['thuc phan', 'Phường Thục Phán'], ['Thục Phán', 'Phường Thục Phán'], ['thuc phán', 'Phường Thục Phán'], ['NUNG TRI CAO', 'Phường Nùng Trí Cao'], ['dam thuy', 'Xã Đàm Thủy']])('a search for %s finds %s', async (text, name) => {
  expect((await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => searchUnits(tx, reach, text)))[0]?.name).toBe(name)
})
test('every text of the programme is written in Vietnamese as well', () => {
  const without: string[] = []
  const walk = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('zh-Hans' in value && !('vi' in value)) without.push(place)
    for (const [key, inner] of Object.entries(value)) walk(inner, `${place}.${key}`)
  }
  const { written, words, levels, measures, paths, name, shortName, organisation, basis, source } = programmeOf('cao-bang-939')
  walk({ written, words, levels, measures, paths, name, shortName, organisation, basis, source }, 'programme')
  expect(without).toEqual([])
  expect(levels.map((level) => [said(level.name, 'vi'), level.unitLevel])).toEqual([['Cấp xã', 4], ['Cấp tỉnh', 1]])
})
