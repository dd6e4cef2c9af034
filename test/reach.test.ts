import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../src/kernel/ids.ts'
import { allRoutes } from '../src/main/modules.ts'
import { idNumber, random } from './support/people.ts'
import { card, empty, growing, isHeld, nameOf, reachTable, said, tracesOf, used, type Foreign, type Told } from './support/reach-table.ts'
import { twoCounties, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * County Pei against the things of county Feng. Two walls are tried at every way into the server: what is asked by an id of Feng's
 * is not found, and whatever Feng does, the answers that Pei gets do not change.
 */

let world: TwoCounties
let pei: Visitor
let feng: Visitor
let mine: Belongings
let theirs: Belongings
/** Pei's answers to the questions below, before Feng did anything. */
const before = new Map<string, unknown>()

const told = {} as Told
const { own, others } = reachTable(told)

beforeAll(async () => {
  world = told.world = await twoCounties()
  pei = await world.visitor('pei')
  feng = await world.visitor('feng')
  mine = told.mine = await world.live(pei, '320322', ['王丽', '张英', '李秀兰'], 71)
  for (const [route, paths] of Object.entries(own)) for (const path of paths()) before.set(`${route} ${path}`, said(await pei.ask(path)))
  theirs = told.theirs = await world.live(feng, '320321', ['王莉', '欧阳春梅', '张樱'], 72)
})
afterAll(() => world.close())

test('every way into the server stands in the tables of this test', () => {
  const routes = allRoutes(world.db.pool).map(nameOf).filter(isHeld)
  expect(routes.filter((name) => !(name in others))).toEqual([])
  expect(routes.filter((name) => name.startsWith('GET') && !(name in own))).toEqual([])
  expect([...Object.keys(others), ...Object.keys(own)].filter((name) => !routes.includes(name))).toEqual([])
})

/** Everything that tells of Feng. */
const traces = () => tracesOf(theirs, ['王莉', '欧阳春梅', '张樱'])

describe('whatever Feng does, Pei’s answers stay as they were', () => {
  test.each(Object.keys(own))('%s', async (route) => {
    for (const path of own[route]!()) {
      const answer = await pei.ask(path)
      if (!growing.includes(route)) expect(said(answer), path).toEqual(before.get(`${route} ${path}`))
      const asked = decodeURIComponent(path)
      expect(traces().filter((trace) => answer.text.includes(trace) && !asked.includes(trace)), path).toEqual([])
    }
  })
})

describe('asked by an id of Feng’s, nothing is found', () => {
  test.each(Object.keys(others).filter((route) => others[route] !== 'no id'))('%s', async (route) => {
    for (const question of (others[route] as () => readonly Foreign[])()) {
      const [path, asking] = question
      const answer = await pei.ask(path, asking)
      if (question.nothing) {
        expect(answer.status, path).toBe(200)
        for (const key of Object.keys(answer.body).filter((one) => one in empty)) expect(answer.body[key], `${path} ${key}`).toEqual([])
        if ('total' in answer.body) expect(answer.body.total, path).toBe(0)
      } else if (route === 'POST /api/imports') expect([answer.status, answer.body.code]).toEqual([409, 'request-reused'])
      else expect([answer.status, path], answer.text).toEqual([question.status ?? 404, path])
      const asked = decodeURIComponent(path) + JSON.stringify(asking?.body ?? '')
      expect(traces().filter((trace) => answer.text.includes(trace) && !asked.includes(trace)), path).toEqual([])
    }
  })

  test('and nothing of Feng’s was touched by the attempts', async () => {
    expect(await feng.ask(`/api/imports/${theirs.imports[1]}`)).toMatchObject({ status: 200, body: { state: 'ready' } })
    const file = await readFile(join(world.dataFolder, 'imports', theirs.imports[1]!, 'roster'))
    expect(file.subarray(0, 2).toString()).toBe('QS')
    expect((await feng.ask(`/api/checks/batches/${theirs.batch}`)).body.batch).toMatchObject({ outcome: null, found: 0 })
    expect((await feng.ask(`/api/receipts/${theirs.receipt}`)).body).toMatchObject({ withdrawn: null, check: { agrees: true } })
    expect((await feng.ask(`/api/persons/${theirs.persons[0]}`)).body).toMatchObject({ note: null, works: 'handicraft' })
    expect(world.faults).toEqual([])
  })
})

describe('an id of a request that Feng used is no key to what it did', () => {
  const withKey = (key: string, body?: object) => ({ method: 'POST', headers: { 'idempotency-key': key }, ...(body ? { body } : {}) })
  const requestOf = async (table: string) => (await world.db.asOwner((owner) => owner.query(`select ${table === 'figures_receipt' ? 'id' : 'request_id as id'} from ${world.workspace.schema}.${table} order by 1 desc limit 1`))).rows[0].id as string

  test('a batch', async () => {
    const key = await requestOf('ledger_batch')
    const answer = await (await world.visitor('pei-checker')).ask('/api/checks/batches', withKey(key, { level: 'county', unitId: mine.county.id, group: 'work' }))
    expect([answer.status, answer.body.code]).toEqual([409, 'request-reused'])
  })
  test('a receipt', async () => {
    const { rows } = await world.db.asOwner((owner) => owner.query(`select id from ${world.workspace.schema}.figures_receipt where code = $1`, [theirs.receipt]))
    const answer = await pei.ask('/api/receipts', withKey(rows[0].id, { indicator: 'persons-filed' }))
    expect([answer.status, answer.body.code]).toEqual([409, 'request-reused'])
  })
  test('a start of work, a card, a change', async () => {
    const key = await requestOf('care_work_start')
    for (const [path, body] of [
      ['/api/work-starts', { id: key, personIds: [mine.persons[0]], trade: 'farming', startedOn: '2026-11-11' }],
      ['/api/persons', { ...card({ unitId: mine.village.id }), id: theirs.persons[0] }],
      [`/api/persons/${mine.persons[0]}/changes`, { id: key, fields: { ability: 'none' } }],
    ] as const) {
      const answer = await pei.ask(path, { method: 'POST', body })
      expect([path, answer.status, answer.body.code], answer.text).toEqual([path, 409, 'request-reused'])
    }
  })
})

test('each number shown leaves a line behind it, also when the id of the request is used again', async () => {
  const key = uuidv7()
  const reveal = (person: string) => pei.ask(`/api/persons/${person}/reveal`, { method: 'POST', body: { field: 'idNumber', reason: '核对' }, headers: { 'idempotency-key': key } })
  expect((await reveal(mine.persons[0]!)).status).toBe(200)
  expect((await reveal(mine.persons[0]!)).status).toBe(200)
  expect((await reveal(mine.persons[1]!)).body).toMatchObject({ code: 'request-reused' })
})

test('a household’s number of Feng’s in a roster of Pei’s is another household’s: it changes nothing and tells nothing of that one', async () => {
  const id = await world.stage(pei, [{ '镇（街道）': '', '村（社区）': mine.village.name, 户编号: '320321-0', 户主姓名: '改了名', 姓名: '钱桂英', 与户主关系: '配偶', 身份证号: idNumber(random(5), '320322', '1969-09-09', used), 家庭人口: '9', 建档日期: '2026-11-20' }])
  const read = await world.until(pei, id, 'ready')
  expect(read.counts.accepted).toBe(1)
  await pei.ask(`/api/imports/${id}/write`, { method: 'POST' })
  await world.until(pei, id, 'done')
  const { body } = await feng.ask(`/api/households/${theirs.household}`)
  expect(body).toMatchObject({ size: 3, timeline: [{ is: 'entry' }] })
  expect(JSON.stringify(body)).not.toContain('钱桂英')
  const found = (await pei.ask('/api/persons?q=钱桂英')).body.persons[0]
  expect((await pei.ask(`/api/persons/${found.id}`)).body.household).toMatchObject({ headName: '改了名', size: 9, members: [{ name: '钱桂英' }] })
  expect((await feng.ask('/api/households')).body.households.map((one: { members: number }) => one.members)).toEqual([1, 1, 1])
})
