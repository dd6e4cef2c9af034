import { everywhere } from '#kernel/actor.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { smallRoster, type SmallRow } from '../../../test/support/small-roster.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { bringRoster } from './bringing.ts'

let db: TestDatabase
let workspace: Workspace
let workspaces = 0
const folder = testFolder()
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const li: SmallRow = {
  '镇（街道）': '张庄镇', '村（社区）': '阚庄村', 户编号: 'H1', 户主姓名: '李秀英', 姓名: '李秀英', 与户主关系: '户主', 身份证号: '320322197105220024', 出生日期: '1971-05-22', 劳动能力: '有',
  就业意愿: '无', 困难类型: '低保', 联系电话: '18800001111', 家庭人口: '3', 建档日期: '2017-03-01',
}
const wang: SmallRow = { ...li, 姓名: '王小妹', 与户主关系: '女儿', 身份证号: '320322199503120026', 出生日期: '1995-03-12', 联系电话: '' }
const check = (seventeen: string) => seventeen + '10X98765432'[[...seventeen].reduce((sum, digit, i) => sum + Number(digit) * (2 ** (17 - i) % 11), 0) % 11]
for (const row of [li, wang]) row.身份证号 = check(row.身份证号!.slice(0, 17))

async function fresh() {
  workspace = await testWorkspace(db, { slug: `pei-${(workspaces += 1)}`, units: '320322' })
}
async function bring(rows: readonly SmallRow[], date?: string, now?: string) {
  return bringRoster(await testCtx(db, workspace, { dataFolder: folder.path, ...(now ? { now } : {}) }), await smallRoster(folder.path, rows, date), {})
}
const rows = <R>(statement: ReturnType<typeof sql<R>>) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => tx.rows<R>(statement))
const changes = () => rows<{ field: string; before: string; after: string; on: string }>(sql`select field, before, after, effective_on as on from register_change order by field`)
const entries = (kind: string) => rows<{ on: string; facets: unknown }>(sql`select happened_on as on, facets from ledger_entry where kind = ${kind} order by posting, line`)
const added = { new: 1, updated: 0, unchanged: 0 }

describe('a later file', () => {
  test('a newer sheet makes dated changes, and a new class from its day; the first class stands', async () => {
    await fresh()
    expect(await bring([li], '2018-06-01')).toMatchObject({ persons: added, households: added, journal: '1' })
    const later = await bring([{ ...li, 就业意愿: '创业', 联系电话: '18800002222', 困难类型: '失地' }], '2019-06-01')
    expect(later).toMatchObject({ persons: { new: 0, updated: 1, unchanged: 0 }, households: { new: 0, updated: 0, unchanged: 1 }, journal: '2' })
    expect(await changes()).toEqual([
      { field: 'hardships', before: 'low-income', after: 'lost-land', on: '2019-06-01' },
      { field: 'phone', before: '188****1111', after: '188****2222', on: '2019-06-01' },
      { field: 'wish', before: 'none', after: 'start-business', on: '2019-06-01' },
    ])
    expect(await entries('register.classified')).toEqual([
      { on: '2017-03-01', facets: { ability: 'full', wish: 'none', hardship: ['low-income'] } },
      { on: '2019-06-01', facets: { ability: 'full', wish: 'start-business', hardship: ['lost-land'] } },
    ])
    expect(await entries('register.person-filed')).toHaveLength(1)
  })
  test.each([
    ['an older sheet', '2018-06-01', { 就业意愿: '创业' }, '2018-05-31', 0],
    ['a sheet of the same day', '2018-06-01', { 就业意愿: '创业' }, '2018-06-01', 1],
    ['a sheet without a date, read today', '2018-06-01', { 就业意愿: '创业' }, undefined, 1],
    ['a newer sheet that says nothing of it', '2018-06-01', { 就业意愿: '', 困难类型: '', 联系电话: '', 劳动能力: '', 家庭人口: '' }, '2020-01-01', 0],
    ['a word in no list', '2018-06-01', { 就业意愿: '？？', 劳动能力: '看情况' }, '2020-01-01', 0],
  ] as const)('%s', async (_what, first, differing, second, updated) => {
    await fresh()
    await bring([li], first)
    const later = await bring([{ ...li, ...differing }], second)
    expect({ persons: later.persons, journal: later.journal }).toEqual({ persons: { new: 0, updated, unchanged: 1 - updated }, journal: updated ? '2' : null })
  })
  test('a phone alone is a change of the card and no entry', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    expect(await bring([{ ...li, 联系电话: '18800009999' }], '2019-06-01')).toMatchObject({ persons: { updated: 1 }, journal: null })
  })
  test('once a newer sheet was read, one in between changes nothing', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    await bring([li], '2020-06-01')
    expect(await bring([{ ...li, 就业意愿: '创业' }], '2019-06-01')).toMatchObject({ persons: { updated: 0 }, journal: null })
  })
  test('a household grows by a member, and its size is a change of the household', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    expect(await bring([{ ...li, 家庭人口: '4' }, { ...wang, 家庭人口: '4' }], '2019-06-01')).toMatchObject({
      persons: { new: 1, updated: 0, unchanged: 1 }, households: { new: 0, updated: 1, unchanged: 0 }, journal: '2',
    })
    expect(await changes()).toEqual([{ field: 'size', before: '3', after: '4', on: '2019-06-01' }])
  })
  test('a sheet without household numbers finds the household by its head', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    const { 户编号: _, ...bare } = li
    const { 户编号: __, ...member } = wang
    expect(await bring([bare, member], '2019-06-01')).toMatchObject({ persons: { new: 1, unchanged: 1 }, households: { new: 0, updated: 0, unchanged: 1 } })
  })
  test('who moved to another village is classed there from that day', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    const moved = await bring([{ ...li, '村（社区）': '张庄东社区' }], '2019-06-01')
    expect(moved.refused).toEqual([])
    expect(moved).toMatchObject({ persons: { updated: 1 }, journal: '2' })
  })
})

