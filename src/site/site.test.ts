import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { issueReceipt } from '#modules/figures/index.ts'
import { entryOf, post } from '#modules/ledger/index.ts'
import { unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { testDatabase, type TestDatabase } from '../../test/support/database.ts'
import { workStarted } from '../../test/support/kinds.ts'
import { testWorkspace } from '../../test/support/workspace.ts'
import { siteRoutes } from './index.ts'

let db: TestDatabase
let workspace: Workspace
let village: Unit
const app = new Hono()
let minutes = 0

const ctx = (): Ctx => ({
  db: { pool: db.pool, schema: workspace.schema, reach: everywhere }, workspace, language: 'zh-Hans', address: 'test', dataFolder: '', log: { info() {}, error() {} },
  actor: { id: 'account:1', name: '干部', roles: ['officer'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: workspace.topUnitId },
  now: Temporal.Now.instant(), today: '2026-11-22', levels: programmeOf('xuzhou-666').levels, requestId: uuidv7(),
})
async function started(trade: string, times: number) {
  const entries = Array.from({ length: times }, () => entryOf(workStarted!, { subject: randomId(), unitId: village.id, unitPath: village.path, happenedOn: '2018-05-14', facets: { trade } }))
  await inTransaction(ctx().db, (tx) => post(tx, ctx(), 'care.start', entries))
}
const text = async (path: string, headers = {}) => (await app.request(path, { headers })).text()
let code: string

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  village = (await inSnapshot(ctx().db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] })))[0]!
  await started('handicraft', 40)
  await started('farming', 9)
  await started('e-commerce', 3)
  const receipt = await issueReceipt(ctx(), { indicator: 'new-practitioners', to: '2018-12-31' })
  if (isRefusal(receipt)) throw new Error(receipt.refused)
  code = receipt.row.code
  siteRoutes(app, { pool: db.pool, now: () => Temporal.Now.instant().add({ minutes }), log: { error() {} } })
}, 60_000)
afterAll(() => db.close())

test('a receipt is read without sign-in and without scripts, however its code is typed', async () => {
  const page = await text(`/r/${code.toLowerCase().replaceAll('-', '')}`)
  expect(page).toContain('数字凭证')
  expect(page).toContain('与台账一致')
  expect(page).toMatch(/52<\/span><span class="unit">人/)
  expect(page).not.toMatch(/<script|https?:\/\/(?!localhost|www\.w3\.org)/)
})

test('a part of three is joined with the next, and the sum still holds', async () => {
  const page = await text(`/r/${code}`)
  expect(page).toContain('另外 2 项合在一起')
  expect(page).toMatch(/<td>12<\/td>/)
  expect(page).not.toMatch(/<td>[1-4]<\/td>/)
})

test('in the reader’s language', async () => {
  expect(await text(`/r/${code}`, { 'accept-language': 'en-GB' })).toContain('Agrees with the ledger')
  expect(await text(`/r/${code}?lang=zh-Hant`)).toContain('數字憑證')
  const vietnamese = await text(`/r/${code}`, { 'accept-language': 'vi-VN,vi;q=0.9' })
  for (const words of ['<html lang="vi">', 'Phiếu số liệu', 'Khớp với sổ', 'lượt người']) expect(vietnamese).toContain(words)
})

test('what is not checked carries no red seal', async () => {
  expect(await text(`/r/${code}`)).not.toMatch(/aria-label="[^"]*已核"/)
})

test('a code that nobody issued gets a calm page, and whatever is typed is only text', async () => {
  const answer = await app.request('/r/0000-0000-0000')
  expect([answer.status, (await answer.text()).includes('没有这张凭证')]).toEqual([404, true])
  expect(await text(`/r/${encodeURIComponent('"><img src=x>')}`)).not.toContain('<img')
  expect((await app.request('/r?code=7k4m')).headers.get('location')).toBe('/r/7k4m?lang=zh-Hans')
  expect(await text('/r')).toContain('凭证编码')
})

test('a ledger that was changed afterwards is told, a minute later at most', async () => {
  await db.asOwner((owner) => owner.query(`update ${workspace.schema}.ledger_entry set happened_on = '2019-05-14' where line = 1`))
  expect(await text(`/r/${code}`)).toContain('与台账一致')
  minutes = 2
  const page = await text(`/r/${code}`)
  expect(page).toContain('与台账不符')
  expect(page).toContain('重算，得数不一样')
})

test('a share of nobody is a dash on the public page, not 0 and not fewer than five', async () => {
  const receipt = await issueReceipt(ctx(), { indicator: 'share-in-work', to: '1999-12-31' })
  if (isRefusal(receipt)) throw new Error(receipt.refused)
  const page = await text(`/r/${receipt.row.code}`)
  expect(page).toContain('与台账一致')
  expect(page).toMatch(/<span class="">–<\/span>/)
})
