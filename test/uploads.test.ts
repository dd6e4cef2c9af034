import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '../src/kernel/actor.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { inSnapshot } from '../src/platform/database/transaction.ts'
import { unitsBelow, type Unit } from '../src/modules/organisation/index.ts'
import { idNumber, random } from './support/people.ts'
import type { SmallRow } from './support/small-roster.ts'
import { twoCounties, type TwoCounties, type Visitor } from './support/two-counties.ts'

/* Files that nobody should send, and several hands on one import. */
let world: TwoCounties
let pei: Visitor
let village: Unit
let town: Unit
const [pick, used] = [random(4), new Set<string>()]
const messy = readFileSync(join(import.meta.dirname, '../src/modules/register/roster/samples/roster-peixian-messy.xlsx'))
const finished = ['ready', 'columns', 'refused', 'failed', 'done', 'left'] as const

beforeAll(async () => {
  world = await twoCounties()
  pei = await world.visitor('pei')
  const units = await inSnapshot({ pool: world.db.pool, schema: world.workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: world.workspace.topPath, levels: [3, 4, 5] }))
  const county = units.find((unit) => unit.code.startsWith('320322'))!
  village = units.find((unit) => unit.level === 5 && unit.path.startsWith(county.path))!
  town = units.find((unit) => unit.id === village.parentId)!
})
afterAll(() => world.close())

const row = (more: SmallRow): SmallRow => ({ '镇（街道）': town.name, '村（社区）': village.name, 身份证号: idNumber(pick, '320322', '1981-02-03', used), 建档日期: '2026-11-01', ...more })
const upload = (bytes: Uint8Array, name = 'x.xlsx', id = uuidv7()) => pei.ask(`/api/imports?filename=${encodeURIComponent(name)}&id=${id}`, { method: 'POST', bytes })
const persons = async () => (await pei.ask('/api/persons')).body.total as number

describe('a file that is no roster is answered, never a hang or a fault', () => {
  test.each<[string, string, Uint8Array]>([
    ['a picture', 'photo.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a page of the web', 'page.xlsx', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a document', 'a.pdf', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['an archive cut short', 'cut.xlsx', messy.subarray(0, 3_000)],
    ['an archive with its end torn off', 'torn.xlsx', messy.subarray(0, messy.length - 30)],
    ['noise', 'noise.csv', Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 256))],
    ['one endless line', 'line.csv', Buffer.alloc(3_000_000, 'a,')],
    ['quotes that never close', 'quotes.csv', Buffer.from(`姓名,身份证号\n"${'x\n'.repeat(200_000)}`)],
    ['nothing but line ends', 'ends.csv', Buffer.alloc(2_000_000, '\n')],
    ['a name as a path', '../../../../etc/passwd', Buffer.from('姓名\n')],
  ])('%s', async (_, name, bytes) => {
    const { status, body } = await upload(bytes, name)
    expect(status).toBe(200)
    const read = await world.until(pei, body.id, ...finished)
    expect(['refused', 'columns']).toContain(read.state)
    if (read.state === 'refused') expect(read.refusal.refused).toMatch(/^file-/)
    expect(read.fileName).not.toContain('/')
    expect(world.faults).toEqual([])
  })
  test('nothing at all', async () => {
    expect((await upload(new Uint8Array())).body).toMatchObject({ code: 'file-empty' })
  })
  test.each([['said beforehand', true], ['found while it comes', false]])('more than 64 MB, %s', async (_, said) => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({ pull: (control) => (sent > 66_000_000 ? control.close() : (control.enqueue(new Uint8Array(1_000_000)), void (sent += 1_000_000))) })
    const answer = await world.app.request('/api/imports?filename=big.xlsx', { method: 'POST', body, duplex: 'half', headers: { cookie: pei.cookie, ...(said ? { 'content-length': '66000000' } : {}) } } as RequestInit)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'body-too-large'])
    if (said) expect(sent).toBeLessThan(3_000_000)
  })
  test('from somebody unsigned: nothing of it is taken in', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({ pull: (control) => (sent > 20_000_000 ? control.close() : (control.enqueue(new Uint8Array(1_000_000)), void (sent += 1_000_000))) })
    expect((await world.app.request('/api/imports?filename=big.xlsx', { method: 'POST', body, duplex: 'half' } as RequestInit)).status).toBe(401)
    expect(sent).toBeLessThan(3_000_000)
  })
  test('one that breaks off leaves nothing behind', async () => {
    const id = uuidv7()
    const body = new ReadableStream<Uint8Array>({ pull: (control) => control.error(new Error('gone')) })
    await Promise.resolve(world.app.request(`/api/imports?filename=a.xlsx&id=${id}`, { method: 'POST', body, duplex: 'half', headers: { cookie: pei.cookie } } as RequestInit)).catch(() => undefined)
    world.faults.length = 0
    expect((await pei.ask(`/api/imports/${id}`)).status).toBe(404)
    expect(() => statSync(join(world.dataFolder, 'imports', id))).toThrow()
  })
})

test('what is staged is for the server’s own account only', async () => {
  const id = await world.stage(pei, [row({ 姓名: '王丽' })])
  await world.until(pei, id, 'ready')
  expect((statSync(join(world.dataFolder, 'imports', id)).mode & 0o777).toString(8)).toBe('700')
  expect((statSync(join(world.dataFolder, 'imports', id, 'roster')).mode & 0o077).toString(8)).toBe('0')
})

