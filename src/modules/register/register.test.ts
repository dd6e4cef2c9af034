import { everywhere } from '#kernel/actor.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import { readSheets } from '#platform/spreadsheets/index.ts'
import { unitByCode, type Workspace } from '#modules/organisation/index.ts'
import { routes as care } from '#modules/care/index.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { bringRoster } from './bringing.ts'
import { routes } from './routes.ts'

let db: TestDatabase
let workspace: Workspace
let pei: Caller
let feng: Caller
let city: Caller
let leader: Caller
const folder = testFolder()
const sample = join(import.meta.dirname, 'roster/samples/roster-peixian-clean.xlsx')
const all = [...routes, ...care]

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  const as = (unit: string, roles: readonly ('officer' | 'leader')[] = ['officer']) => testCtx(db, workspace, { unit, roles, dataFolder: folder.path })
  const ctx = await as('320322')
  ;[pei, feng, city, leader] = [caller(all, ctx), caller(all, await as('320321')), caller(all, await as('3203')), caller(all, await as('320322', ['leader']))]
  expect((await bringRoster(ctx, sample, {})).persons.new).toBe(600)
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const rows = <R>(statement: ReturnType<typeof sql<R>>) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => tx.rows<R>(statement))
const someone = async () => (await rows<{ id: string; name: string; initials: string; pinyin: string }>(sql`select id, name, initials, pinyin from register_person where char_length(name) = 3 order by id limit 1 offset 30`))[0]!
const reveal = async (id: string, field: 'idNumber' | 'phone') => (await pei.send('POST', `/api/persons/${id}/reveal`, { field, reason: '核对证件' })).body.value as string
const list = async (query: string, as = pei) => (await as.get(`/api/persons?${query}`)).body

describe('the list', () => {
  test('has 50 a page and the total, each card once', async () => {
    const pages = await Promise.all([1, 2, 12, 13].map((page) => list(`page=${page}`)))
    expect(pages.map(({ total, persons }) => [total, persons.length])).toEqual([[600, 50], [600, 50], [600, 50], [600, 0]])
    const seen = new Set<string>()
    for (let page = 1; page <= 12; page += 1) for (const { id } of (await list(`page=${page}&sort=name`)).persons) seen.add(id)
    expect(seen.size).toBe(600)
  })
  test('finds her by any part of her name, by initials, pinyin, id number and phone', async () => {
    const { id, name, initials, pinyin } = await someone()
    const [idNumber, phone] = [await reveal(id, 'idNumber'), await reveal(id, 'phone')]
    const words: [string, string][] = [
      [name, 'name'], [name.slice(1), 'name'], [name.slice(0, 2), 'name'], [` ${name} `, 'name'], [pinyin, 'pinyin'], [pinyin.toUpperCase(), 'pinyin'],
      [idNumber, 'id-number'], [idNumber.toLowerCase(), 'id-number'], [`${idNumber.slice(0, 6)} ${idNumber.slice(6)}`, 'id-number'], [phone, 'phone'], [`${phone.slice(0, 3)}-${phone.slice(3)}`, 'phone'],
      [initials, /[aeiouvy]/.test(initials) ? 'pinyin' : 'initials'],
    ]
    for (const [q, by] of words) {
      const found = await list(`q=${encodeURIComponent(q)}`)
      expect([q, found.searchedBy, found.persons.some((p: { id: string }) => p.id === id)]).toEqual([q, by, true])
    }
    expect((await list(`q=${idNumber}`)).total).toBe(1)
  })
  test('names of the same sound and other characters stand apart', async () => {
    const groups = await rows<{ names: string[] }>(sql`select array_agg(distinct name order by name) as names from register_person group by pinyin having count(distinct name) > 1 order by pinyin limit 3`)
    for (const { names } of groups) {
      const found = await list(`q=${encodeURIComponent(names[0]!)}`)
      expect(found.persons.every((p: { name: string }) => p.name.includes(names[0]!))).toBe(true)
      expect(found.homophones.map((p: { name: string }) => p.name)).toContain(names[1])
    }
  })
  test('filters combine, and their totals add up to the whole', async () => {
    const abilities = await Promise.all(['full', 'partial', 'none', 'unknown'].map((ability) => list(`ability=${ability}`)))
    expect(abilities.map(({ total }) => total)).toEqual([378, 114, 108, 0])
    expect((await list('ability=full&ability=partial')).total).toBe(492)
    const both = await list('ability=full&wish=start-business&sex=female')
    expect(both.persons.every((p: { ability: string; wish: string }) => p.ability === 'full' && p.wish === 'start-business')).toBe(true)
    const [{ n } = { n: -1 }] = await rows<{ n: number }>(sql`select count(*)::int as n from register_person where ability = 'full' and wish = 'start-business' and sex = 'female'`)
    expect(both.total).toBe(n)
  })
  test.each(['q=%25', "q=' or 1=1 --", 'q=%F0%9F%98%80', `q=${'长'.repeat(60)}`, 'q=_', 'q=18812345678901234'])('nothing is found by %s, and nothing breaks', async (query) => {
    expect(await pei.get(`/api/persons?${query}`)).toMatchObject({ status: 200, body: { total: 0 } })
  })
  test.each(['page=0', 'page=x', 'ability=strong', 'sort=colour', 'hardship=rich', `q=${'长'.repeat(61)}`])('%s is refused as ill-formed', async (query) => {
    expect(await pei.get(`/api/persons?${query}`)).toMatchObject({ status: 422, body: { code: 'request-malformed' } })
  })
})