describe('days', () => {
  test.each([
    ['the day written', { 建档日期: '2017-03-01' }, '2018-06-01', '2017-03-01'],
    ['else the sheet’s', { 建档日期: '' }, '2018-06-01', '2018-06-01'],
    ['else today', { 建档日期: '' }, undefined, '2026-11-22'],
    ['a day to come is the sheet’s', { 建档日期: '2031-01-01' }, '2018-06-01', '2018-06-01'],
    ['a sheet of a day to come is today’s', { 建档日期: '' }, '2031-01-01', '2026-11-22'],
  ] as const)('filed on %s', async (_what, differing, date, filed) => {
    await fresh()
    await bring([{ ...li, ...differing }], date)
    expect(await entries('register.person-filed')).toEqual([{ on: filed, facets: {} }])
    expect(await entries('register.household-filed')).toEqual([{ on: filed, facets: {} }])
  })
})

describe('who somebody is', () => {
  test('the register’s number under another name is refused; dots and spaces are no other name', async () => {
    await fresh()
    await bring([li], '2018-06-01')
    expect((await bring([{ ...li, 姓名: '李 秀 英' }], '2018-06-01')).persons).toEqual({ new: 0, updated: 0, unchanged: 1 })
    const other = await bring([{ ...li, 姓名: '赵秀英' }], '2018-06-01')
    expect(other).toMatchObject({ rows: 1, accepted: 0, persons: { new: 0 }, journal: null })
    expect(other.refused).toEqual([{ row: expect.any(Number), column: '身份证号', code: 'id-of-another-name', value: expect.stringMatching(/^3203 [*]{4}/), also: [] }])
  })
  test('two imports of one file at once file each person once', async () => {
    await fresh()
    const two = await Promise.all([bring([li, wang], '2018-06-01'), bring([li, wang], '2018-06-01')])
    expect(two.map(({ persons }) => persons.new).sort()).toEqual([0, 2])
    expect(two.map(({ journal }) => journal).sort()).toEqual(['1', null])
  })
  test('two files with one number under two names at once: one of them is refused', async () => {
    await fresh()
    const two = await Promise.all([bring([li], '2018-06-01'), bring([{ ...li, 姓名: '赵秀英', 户主姓名: '赵秀英' }], '2018-06-01')])
    expect(two.map(({ persons }) => persons.new).sort()).toEqual([0, 1])
    expect(two.flatMap(({ refused }) => refused.map(({ code }) => code))).toEqual(['id-of-another-name'])
  })
})

test('an officer of another county has no such village, and learns nothing of the card there', async () => {
  const city = await testWorkspace(db, { slug: 'xuzhou-rosters', units: '3203' })
  const at = async (unit: string) => testCtx(db, city, { unit, dataFolder: folder.path })
  const path = await smallRoster(folder.path, [li], '2018-06-01')
  expect(await bringRoster(await at('320322'), path, {})).toMatchObject({ persons: added })
  expect((await bringRoster(await at('320321'), path, {})).refused).toMatchObject([{ code: 'village-unknown' }])
  const inSchema = <R>(statement: ReturnType<typeof sql<R>>) => inSnapshot({ pool: db.pool, schema: city.schema, reach: everywhere }, (tx) => tx.rows<R>(statement))
  const [feng] = await inSchema<{ village: string; town: string }>(sql`select v.name as village, t.name as town from organisation_unit v join organisation_unit t on t.id = v.parent_id where v.code like '320321%' and v.level = 5 order by v.code limit 1`)
  // The same household number in Feng county is another household, and nothing of Pei's changes.
  const theirs = await smallRoster(folder.path, [{ ...wang, '镇（街道）': feng!.town, '村（社区）': feng!.village, 户主姓名: '王大', 家庭人口: '9' }], '2020-06-01')
  for (const households of [added, { new: 0, updated: 0, unchanged: 1 }]) expect((await bringRoster(await at('320321'), theirs, {})).households).toEqual(households)
  // Her card stays where it is, whatever another county's newer sheet says of her; and nothing is told.
  const claimed = await smallRoster(folder.path, [{ ...li, 户编号: 'H7', '镇（街道）': feng!.town, '村（社区）': feng!.village, 就业意愿: '创业' }], '2021-06-01')
  expect(await bringRoster(await at('320321'), claimed, {})).toMatchObject({ accepted: 1, persons: { new: 0, updated: 0, unchanged: 1 } })
  expect(await inSchema(sql`select field from register_change`)).toEqual([])
  expect(await inSchema(sql`select head_name as head, size from register_household where number = 'H1' order by filed_on, size`)).toEqual([{ head: '李秀英', size: 3 }, { head: '王大', size: 9 }])
})
