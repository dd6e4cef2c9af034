import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../src/kernel/ids.ts'
import { allRoutes } from '../src/main/modules.ts'
import { idNumber, random } from './support/people.ts'
import { twoCounties, type Answered, type Asking, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

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

type Question = readonly [path: string, asking?: Asking]
/** What Pei asks about her own county, by route. Every route that reads stands here. */
const own: Record<string, () => readonly string[]> = {
  'GET /api/units': () => ['/api/units?search=村', '/api/units?search=3203', '/api/units?search=丰县', '/api/units?search='],
  'GET /api/units/:id': () => [`/api/units/${mine.county.id}`],
  'GET /api/units/:id/children': () => [`/api/units/${mine.county.id}/children`],
  'GET /api/me': () => ['/api/me'],
  'GET /api/checks/waiting': () => ['/api/checks/waiting'],
  'GET /api/checks/batches': () => ['/api/checks/batches', '/api/checks/batches?state=open', '/api/checks/batches?state=closed'],
  'GET /api/checks/batches/:id': () => [`/api/checks/batches/${mine.batch}`],
  'GET /api/ledger/recent': () => ['/api/ledger/recent'],
  'GET /api/persons': () => ['/api/persons', '/api/persons?q=王莉', '/api/persons?q=王丽', '/api/persons?q=wl', '/api/persons?q=wangli', '/api/persons?worked=yes', '/api/persons?page=2'],
  'GET /api/persons.xlsx': () => ['/api/persons.xlsx'],
  'GET /api/persons/by-subject': () => [`/api/persons/by-subject?ids=${mine.subject}`],
  'GET /api/persons/:id': () => [`/api/persons/${mine.persons[0]}`],
  'GET /api/households': () => ['/api/households', '/api/households?q=王莉'],
  'GET /api/households/:id': () => [`/api/households/${mine.household}`],
  'GET /api/today': () => ['/api/today'],
  'GET /api/imports': () => ['/api/imports'],
  'GET /api/imports/:id': () => mine.imports.map((id) => `/api/imports/${id}`),
  'GET /api/imports/:id/rows': () => [`/api/imports/${mine.imports[1]}/rows`],
  'GET /api/imports/:id/refusals.xlsx': () => [`/api/imports/${mine.imports[1]}/refusals.xlsx`],
  'GET /api/programme': () => ['/api/programme'],
  'GET /api/indicators': () => ['/api/indicators'],
  'GET /api/figures': () => ['/api/figures', '/api/figures?asOf=1', '/api/figures?level=county'],
  'GET /api/figures/:indicator': () => ['/api/figures/persons-filed?by=unit', '/api/figures/work-starts?by=trade', '/api/figures/persons-filed?asOf=1'],
  'GET /api/figures/:indicator/pivot': () => ['/api/figures/work-starts/pivot', '/api/figures/households-filed/pivot?by=month'],
  'GET /api/figures/:indicator/people': () => ['/api/figures/persons-filed/people', '/api/figures/persons-filed/people?q=w'],
  'GET /api/figures/:indicator/entries': () => ['/api/figures/work-starts/entries'],
  'GET /api/figures/:indicator/left-out': () => ['/api/figures/persons-filed/left-out?level=county', '/api/figures/persons-filed/left-out?asOf=1'],
  'GET /api/figures/:indicator/trend': () => ['/api/figures/work-starts/trend'],
  'GET /api/figures/:indicator/figure.xlsx': () => ['/api/figures/work-starts/figure.xlsx'],
  'GET /api/figures/:indicator/people.xlsx': () => ['/api/figures/work-starts/people.xlsx'],
  'GET /api/receipt-preview': () => ['/api/receipt-preview?indicator=persons-filed&to=2026-11-20'],
  'GET /api/receipts': () => ['/api/receipts'],
  'GET /api/receipts/:code': () => [`/api/receipts/${mine.receipt}`],
}

const empty = { persons: [], households: [], units: [], people: [], entries: [] } as Record<string, unknown[]>
/** What Pei asks with Feng's ids. `nothing`: the answer is a list, and it is empty. */
const others: Record<string, 'no id' | (() => readonly (Question & { nothing?: true })[])> = {
  'GET /api/units': () => [nothing([`/api/units?search=${theirs.county.code}`]), nothing([`/api/units?search=${theirs.village.code}`])],
  'GET /api/units/:id': () => [[`/api/units/${theirs.county.id}`], [`/api/units/${theirs.village.id}`], [`/api/units/${world.workspace.topUnitId}`]],
  'GET /api/units/:id/children': () => [[`/api/units/${theirs.county.id}/children`], [`/api/units/${world.workspace.topUnitId}/children`]],
  'POST /api/sign-in': 'no id',
  'POST /api/sign-out': 'no id',
  'GET /api/me': 'no id',
  'POST /api/me/grant': () => [post('/api/me/grant', { workspace: 'xuzhou', unitId: theirs.county.id }), post('/api/me/grant', { workspace: 'xuzhou', unitId: world.workspace.topUnitId })],
  'GET /api/checks/waiting': 'no id',
  'GET /api/checks/batches': 'no id',
  'POST /api/checks/batches': () => [post('/api/checks/batches', { level: 'county', unitId: theirs.county.id, group: 'work' })],
  'GET /api/checks/batches/:id': () => [[`/api/checks/batches/${theirs.batch}`]],
  'POST /api/checks/batches/:id/findings': () => [post(`/api/checks/batches/${theirs.batch}/findings`, { posting: theirs.entry.split('-')[0], line: 1, wrong: true })],
  'POST /api/checks/batches/:id/closing': () => [post(`/api/checks/batches/${theirs.batch}/closing`, { outcome: 'returned', reason: '不是我的' })],
  'GET /api/ledger/recent': 'no id',
  'GET /api/persons': () => [[`/api/persons?unit=${theirs.county.id}`], nothing([`/api/persons?q=${theirs.ids[0]}`]), nothing([`/api/persons?q=${encodeURIComponent(theirs.person)}`]), nothing(['/api/persons?q=13872000000'])],
  'GET /api/persons.xlsx': () => [[`/api/persons.xlsx?unit=${theirs.county.id}`]],
  'GET /api/persons/by-subject': () => [nothing([`/api/persons/by-subject?ids=${theirs.subject}`])],
  'GET /api/persons/:id': () => theirs.persons.map((id) => [`/api/persons/${id}`] as const),
  'POST /api/persons/:id/reveal': () => [post(`/api/persons/${theirs.persons[0]}/reveal`, { field: 'idNumber', reason: '看看' })],
  'POST /api/persons': () => [
    post('/api/persons', card({ unitId: theirs.village.id }), 422), post('/api/persons', card({ unitId: mine.village.id, householdId: theirs.household })),
  ],
  'POST /api/persons/:id/changes': () => [post(`/api/persons/${theirs.persons[0]}/changes`, { id: uuidv7(), fields: { note: '改' } })],
  'GET /api/households': () => [[`/api/households?unit=${theirs.county.id}`], nothing([`/api/households?q=${theirs.county.code}-0`])],
  'GET /api/households/:id': () => [[`/api/households/${theirs.household}`]],
  'GET /api/today': 'no id',
  'POST /api/imports': () => [[`/api/imports?filename=x.xlsx&id=${theirs.imports[1]}`, { method: 'POST', bytes: Buffer.from('somebody else’s') }]],
  'GET /api/imports': 'no id',
  'GET /api/imports/:id': () => theirs.imports.map((id) => [`/api/imports/${id}`] as const),
  'PUT /api/imports/:id/columns': () => [[`/api/imports/${theirs.imports[1]}/columns`, { method: 'PUT', body: { signature: 'x', columns: [] } }]],
  'GET /api/imports/:id/rows': () => [[`/api/imports/${theirs.imports[1]}/rows`]],
  'PUT /api/imports/:id/decisions': () => [[`/api/imports/${theirs.imports[1]}/decisions`, { method: 'PUT', body: { rows: [{ sheet: '花名册', row: 4, decision: 'send-back' }] } }]],
  'POST /api/imports/:id/write': () => [[`/api/imports/${theirs.imports[1]}/write`, { method: 'POST' }]],
  'GET /api/imports/:id/refusals.xlsx': () => [[`/api/imports/${theirs.imports[1]}/refusals.xlsx`]],
  'DELETE /api/imports/:id': () => [[`/api/imports/${theirs.imports[1]}`, { method: 'DELETE' }]],
  'POST /api/work-starts': () => [post('/api/work-starts', { id: uuidv7(), personIds: [mine.persons[0], theirs.persons[0]], trade: 'handicraft', startedOn: '2026-11-11' })],
  'POST /api/work-starts/:entry/reverse': () => [post(`/api/work-starts/${theirs.entry}/reverse`, { id: uuidv7(), reason: 'mistake' })],
  'GET /api/programme': 'no id',
  'GET /api/indicators': 'no id',
  'GET /api/figures': () => scoped('/api/figures?'),
  'GET /api/figures/:indicator': () => scoped('/api/figures/persons-filed?'),
  'GET /api/figures/:indicator/pivot': () => scoped('/api/figures/persons-filed/pivot?'),
  'GET /api/figures/:indicator/people': () => [...scoped('/api/figures/persons-filed/people?'), [`/api/figures/persons-filed/people?row=${theirs.county.code}`]],
  'GET /api/figures/:indicator/entries': () => [...scoped('/api/figures/work-starts/entries?'), nothing([`/api/figures/work-starts/entries?subject=${theirs.subject}`])],
  'GET /api/figures/:indicator/left-out': () => scoped('/api/figures/persons-filed/left-out?'),
  'GET /api/figures/:indicator/trend': () => scoped('/api/figures/persons-filed/trend?'),
  'GET /api/figures/:indicator/figure.xlsx': () => scoped('/api/figures/persons-filed/figure.xlsx?'),
  'GET /api/figures/:indicator/people.xlsx': () => scoped('/api/figures/persons-filed/people.xlsx?'),
  'POST /api/receipts': () => [post('/api/receipts', { indicator: 'persons-filed', unit: theirs.county.code }), post('/api/receipts', { indicator: 'persons-filed', unit: '3203' })],
  'GET /api/receipt-preview': () => scoped('/api/receipt-preview?indicator=persons-filed&'),
  'GET /api/receipts': 'no id',
  'GET /api/receipts/:code': () => [[`/api/receipts/${theirs.receipt}`]],
  'POST /api/receipts/:code/withdraw': () => [
    post(`/api/receipts/${theirs.receipt}/withdraw`, { reason: '不是我的' }), post(`/api/receipts/${mine.receipt}/withdraw`, { reason: '换成别人的', successor: theirs.receipt }),
  ],
}

const used = new Set<string>()
const post = (path: string, body: object, status = 404): Question & { status?: number } => Object.assign([path, { method: 'POST', body }] as const, { status })
const nothing = (question: Question) => Object.assign(question, { nothing: true as const })
const scoped = (path: string): Question[] => [[`${path}unit=${theirs.county.code}`], [`${path}unit=${theirs.village.code}`], [`${path}unit=3203`]]
const card = (more: object) => ({ id: uuidv7(), idNumber: idNumber(random(9), '320322', '1977-03-04', used), name: '赵敏', ...more })
const nameOf = ({ endpoint }: { endpoint: { method: string; path: string } }) => `${endpoint.method} ${endpoint.path.replace(/\{[^}]*\}/g, '')}`

/** What an answer says, without how far the books of the whole workspace are. A file counts without its digits. */
function said({ status, body, text }: Answered): unknown {
  if (body === null) return { status, text: text.replace(/[\d.]+/g, '') }
  return JSON.parse(JSON.stringify(body, (key, value: unknown) => (['asOf', 'head', 'journalHead', 'check'].includes(key) || (key === 'journal' && typeof value === 'object') ? undefined : value)))
}

beforeAll(async () => {
  world = await twoCounties()
  pei = await world.visitor('pei')
  feng = await world.visitor('feng')
  mine = await world.live(pei, '320322', ['王丽', '张英', '李秀兰'], 71)
  for (const [route, paths] of Object.entries(own)) for (const path of paths()) before.set(`${route} ${path}`, said(await pei.ask(path)))
  theirs = await world.live(feng, '320321', ['王莉', '欧阳春梅', '张樱'], 72)
})
afterAll(() => world.close())

test('every way into the server stands in the tables of this test', () => {
  const routes = allRoutes(world.db.pool).map(nameOf)
  expect(routes.filter((name) => !(name in others))).toEqual([])
  expect(routes.filter((name) => name.startsWith('GET') && !(name in own))).toEqual([])
  expect([...Object.keys(others), ...Object.keys(own)].filter((name) => !routes.includes(name))).toEqual([])
})

/** Everything that tells of Feng. */
const traces = () => [...theirs.persons, theirs.household, theirs.subject, theirs.batch, ...theirs.imports, theirs.receipt, '王莉', '欧阳春梅', '张樱', theirs.ids[0]!, theirs.village.code]

describe('whatever Feng does, Pei’s answers stay as they were', () => {
  test.each(Object.keys(own))('%s', async (route) => {
    for (const path of own[route]!()) {
      const answer = await pei.ask(path)
      expect(said(answer), path).toEqual(before.get(`${route} ${path}`))
      const asked = decodeURIComponent(path)
      expect(traces().filter((trace) => answer.text.includes(trace) && !asked.includes(trace)), path).toEqual([])
    }
  })
})

describe('asked by an id of Feng’s, nothing is found', () => {
  test.each(Object.keys(others).filter((route) => others[route] !== 'no id'))('%s', async (route) => {
    for (const question of (others[route] as () => readonly (Question & { nothing?: true; status?: number })[])()) {
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
    expect(file.subarray(0, 2).toString()).toBe('PK')
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
    const answer = await pei.ask('/api/checks/batches', withKey(key, { level: 'county', unitId: mine.county.id, group: 'work' }))
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