describe('reach', () => {
  test('the city sees Pei’s cards; Feng county sees none of them by any way', async () => {
    const { id, name, initials } = await someone()
    const [card, idNumber] = [(await pei.get(`/api/persons/${id}`)).body, await reveal(id, 'idNumber')]
    const peiUnit = (await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitByCode(tx, [{ lo: 'cn.', hi: 'cn/' }], '320322')))!
    expect((await list(`unit=${peiUnit.id}`, city)).total).toBe(600)
    for (const q of ['', `q=${encodeURIComponent(name)}`, `q=${initials}`, `q=${idNumber}`]) expect((await list(q, feng)).total).toBe(0)
    const missing: [string, 'GET' | 'POST', string, unknown][] = [
      ['unit-not-found', 'GET', `/api/persons?unit=${peiUnit.id}`, undefined],
      ['unit-not-found', 'GET', `/api/households?unit=${peiUnit.id}`, undefined],
      ['person-not-found', 'GET', `/api/persons/${id}`, undefined],
      ['household-not-found', 'GET', `/api/households/${card.household.id}`, undefined],
      ['person-not-found', 'POST', `/api/persons/${id}/reveal`, { field: 'idNumber', reason: '看看' }],
      ['person-not-found', 'POST', `/api/persons/${id}/changes`, { id: uuidv7(), fields: { note: '改' } }],
      ['person-not-found', 'POST', '/api/work-starts', { id: uuidv7(), personIds: [id], trade: 'handicraft', startedOn: '2020-01-01' }],
    ]
    for (const [code, method, path, body] of missing) {
      const answer = method === 'GET' ? await feng.get(path) : await feng.send(method, path, body)
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, code])
    }
    expect((await feng.get('/api/households')).body.total).toBe(0)
    expect((await feng.get('/api/imports')).body.imports).toEqual([])
    expect((await city.get('/api/imports')).body.imports).toHaveLength(1)
  })
  test('a leader reads and takes out, and writes nothing', async () => {
    const { id } = await someone()
    expect((await leader.get(`/api/persons/${id}`)).body.abilities).toEqual({ change: false, merge: false, reveal: false, startWork: false })
    for (const [path, body] of [
      [`/api/persons/${id}/reveal`, { field: 'phone', reason: '看看' }], [`/api/persons/${id}/changes`, { id: uuidv7(), fields: { note: '改' } }],
      ['/api/work-starts', { id: uuidv7(), personIds: [id], trade: 'other', startedOn: '2020-01-01' }],
    ] as const) expect(await leader.send('POST', path, body)).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
    expect((await leader.upload('/api/imports?filename=a.xlsx', Buffer.from('x'))).status).toBe(403)
  })
})

