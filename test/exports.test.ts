import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '../src/kernel/actor.ts'
import { uuidv7, type Uuid } from '../src/kernel/ids.ts'
import { inSnapshot, txOver } from '../src/platform/database/transaction.ts'
import { grantAccount } from '../src/modules/accounts/index.ts'
import { unitByCode } from '../src/modules/organisation/index.ts'
import { exportLedger } from '../src/modules/figures/index.ts'
import { testCtx, testFolder } from './support/ctx.ts'
import { idNumber, random } from './support/people.ts'
import type { SmallRow } from './support/small-roster.ts'
import { password, twoCounties, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * 240 women in Pei. Who asks: `pei` (officer there). Who may agree: `pei-leader`; who may not: `feng-leader` (out of reach), `pei` herself though
 * she leads as well. `eye` is the auditor of the city, `aa` its audit administrator.
 */
let house: TwoCounties
const who: Record<string, Visitor> = {}
const women = 240
let now = Temporal.Instant.from('2026-11-22T02:00:00Z')

beforeAll(async () => {
  house = await twoCounties({ now: () => now })
  const place = { pool: house.db.pool, schema: house.workspace.schema, reach: everywhere }
  const unit = async (code: string) => (await inSnapshot(place, (tx) => unitByCode(tx, [rangeOf('cn.')], code)))!
  await house.db.asOwner(async (owner) => {
    for (const [name, code, roles] of [['pei-leader', '320322', ['leader']], ['feng-leader', '320321', ['leader']], ['both', '320322', ['officer', 'leader']], ['eye', '3203', ['auditor']], ['two-units', '320322', ['officer']], ['two-units', '3203', ['officer']],
      ['feng-two', '320321', ['officer']], ['feng-three', '320321', ['officer']], ['feng-three', '3203', ['officer']]] as const) {
      await grantAccount(txOver(owner), { name, displayName: `${name}-妇联`, password, roles, workspace: house.workspace, unit: await unit(code), now })
    }
  })
  for (const name of ['city', 'pei', 'feng', 'pei-leader', 'feng-leader', 'both', 'eye', 'feng-two', 'feng-three']) who[name] = await house.visitor(name)
  await house.live(who['pei']!, '320322', ['沛一'], 1)
  await file(women - 1, 2)
}, 60_000)
afterAll(() => house?.close())

/** So many more women in Pei, or in Feng; `bad` more rows are given back. */
async function file(count: number, seed: number, officer: 'pei' | 'feng' = 'pei', bad = 0): Promise<Uuid> {
  const [pick, used] = [random(seed), new Set<string>()]
  const { body } = await who[officer]!.ask('/api/persons')
  const { town, name } = body.persons[0].unit
  const rows = Array.from({ length: count + bad }, (_, i): SmallRow => ({
    '镇（街道）': town, '村（社区）': name, 户编号: `x${seed}-${i}`, 户主姓名: `沛${seed}${i}`, 姓名: `沛${seed}${i}`, 与户主关系: '户主', 身份证号: i < count ? idNumber(pick, '320322', `198${seed}-03-04`, used) : '123', 劳动能力: '有', 就业意愿: '有',
    困难类型: '低保', 联系电话: '13800000000', 文化程度: '初中', 家庭人口: '3', 建档日期: '2026-11-01',
  }))
  const id = await house.stage(who[officer]!, rows)
  await house.until(who[officer]!, id, 'ready')
  await who[officer]!.ask(`/api/imports/${id}/write`, { method: 'POST' })
  await house.until(who[officer]!, id, 'done')
  return id
}

const ask = (name: string, query: object, what = 'register.persons', id: Uuid = uuidv7()) => who[name]!.ask('/api/exports', { method: 'POST', body: { id, what, query, reason: '给县里对名单' } })
const decide = (name: string, id: Uuid, approve = true) => who[name]!.ask(`/api/exports/${id}/decision`, { method: 'POST', body: { approve } })
const said = ({ status, body }: { status: number; body: { code?: string } | null }) => (status === 200 ? 'done' : `${status} ${body?.code}`)

describe('up to 200 persons', () => {
  test('are taken at once, the file says who, when, what and its number, and it is listed', async () => {
    const { status, text } = await who['pei']!.ask('/api/persons.xlsx?q=沛一')
    expect(status).toBe(200)
    expect(text).toMatch(/导出第 \d+ 号：人卡 沛县，1 人。.*pei-妇联，2026-11-22 10:00 取走。/)
    const { body } = await who['eye']!.ask('/api/exports')
    expect(body.exports[0]).toMatchObject({ what: 'register.persons', persons: 1, by: 'pei-妇联', state: 'taken', takings: 1, unitName: '沛县', mayDecide: false, path: null, filter: [{ name: 'q', values: [] }] })
  })
  test('what was searched for stands nowhere', async () => {
    const { rows } = await house.db.asOwner((owner) => owner.query(`select e::text as row from ${house.workspace.schema}.exports_export e`))
    expect(rows.filter(({ row }) => row.includes('沛一'))).toEqual([])
  })
  test('whom it held is in the audit log', async () => {
    const { rows } = await house.db.asOwner((owner) => owner.query(`select subjects, facts from ${house.workspace.schema}.audit_line where verb = 'register.export' and result = 'done' order by id desc limit 1`))
    expect(rows[0].subjects).toHaveLength(1)
    expect(rows[0].facts).toMatchObject({ persons: 1, what: 'register.persons' })
  })
  test('need not be asked for', async () => expect(said(await ask('pei', { q: '沛一' }))).toBe('422 export-small'))
})

describe('more than 200 persons', () => {
  let id: Uuid
  test('are not taken alone', async () => {
    const answer = await who['pei']!.ask('/api/persons.xlsx?ability=full')
    expect(answer.body).toMatchObject({ code: 'export-needs-second', facts: { persons: women, limit: 200 } })
  })
  test('are asked for once, however often it is sent', async () => {
    id = uuidv7()
    expect([said(await ask('pei', { ability: 'full' }, 'register.persons', id)), said(await ask('pei', { ability: 'full' }, 'register.persons', id)), said(await ask('pei', { ability: 'full' }))]).toEqual(['done', 'done', '422 export-asked'])
    expect((await who['pei']!.ask(`/api/persons.xlsx?ability=full&export=${id}`)).body.code).toBe('export-waiting')
  })
  test('are seen by those in reach only', async () => {
    const seen = async (name: string, show: string) => (await who[name]!.ask(`/api/exports?show=${show}`)).body.exports.map((one: { id: Uuid }) => one.id).includes(id)
    expect([await seen('pei-leader', 'waiting'), await seen('city', 'waiting'), await seen('eye', 'all'), await seen('feng-leader', 'all'), await seen('pei', 'mine'), await seen('pei', 'waiting')]).toEqual([true, true, true, false, true, false])
  })
  test.each([
    ['out of reach it is not found', 'feng-leader', '404 export-not-found'],
    ['an officer may not', 'feng', '403 not-allowed'],
    ['the auditor may not', 'eye', '403 not-allowed'],
    ['a leader there may', 'pei-leader', 'done'],
    ['said again it is the same', 'pei-leader', 'done'],
    ['another comes too late', 'city', '422 export-decided'],
  ])('%s', async (_, name, outcome) => expect(said(await decide(name, id))).toBe(outcome))
  test('nobody agrees to what she asked for herself', async () => {
    const own = (await ask('both', { wish: 'unknown' })).body
    const mine = own?.id ? own.id : (await ask('both', {})).body.id
    expect(said(await decide('both', mine))).toBe('422 export-own')
    expect(said(await decide('pei-leader', mine, false))).toBe('done')
    expect((await who['both']!.ask(`/api/persons.xlsx?export=${mine}`)).body.code).toMatch(/export-(declined|other-filter)/)
  })
  test.each([
    ['for other filters', 'pei', () => `/api/persons.xlsx?export=${id}`, '422 export-other-filter'],
    ['for somebody else', 'both', () => `/api/persons.xlsx?ability=full&export=${id}`, '404 export-not-found'],
    ['for a figure', 'pei', () => `/api/figures/persons-filed/people.xlsx?export=${id}`, '422 export-other-filter'],
  ])('an approval is not good %s', async (_, name, path, outcome) => expect(said(await who[name]!.ask(path()))).toBe(outcome))
  test('the asker takes it, and the file says who agreed', async () => {
    const { body } = await who['pei']!.ask('/api/exports?show=mine')
    const one = body.exports.find((row: { id: Uuid }) => row.id === id)
    expect(one).toMatchObject({ state: 'approved', decision: { approved: true, by: 'pei-leader-妇联' } })
    const { status, text } = await who['pei']!.ask(one.path)
    expect([status, /240 人/.test(text), /pei-leader-妇联 同意/.test(text)]).toEqual([200, true, true])
    expect(said(await who['pei']!.ask('/api/persons.xlsx?ability=full'))).toBe('done')
  })
  test('what was agreed to for one unit is not taken as another', async () => {
    const two = await house.visitor('two-units')
    const units = (await two.ask('/api/me')).body.units as { id: number; code: string; workspace: string }[]
    const work = (code: string) => two.ask('/api/me/grant', { method: 'POST', body: { workspace: 'xuzhou', unitId: units.find((one) => one.code === code)!.id } })
    await work('320322')
    const id = uuidv7()
    expect(said(await two.ask('/api/exports', { method: 'POST', body: { id, what: 'register.persons', query: {}, reason: '给县里对名单' } }))).toBe('done')
    expect(said(await decide('pei-leader', id))).toBe('done')
    await work('3203')
    expect(said(await two.ask('/api/persons.xlsx'))).toBe('422 export-needs-second')
    expect(said(await two.ask(`/api/persons.xlsx?export=${id}`))).toBe('422 export-other-filter')
    await work('320322')
    expect((await two.ask('/api/persons.xlsx')).status).toBe(200)
  })
  test('a tenth more is let be, beyond it is asked for anew', async () => {
    await file(20, 3)
    expect(said(await who['pei']!.ask(`/api/persons.xlsx?ability=full&export=${id}`))).toBe('done')
    await file(10, 4)
    expect(said(await who['pei']!.ask(`/api/persons.xlsx?ability=full&export=${id}`))).toBe('422 export-grown')
  })
  test('after a day it is too late', async () => {
    const other = uuidv7()
    await ask('pei', { hardship: 'low-income' }, 'register.persons', other)
    const fresh = uuidv7()
    const asked = await ask('pei', { sex: 'female' }, 'register.persons', fresh)
    expect([said(asked), said(await decide('city', fresh))]).toEqual(['done', 'done'])
    now = now.add({ hours: 24 })
    who['pei'] = await house.visitor('pei')
    expect(said(await who['pei']!.ask(`/api/persons.xlsx?sex=female&export=${fresh}`))).toBe('422 export-expired')
    expect((await who['pei']!.ask('/api/exports?show=mine')).body.exports.find((one: { id: Uuid }) => one.id === fresh).state).toBe('expired')
    now = now.subtract({ hours: 24 })
  })
})

describe('many small files, which together make more than 200', () => {
  const take = async (name: string, seed: number) => said(await who[name]!.ask(`/api/persons.xlsx?q=${seed === 5 ? '沛5' : '沛6'}`))
  let sent: Uuid
  beforeAll(async () => {
    await house.live(who['feng']!, '320321', ['丰一'], 9)
    sent = await file(150, 5, 'feng', 2)
    await file(60, 6, 'feng')
  }, 60_000)
  test('the second needs a second person, and says why', async () => {
    expect([await take('feng', 5)]).toEqual(['done'])
    expect((await who['feng']!.ask('/api/persons.xlsx?q=沛6')).body).toMatchObject({ code: 'export-many-taken', facts: { persons: 60, taken: 150, limit: 200 } })
    expect(said(await who['feng']!.ask('/api/persons.xlsx?q=丰一'))).toBe('done')
  })
  test('all kinds are added up', async () => {
    expect((await who['feng']!.ask('/api/figures/persons-filed/people.xlsx')).body.code).toBe('export-needs-second')
    expect((await who['feng']!.ask('/api/persons.xlsx?q=沛6')).body.facts).toMatchObject({ taken: 151 })
  })
  test('what is agreed to is taken, again too, and does not add up', async () => {
    const { body } = await ask('feng', { q: '沛6' })
    expect(said(await decide('feng-leader', body.id))).toBe('done')
    expect([await take('feng', 6), await take('feng', 6)]).toEqual(['done', 'done'])
    expect((await who['feng']!.ask('/api/persons.xlsx?q=沛5')).body.facts).toMatchObject({ taken: 151 })
  })
  test('two at once do not slip by', async () => {
    expect((await Promise.all([take('feng-two', 5), take('feng-two', 6), take('feng-two', 5)])).filter((one) => one === 'done').length).toBe(1)
  })
  test('who works for two units has one sum', async () => {
    const units = (await who['feng-three']!.ask('/api/me')).body.units as { id: number; code: string }[]
    const work = (code: string) => who['feng-three']!.ask('/api/me/grant', { method: 'POST', body: { workspace: 'xuzhou', unitId: units.find((one) => one.code === code)!.id } })
    await work('3203')
    expect(await take('feng-three', 5)).toBe('done')
    await work('320321')
    expect(await take('feng-three', 6)).toBe('422 export-many-taken')
  })
  test('rows given back go to whoever sent them; for another they count', async () => {
    const back = (name: string) => who[name]!.ask(`/api/imports/${sent}/refusals.xlsx`)
    // As if all that was taken alone in Feng had been full files.
    const { schema } = house.workspace
    await house.db.asOwner((owner) => owner.query(`update ${schema}.exports_taking t set persons = 200 from ${schema}.exports_export e where e.id = t.export_id and e.reason is null and t.persons in (60, 150)`))
    expect([said(await back('feng')), said(await back('feng')), said(await back('feng-two'))]).toEqual(['done', 'done', '422 export-day-full'])
  })
  test('nor is what is held of one woman taken beyond', async () => {
    const { persons } = (await who['feng']!.ask('/api/persons?q=丰一')).body
    const { requests } = (await who['feng']!.ask(`/api/persons/${persons[0].id}/rights`)).body
    expect(said(await who['feng']!.ask(`/api/requests/${requests.find((one: { kind: string }) => one.kind === 'access').id}/held.xlsx`))).toBe('422 export-day-full')
  })
  test('a day later it begins anew', async () => {
    now = now.add({ hours: 24 })
    who['feng'] = await house.visitor('feng')
    expect(await take('feng', 6)).toBe('done')
    now = now.subtract({ hours: 24 })
  })
})

test('the people of a figure go the same way', async () => {
  const path = '/api/figures/persons-filed/people.xlsx'
  expect((await who['pei']!.ask(path)).body).toMatchObject({ code: 'export-needs-second' })
  const asked = await ask('pei', { indicator: 'persons-filed' }, 'figures.people')
  expect(said(asked)).toBe('done')
  expect(said(await decide('pei-leader', asked.body.id))).toBe('done')
  const { body } = await who['pei']!.ask('/api/exports?show=mine')
  const { status, text } = await who['pei']!.ask(body.exports.find((one: { id: Uuid }) => one.id === asked.body.id).path)
  expect([status, /导出第 \d+ 号/.test(text)]).toEqual([200, true])
  expect(said(await ask('pei', { indicator: 'no-such' }, 'figures.people'))).toBe('422 indicator-unknown')
})

test('rows that an import gave back, and the books, are listed too', async () => {
  const { body } = await who['pei']!.ask('/api/imports')
  const { status, headers } = await who['pei']!.ask(`/api/imports/${body.imports[0].id}/refusals.xlsx`)
  expect(status).toBe(200)
  const folder = testFolder()
  const ctx = await testCtx(house.db, house.workspace, { roles: ['operator'], dataFolder: house.dataFolder })
  const manifest = await exportLedger({ ...ctx, actor: { ...ctx.actor, id: 'operator:cli' } }, `${folder.path}/books`, () => {})
  folder.remove()
  const { exports } = (await who['eye']!.ask('/api/exports')).body
  const refusals = exports.find((one: { what: string; by: string }) => one.what === 'register.refusals' && one.by === 'pei-妇联')
  expect(decodeURIComponent(headers.get('content-disposition')!)).toContain(`-${refusals.number}.xlsx`)
  expect(exports.find((one: { what: string }) => one.what === 'ledger')).toMatchObject({ by: 'operator:cli', persons: null, state: 'taken', number: (manifest as { export: { number: string } }).export.number })
})

test('with the policy aside, row security lets nobody see what is out of reach', async () => {
  const other = (await inSnapshot({ pool: house.db.pool, schema: house.workspace.schema, reach: everywhere }, (tx) => unitByCode(tx, everywhere, '320324')))!
  const seen = await inSnapshot({ pool: house.db.pool, schema: house.workspace.schema, reach: [rangeOf(other.path)] }, (tx) => tx.rows<{ n: number }>({ compile: () => ({ sql: 'select (select count(*) from exports_export) + (select count(*) from exports_taking) + (select count(*) from exports_decision) as n', parameters: [] }) }))
  expect(Number(seen[0]!.n)).toBe(0)
})
