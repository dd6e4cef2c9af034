import pg from 'pg'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7, type Uuid } from '../src/kernel/ids.ts'
import { allRoutes } from '../src/main/modules.ts'
import { idNumber, random } from './support/people.ts'
import { smallRoster } from './support/small-roster.ts'
import { twoCounties, type Answered, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * Every write sent three times under the caller's id: the same answer each time, one effect. The same id with another body: 409. Twenty at
 * once are `races.test.ts`.
 */
let house: TwoCounties
let has: Belongings
const who: Record<string, Visitor> = {}
const [pick, used] = [random(11), new Set<string>()]
const made: Record<string, Answered['body']> = {}
beforeAll(async () => {
  house = await twoCounties()
  for (const name of ['city', 'pei', 'checker']) who[name] = await house.visitor(name)
  has = await house.live(who['pei']!, '320322', ['沛一', '沛二'], 1)
  made['staged'] = await smallRoster(house.dataFolder, [], '2026-11-01').then((file) => readFile(file))
}, 60_000)
afterAll(() => house?.close())

type Case = {
  who: string; path: () => string; body?: () => object; other?: () => object; keep?: string
  /** Moves on by itself between two answers; then they are only held to be good. */
  moves?: boolean
}
const id = { person: uuidv7(), merge: uuidv7(), unmerge: uuidv7(), change: uuidv7(), reverse: uuidv7(), start: uuidv7(), agency: uuidv7(), rename: uuidv7(), leave: uuidv7(), takeBack: uuidv7() }
const number = idNumber(pick, '320322', '1985-06-07', used)
const own = { id: 'filed-again', version: 1, name: { 'zh-Hans': '又数建档', en: 'Filed, again' }, how: { 'zh-Hans': '建档的妇女。', en: 'Women filed.' }, counts: 'persons', kinds: ['register.person-filed'], facets: [] }
/** In the order in which they can happen. A receipt withdrawn for another reason is refused by its own rule. */
const table: Record<string, Case> = {
  'POST /api/persons': { who: 'pei', path: () => '/api/persons', body: () => ({ id: id.person, name: '沛三', idNumber: number, unitId: has.village.id }), other: () => ({ id: id.person, name: '沛四', idNumber: number, unitId: has.village.id }) },
  'POST /api/persons/:id/changes': { who: 'pei', path: () => `/api/persons/${id.person}/changes`, body: () => ({ id: id.change, fields: { trade: '刺绣' } }), other: () => ({ id: id.change, fields: { trade: '编织' } }) },
  'POST /api/persons/:id/reveal': { who: 'pei', path: () => `/api/persons/${id.person}/reveal`, body: () => ({ field: 'idNumber', reason: '核对' }), other: () => ({ field: 'idNumber', reason: '别的' }) },
  'POST /api/merges': { who: 'pei', path: () => '/api/merges', body: () => ({ id: id.merge, stays: has.persons[1], closes: id.person, reason: '重复' }), other: () => ({ id: id.merge, stays: id.person, closes: has.persons[1], reason: '重复' }) },
  'POST /api/merges/:id/undo': { who: 'pei', path: () => `/api/merges/${id.merge}/undo`, body: () => ({ id: id.unmerge, reason: '是两个人' }) },
  'POST /api/twins/apart': { who: 'pei', path: () => '/api/twins/apart', body: () => ({ persons: [has.persons[1], id.person] }) },
  'POST /api/work-starts': { who: 'pei', path: () => '/api/work-starts', body: () => ({ id: id.start, personIds: [id.person], trade: 'handicraft', startedOn: '2026-11-20' }), other: () => ({ id: id.start, personIds: [id.person], trade: 'farming', startedOn: '2026-11-20' }) },
  'POST /api/work-starts/:entry/reverse': { who: 'pei', path: () => `/api/work-starts/${has.entry}/reverse`, body: () => ({ id: id.reverse, reason: 'mistake' }), other: () => ({ id: id.reverse, reason: 'repeated' }) },
  'POST /api/indicators': { who: 'city', path: () => '/api/indicators', body: () => ({ definition: own }), other: () => ({ definition: { ...own, counts: 'person-times' } }) },
  'POST /api/indicators/check': { who: 'city', path: () => '/api/indicators/check', body: () => ({ definition: own }), moves: true },
  'POST /api/figures/preview': { who: 'city', path: () => '/api/figures/preview', body: () => ({ definition: { ...own, id: 'tried-out' } }) },
  'POST /api/indicators/:id/retire': { who: 'city', path: () => '/api/indicators/filed-again/retire', body: () => ({ version: 1 }), other: () => ({ version: 2 }) },
  'POST /api/agencies': { who: 'pei', path: () => '/api/agencies', body: () => ({ id: id.agency, name: '沛县农商银行', kind: 'bank', unitId: has.county.id, joinedOn: '2026-11-02' }), other: () => ({ id: id.agency, name: '沛县工商银行', kind: 'bank', unitId: has.county.id, joinedOn: '2026-11-02' }) },
  'POST /api/agencies/:id/rename': { who: 'pei', path: () => `/api/agencies/${id.agency}/rename`, body: () => ({ id: id.rename, name: '沛县农村商业银行', on: '2026-11-03' }), other: () => ({ id: id.rename, name: '沛县银行', on: '2026-11-03' }) },
  'POST /api/agencies/:id/leave': { who: 'pei', path: () => `/api/agencies/${id.agency}/leave`, body: () => ({ id: id.leave, on: '2026-11-20' }), other: () => ({ id: id.leave, on: '2026-11-21' }) },
  'POST /api/agencies/:id/reverse': { who: 'pei', path: () => `/api/agencies/${id.agency}/reverse`, body: () => ({ id: id.takeBack, step: id.leave, reason: 'mistake' }), other: () => ({ id: id.takeBack, step: id.leave, reason: 'repeated' }) },
  'POST /api/receipts': { who: 'city', path: () => '/api/receipts', body: () => ({ indicator: 'persons-filed' }), other: () => ({ indicator: 'persons-filed', unit: '320322' }), keep: 'receipt' },
  'POST /api/receipts/:code/withdraw': { who: 'city', path: () => `/api/receipts/${made['receipt'].code}/withdraw`, body: () => ({ reason: '算错了' }) },
  'POST /api/checks/batches': { who: 'checker', path: () => '/api/checks/batches', body: () => ({ level: 'county', unitId: has.county.id, group: 'work' }), other: () => ({ level: 'county', unitId: has.county.id, group: 'filing' }), keep: 'batch' },
  'PUT /api/imports/:id/decisions': { who: 'pei', path: () => `/api/imports/${has.imports[1]}/decisions`, body: () => ({ rows: [made['row']] }), other: () => ({ rows: [{ ...made['row'], decision: 'none' }] }) },
  'DELETE /api/imports/:id': { who: 'pei', path: () => `/api/imports/${has.imports[1]}` },
  'POST /api/imports/:id/write': { who: 'pei', path: () => `/api/imports/${has.imports[0]}/write`, moves: true },
}
/** Where each other write is sent again: what needs a world of its own. */
const elsewhere: Record<string, string> = {
  'POST /api/imports': 'below, with its file', 'PUT /api/imports/:id/columns': 'imports.test.ts', 'POST /api/checks/batches/:id/findings': 'races', 'POST /api/checks/batches/:id/closing': 'races', 'POST /api/checks/batches/:id/take-back': 'taking-back.test.ts',
  'POST /api/unit-changes': 'boundaries.test.ts', 'POST /api/unit-changes/preview': 'writes nothing',
  'POST /api/exports': 'exports.test.ts', 'POST /api/exports/:id/decision': 'exports.test.ts',
}
const areas: readonly [RegExp, string][] = [[/^POST \/api\/(sign-|first-password|me\/|accounts)/, 'sessions and factors'], [/^POST \/api\/(persons\/:id\/(consents|requests)|requests|my)\b/, 'rights.test.ts']]

test('every write stands here or is said to be sent again elsewhere', () => {
  const writes = allRoutes(new pg.Pool()).map(({ endpoint }) => endpoint).filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
  expect(writes.filter((one) => !table[one] && !elsewhere[one] && !areas.some(([area]) => area.test(one)))).toEqual([])
  expect(Object.keys({ ...table, ...elsewhere }).filter((one) => !writes.includes(one))).toEqual([])
})

describe('sent three times', () => {
  test.each(Object.entries(table))('%s', async (name, one) => {
    if (name.endsWith('/decisions')) {
      const { body } = await who['pei']!.ask(`/api/imports/${has.imports[1]}/rows?filter=decide`)
      const { sheet, row } = body.rows[0]
      made['row'] = { sheet, row, decision: 'send-back' }
    }
    const key = uuidv7()
    const send = (body: object | undefined) => who[one.who]!.ask(one.path(), { method: name.split(' ')[0]!, ...(body ? { body } : {}), headers: { 'idempotency-key': key } })
    const answers = [await send(one.body?.()), await send(one.body?.()), await send(one.body?.())]
    expect(answers.map(({ status, text }) => (status === 200 ? 200 : text))).toEqual([200, 200, 200])
    if (!one.moves) for (const again of answers.slice(1)) expect(again.body).toEqual(answers[0]!.body)
    if (one.keep) made[one.keep] = answers[0]!.body
    if (one.other) expect((await send(one.other())).body).toMatchObject({ code: 'request-reused', status: 409 })
    expect(house.faults).toEqual([])
  })
  test('a file, and another file under its id', async () => {
    const file: Uuid = uuidv7()
    const send = (bytes: Uint8Array) => who['pei']!.ask(`/api/imports?filename=a.csv&id=${file}`, { method: 'POST', bytes })
    const csv = (text: string) => new TextEncoder().encode(text)
    expect([await send(csv('姓名\n陆薇')), await send(csv('姓名\n陆薇')), await send(csv('姓名\n陆薇'))].map(({ body }) => body)).toEqual([{ id: file }, { id: file }, { id: file }])
    expect((await send(csv('姓名\n宋华'))).body.code).toBe('request-reused')
    expect((await who['city']!.ask(`/api/imports?filename=a.csv&id=${file}`, { method: 'POST', bytes: csv('姓名\n陆薇') })).body.code).toBe('request-reused')
    const { rows } = await house.db.asOwner((owner) => owner.query(`select count(*)::int as n from ${house.workspace.schema}.register_import where id = $1`, [file]))
    expect(rows[0].n).toBe(1)
  })
})