describe('a card', () => {
  test('is masked, names her household, and tells what happened', async () => {
    const { id, name } = await someone()
    const { body: card } = await pei.get(`/api/persons/${id}`)
    expect(card).toMatchObject({ name, unit: { town: expect.stringMatching(/./), name: expect.stringMatching(/./) }, checked: null, works: null })
    expect(card.idNumber).toMatch(/^\d{4} \*{4} \*{4} \*\*[\dX]{2}$/)
    expect(card.phone).toMatch(/^1\d\d\*{4}\d{4}$/)
    expect(card.household.members.map((m: { id: string }) => m.id)).toContain(id)
    expect(card.timeline.map((t: { kind: string }) => t.kind).sort()).toEqual(['register.classified', 'register.person-filed'])
    expect(card.timeline.every((t: { journal: string; on: string }) => t.journal === '1' && t.on === card.filedOn)).toBe(true)
    const { body: home } = await pei.get(`/api/households/${card.household.id}`)
    expect(home.members.map((m: { id: string }) => m.id)).toContain(id)
    expect(home.timeline).toMatchObject([{ kind: 'register.household-filed', journal: '1' }])
    expect((await pei.get(`/api/households?q=${home.number}`)).body.households.map((h: { id: string }) => h.id)).toContain(home.id)
  })
  test('shows a number in full for a reason only, and keeps who asked', async () => {
    const { id } = await someone()
    expect((await pei.send('POST', `/api/persons/${id}/reveal`, { field: 'idNumber', reason: '  ' })).status).toBe(422)
    const before = (await rows(sql`select 1 from register_reveal`)).length
    expect(await reveal(id, 'idNumber')).toMatch(/^\d{17}[\dX]$/)
    const kept = await rows<{ by: string; reason: string; field: string }>(sql`select by, reason, field from register_reveal order by at desc, id desc`)
    expect(kept).toHaveLength(before + 1)
    expect(kept[0]).toEqual({ by: 'account:320322', reason: '核对证件', field: 'idNumber' })
    await expect(db.asOwner((owner) => owner.query(`set role qiaoshou_test_app; update "${workspace.schema}".register_reveal set reason = 'x'`))).rejects.toThrow(/permission denied/)
  })
  test('nothing in the database holds an id number or a phone in the open', async () => {
    const { id } = await someone()
    const numbers = [await reveal(id, 'idNumber'), await reveal(id, 'phone')]
    const text = JSON.stringify(await rows(sql`select p::text from register_person p where id = ${id}`))
    for (const number of numbers) expect(text).not.toContain(number)
  })
})

describe('a change', () => {
  test('is dated, and a changed class is an entry from that day; sent twice it is one', async () => {
    const { id } = await someone()
    const { body: card } = await pei.get(`/api/persons/${id}`)
    const wish = card.wish === 'work-away' ? 'work-at-home' : 'work-away'
    const body = { id: uuidv7(), effectiveOn: '2026-10-01', fields: { wish, note: '愿意外出', phone: '18812341933' } }
    const first = await pei.send('POST', `/api/persons/${id}/changes`, body)
    expect(first.body).toEqual({ changed: ['wish', 'note', 'phone'], journal: expect.stringMatching(/^\d+$/) })
    const second = await pei.send('POST', `/api/persons/${id}/changes`, body)
    expect(second.body.journal).toBe(first.body.journal)
    const { body: after } = await pei.get(`/api/persons/${id}`)
    expect(after).toMatchObject({ wish, note: '愿意外出', phone: '188****1933', classedOn: '2026-10-01', ability: card.ability })
    expect(after.timeline).toHaveLength(6)
    expect(after.timeline[0].on).toBe('2026-10-01')
  })
  test.each([
    ['change-in-future', { effectiveOn: '2026-11-23', fields: { note: '早了' } }], ['change-before-filing', { effectiveOn: '1990-01-01', fields: { note: '晚了' } }],
    ['nothing-changed', { fields: {} }], ['request-malformed', { fields: { ability: 'strong' } }], ['request-malformed', { fields: { name: '' } }],
  ])('%s', async (code, body) => {
    const { id } = await someone()
    expect((await pei.send('POST', `/api/persons/${id}/changes`, { id: uuidv7(), ...body })).body.code).toBe(code)
  })
})

