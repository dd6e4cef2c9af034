import { everywhere } from '#kernel/actor.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { smallRoster, type SmallRow } from '../../../test/support/small-roster.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { bringRoster } from './bringing.ts'
import { postMemberships } from './memberships.ts'

/* To which household somebody belonged, and since when, is told by the ledger alone. */

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
beforeEach(async () => {
  workspace = await testWorkspace(db, { slug: `pei-${(workspaces += 1)}`, units: '320322' })
})

const check = (seventeen: string) => seventeen + '10X98765432'[[...seventeen].reduce((sum, digit, i) => sum + Number(digit) * (2 ** (17 - i) % 11), 0) % 11]
const li: SmallRow = {
  '镇（街道）': '张庄镇', '村（社区）': '阚庄村', 户编号: 'H1', 户主姓名: '李秀英', 姓名: '李秀英', 与户主关系: '户主', 身份证号: check('32032219710522002'), 出生日期: '1971-05-22', 劳动能力: '有',
  就业意愿: '无', 困难类型: '低保', 联系电话: '18800001111', 家庭人口: '3', 建档日期: '2017-03-01',
}
const wang: SmallRow = { ...li, 姓名: '王小妹', 与户主关系: '女儿', 身份证号: check('32032219950312002'), 出生日期: '1995-03-12', 联系电话: '' }
const apart: SmallRow = { ...wang, 户编号: 'H2', 户主姓名: '王小妹', 与户主关系: '户主' }

const bring = async (rows: readonly SmallRow[], date: string) => bringRoster(await testCtx(db, workspace, { dataFolder: folder.path }), await smallRoster(folder.path, rows, date), {})
/** Who belongs where since when, as the ledger tells it: name, household's number, day. */
const told = () => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => tx.rows<{ told: string }>(sql`
  select p.name || ' ' || h.number || ' ' || e.happened_on as told from ledger_entry e
  join ledger_subject s on s.id = e.subject and s.type = 'person' join register_person p on p.id = s.record_id
  join ledger_subject hs on hs.id = e.source and hs.type = 'household' join register_household h on h.id = hs.record_id
  where e.kind = 'register.joined-household' order by e.happened_on, p.name, h.number`)).then((rows) => rows.map((row) => row.told))
const history = ['李秀英 H1 2017-03-01', '王小妹 H1 2017-03-01', '王小妹 H2 2019-06-01']
const again = () => postMemberships({ pool: db.pool, schema: workspace.schema, reach: everywhere }, folder.path)

describe('members of a household', () => {
  test('join it on the day of filing, and another on the day of the sheet that says so', async () => {
    await bring([li, wang], '2018-06-01')
    expect(await told()).toEqual(history.slice(0, 2))
    await bring([li, apart], '2019-06-01')
    expect(await told()).toEqual(history)
    await bring([li, apart], '2020-06-01')
    expect(await told()).toEqual(history)
    expect(await again()).toBeNull()
  })
  test('of a workspace filed before such entries were posted are told once, with their moves', async () => {
    await bring([li, wang], '2018-06-01')
    await bring([li, apart], '2019-06-01')
    await db.asOwner((owner) => owner.query(`delete from ${workspace.schema}.ledger_entry where kind = 'register.joined-household'`))
    expect(await told()).toEqual([])
    expect((await Promise.all([again(), again()])).filter((number) => number !== null)).toHaveLength(1)
    expect(await told()).toEqual(history)
    expect(await again()).toBeNull()
  })
  test('who came after the entries did is not told twice', async () => {
    await bring([li], '2018-06-01')
    await db.asOwner((owner) => owner.query(`delete from ${workspace.schema}.ledger_entry where kind = 'register.joined-household'`))
    await bring([li, wang], '2018-07-01')
    expect(await again()).toBe(3n)
    expect(await told()).toEqual(history.slice(0, 2))
  })
})
