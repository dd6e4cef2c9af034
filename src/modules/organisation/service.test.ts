import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testApp } from '../../../test/support/template.ts'
import { createWorkspace, getWorkspace, listWorkspaces } from './index.ts'

let db: TestDatabase
let programmes: string
beforeAll(async () => {
  db = await testDatabase()
  programmes = mkdtempSync(join(tmpdir(), 'qiaoshou-programmes-'))
  writeFileSync(join(programmes, 'xuzhou-666.yaml'), 'country: cn\nname: 巧手助力乡村振兴\n')
  writeFileSync(join(programmes, 'cao-bang-503.yaml'), 'country: vn\nname: { vi: Kế hoạch 503, en: Plan 503 }\n')
})
afterAll(async () => {
  rmSync(programmes, { recursive: true })
  await db.close()
})

const now = Temporal.Instant.from('2026-11-22T08:00:00Z')
const create = (slug: string, programme: string, units: string) =>
  db.asOwner((owner) => createWorkspace(owner, { slug, programme, units, now, app: { role: testApp.role }, programmes }))

test('a workspace is made from a programme and a unit, and told in full', async () => {
  expect(await create('xuzhou', 'xuzhou-666', '320300')).toMatchObject({ slug: 'xuzhou', units: 3010, top: { id: 1, code: '3203', name: '徐州市', level: 2, path: 'cn.u1.' } })
  expect(await getWorkspace(db.pool, 'xuzhou')).toEqual({
    slug: 'xuzhou', schema: 'ws_xuzhou', programme: 'xuzhou-666', programmeName: '巧手助力乡村振兴', country: 'cn', name: '徐州市', timeZone: 'Asia/Shanghai',
    topUnitId: 1, topCode: '3203', topLevel: 2, topPath: 'cn.u1.', above: [{ code: '32', name: '江苏省', level: 1 }], unitsOf: '2023-06-30', createdAt: '2026-11-22T08:00:00.000000Z',
  })
})

test('a Vietnamese programme takes its country’s codes, and has both trees: communes, and the districts and communes before', async () => {
  const made = await create('cao-bang', 'cao-bang-503', '04')
  expect(made).toMatchObject({ units: 57, former: 171, top: { name: 'Cao Bằng', path: 'vn.u1.' }, workspace: { timeZone: 'Asia/Ho_Chi_Minh', programmeName: 'Kế hoạch 503' } })
})

test.each([
  ['Xuzhou', 'xuzhou-666', '3203', 'workspace-slug-bad'],
  ['xuzhou', 'xuzhou-666', '3203', 'workspace-exists'],
  ['second', 'none-such', '3203', 'programme-unknown'],
  ['second', '../programmes/xuzhou-666', '3203', 'programme-unknown'],
  ['second', 'xuzhou-666', '9999', 'units-unknown'],
  ['second', 'xuzhou-666', '32x', 'units-code-bad'],
])('workspace %s of %s with %s is refused: %s', async (slug, programme, units, code) => {
  expect(await create(slug, programme, units)).toMatchObject({ refused: code })
  expect((await listWorkspaces(db.pool)).map((w) => w.slug)).not.toContain('second')
})

test('what a killed creation left behind does not stand in the way', async () => {
  await db.asOwner((owner) => owner.query('create schema ws_left; create table ws_left.organisation_unit (id int)'))
  expect(await create('left', 'xuzhou-666', '320322')).toMatchObject({ slug: 'left' })
})

test('of two that make the same workspace at once, one makes it and one is told', async () => {
  const both = await Promise.all([create('twice', 'xuzhou-666', '320322'), create('twice', 'xuzhou-666', '320322')])
  expect(both.map((made) => ('refused' in made ? made.refused : 'made')).sort()).toEqual(['made', 'workspace-exists'])
})