describe('filing by hand', () => {
  const idNumber = '11010519491231002X'
  const village = async (code = '320322112203') => (await rows<{ id: number }>(sql`select id from organisation_unit where code = ${code}`))[0]!.id
  test('files once however often it is sent, with her own household', async () => {
    const body = { id: uuidv7(), name: '周桂芳', idNumber: '１１０１０５19491231002x', unitId: await village(), ability: 'partial', hardships: ['disabled'], phone: '139-1234-5678' }
    const first = await pei.send('POST', '/api/persons', body)
    expect(first.body).toEqual({ id: body.id, journal: expect.stringMatching(/^\d+$/) })
    expect((await pei.send('POST', '/api/persons', body)).body).toEqual(first.body)
    const { body: card } = await pei.get(`/api/persons/${body.id}`)
    expect(card).toMatchObject({ name: '周桂芳', birth: '1949-12-31', sex: 'female', ability: 'partial', wish: 'unknown', hardships: ['disabled'], filedOn: '2026-11-22', phone: '139****5678' })
    expect(card.household).toMatchObject({ headName: '周桂芳', members: [{ id: body.id, isHead: true }] })
    expect((await list('q=zgf')).persons.map((p: { id: string }) => p.id)).toContain(body.id)
    expect((await list(`q=${encodeURIComponent('周贵芳')}`)).homophones.map((p: { id: string }) => p.id)).toContain(body.id)
  })
  test.each([
    ['already-filed', {}], ['id-of-another-name', { name: '周贵芳' }], ['id-length', { idNumber: '110105491231002' }], ['id-checkdigit', { idNumber: '110105194912310021' }],
    ['id-lost-digits', { idNumber: '1.10105E+17' }], ['birth-differs-from-id', { birth: '1949-12-30' }], ['village-unknown', { unitId: 999_999 }], ['filed-in-future', { filedOn: '2026-12-01' }],
  ])('%s', async (code, differing) => {
    const answer = await pei.send('POST', '/api/persons', { id: uuidv7(), name: '周桂芳', idNumber, unitId: await village(), ...differing })
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })
  test('a village of another county is none', async () => {
    expect((await feng.send('POST', '/api/persons', { id: uuidv7(), name: '新人', idNumber: '110105199003072340', unitId: await village() })).body.code).toMatch(/village-unknown|id-checkdigit/)
  })
})

test('the list goes out as a spreadsheet: masked, with who and when', async () => {
  const { response } = await pei.get('/api/persons.xlsx?hardship=disabled')
  expect(response.headers.get('content-type')).toContain('spreadsheetml')
  const path = join(folder.path, 'out.xlsx')
  await writeFile(path, Buffer.from(await response.arrayBuffer()))
  const lines: unknown[][] = []
  for await (const part of readSheets(path)) lines.push(...part.rows.map(({ cells }) => cells))
  expect(lines[0]![0]).toContain('沛县')
  expect(lines[1]!.slice(0, 3)).toEqual(['姓名', '性别', '出生日期'])
  expect(lines.length - 2).toBe((await list('hardship=disabled')).total)
  expect(JSON.stringify(lines)).not.toMatch(/\d{17}[\dX]/)
})