describe('several hands on one import', () => {
  test('written by five at once it stands once', async () => {
    const before = await persons()
    const id = await world.stage(pei, [row({ 姓名: '孙美' }), row({ 姓名: '周霞' })])
    await world.until(pei, id, 'ready')
    await Promise.all(Array.from({ length: 5 }, () => pei.ask(`/api/imports/${id}/write`, { method: 'POST' })))
    const done = await world.until(pei, id, 'done')
    expect(done.result).toMatchObject({ rows: 2, accepted: 2, persons: { new: 2 } })
    expect(await persons()).toBe(before + 2)
  })

  test('staged by five at once under one id it is one import', async () => {
    const id = uuidv7()
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => upload(messy, `${i}.xlsx`, id)))
    expect(answers.map((one) => [one.status, one.body.id])).toEqual(Array(5).fill([200, id]))
    expect((await world.until(pei, id, 'ready')).counts.rows).toBe(1200)
  })

  test('two who decide at the same time both have their way', async () => {
    const id = await world.stage(pei, Array.from({ length: 6 }, (_, i) => row({ 姓名: `吴${'甲乙丙丁戊己'[i]}`, 出生日期: '1981-02-04' })))
    expect((await world.until(pei, id, 'ready')).counts.toDecide).toBe(6)
    const { rows } = (await pei.ask(`/api/imports/${id}/rows?filter=decide`)).body as { rows: { sheet: string; row: number }[] }
    const answers = await Promise.all(rows.map(({ sheet, row: line }) => pei.ask(`/api/imports/${id}/decisions`, { method: 'PUT', body: { rows: [{ sheet, row: line, decision: 'use-id-birth' }] } })))
    expect(answers.map((one) => one.status)).toEqual(Array(6).fill(200))
    await pei.ask(`/api/imports/${id}/write`, { method: 'POST' })
    expect((await world.until(pei, id, 'done')).result).toMatchObject({ accepted: 6, refused: [] })
  })

  test('left while it is written, it is either left or written, never half', async () => {
    for (let i = 0; i < 4; i += 1) {
      const before = await persons()
      const id = await world.stage(pei, [row({ 姓名: `郑${'一二三四'[i]}` }), row({ 姓名: `冯${'一二三四'[i]}` })])
      await world.until(pei, id, 'ready')
      await Promise.all([pei.ask(`/api/imports/${id}/write`, { method: 'POST' }), pei.ask(`/api/imports/${id}`, { method: 'DELETE' })])
      const { state } = await world.until(pei, id, 'done', 'left')
      expect([state, (await persons()) - before]).toEqual([state, state === 'done' ? 2 : 0])
    }
  })
})

describe('what a cell says is text, wherever it is shown', () => {
  const smuggled = ['=cmd|\' /C calc\'!A0', '+1+1', '-2+3', '@SUM(A1)', '<script>alert(1)</script>', '{{name}}$t(brand)', '\u202e倒着写', '👩‍👩‍👧‍👦', '\tx', '_x0041_', '"><img src=x onerror=alert(1)>', '巧'.repeat(300)]
  test('in lists, cards and workbooks; no workbook holds a formula', async () => {
    const id = await world.stage(pei, smuggled.map((text, i) => row({ 姓名: `许${'子丑寅卯辰巳午未申酉戌亥'[i]}`, 备注: text, 文化程度: text, 户编号: text.slice(0, 30) })))
    expect((await world.until(pei, id, 'ready')).counts).toMatchObject({ rows: smuggled.length, refused: 0 })
    await pei.ask(`/api/imports/${id}/write`, { method: 'POST' })
    expect((await world.until(pei, id, 'done')).result.accepted).toBe(smuggled.length)
    const { persons: found } = (await pei.ask('/api/persons?q=许子')).body
    expect((await pei.ask(`/api/persons/${found[0].id}`)).body.note).toBe(smuggled[0])
    for (const path of ['/api/persons.xlsx', '/api/figures/persons-filed/people.xlsx', '/api/figures/persons-filed/figure.xlsx']) {
      const { text, status } = await pei.ask(path)
      expect([path, status, /<f[ >]|<script>|<img/.test(text)]).toEqual([path, 200, false])
    }
  })
  test('in the workbook of refused rows as well', async () => {
    const id = await world.stage(pei, smuggled.map((text) => row({ 姓名: text, 身份证号: '123', 备注: text })))
    await world.until(pei, id, 'ready')
    const { text, status } = await pei.ask(`/api/imports/${id}/refusals.xlsx`)
    expect([status, /<f[ >]|<script>|<img/.test(text)]).toEqual([200, false])
    expect(text).toContain('&lt;script&gt;')
  })
  test('a name of the file goes into the header of an answer without breaking it', async () => {
    const { body } = await upload(messy, '名\r\nset-cookie: a=b"; filename=".xlsx')
    await world.until(pei, body.id, 'ready')
    const answer = await pei.ask(`/api/imports/${body.id}/refusals.xlsx`)
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null])
  })
})

test('none of it was a fault of ours', () => expect(world.faults).toEqual([]))
