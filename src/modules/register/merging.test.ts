import { everywhere, rangeOf, type Role } from '#kernel/actor.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import { routes as care } from '#modules/care/index.ts'
import { rootsOf } from '#modules/ledger/index.ts'
import { unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { hasOpenRequest, routes as rights } from '#modules/rights/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { smallRoster } from '../../../test/support/small-roster.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { bringRoster } from './bringing.ts'
import { mergeRoutes } from './merging.routes.ts'
import { routes } from './routes.ts'

/* One woman carded twice: one card stays, the other is closed and names it; all that finds her finds the one that stands; and back. */

let db: TestDatabase
let workspace: Workspace
let pei: Caller
let feng: Caller
let city: Caller
let villages: Unit[]
const folder = testFolder()
const [pick, used] = [random(8), new Set<string>()]
const place = () => ({ pool: db.pool, schema: workspace.schema, reach: everywhere })

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  const all = [...routes, ...mergeRoutes(hasOpenRequest), ...care, ...rights]
  const as = async (unit: string, roles: readonly Role[] = ['officer']) => caller(all, await testCtx(db, workspace, { unit, roles, dataFolder: folder.path }))
  ;[pei, feng, city] = [await as('320322'), await as('320321'), await as('3203')]
  const below = (await inSnapshot(place(), (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] })))
  villages = [below.find(({ code }) => code.startsWith('320322'))!, below.find(({ code }) => code.startsWith('320321'))!]
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

type Filed = { id: Uuid; idNumber: string; name: string }
async function filed(name: string, more: { village?: Unit; birth?: string; number?: string; card?: object } = {}): Promise<Filed> {
  const made = { id: uuidv7(), name, idNumber: more.number ?? idNumber(pick, '320322', more.birth ?? '1981-02-03', used) }
  const { status, body } = await city.send('POST', '/api/persons', { ...made, unitId: (more.village ?? villages[0]!).id, ...more.card })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return made
}
const said = async (who: Caller, path: string, body: object) => {
  const answer = await who.send('POST', path, { id: uuidv7(), ...body })
  return answer.status === 200 ? answer.body : answer.body.code
}
const merge = (stays: Filed, closes: Filed, who = pei, id = uuidv7()) => said(who, '/api/merges', { id, stays: stays.id, closes: closes.id, reason: '同一个人，两次建卡' })
const undo = (merged: { id: string }, who = pei, id = uuidv7()) => said(who, `/api/merges/${merged.id}/undo`, { id, reason: '是两个人' })
const card = async (of: Filed, who = pei) => (await who.get(`/api/persons/${of.id}`)).body
const found = async (q: string, who = pei) => (await who.get(`/api/persons?q=${encodeURIComponent(q)}`)).body.persons.map(({ id }: { id: string }) => id)
/** Who counts as whom, as the ledger alone tells it: name of a card → id of the card that it counts as. */
async function countsAs(...of: Filed[]): Promise<(string | undefined)[]> {
  return inSnapshot(place(), async (tx) => {
    const merges = await tx.rows<{ subject: Uuid; into: Uuid }>(sql`select e.subject, e.source as into from ledger_entry e where e.kind = 'ledger.merged'
      and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)`)
    const subjects = await tx.rows<{ id: Uuid; record: Uuid }>(sql`select id, record_id as record from ledger_subject where type = 'person'`)
    const [roots, records] = [rootsOf(merges), new Map(subjects.map(({ id, record }) => [id, record]))]
    return of.map(({ id }) => {
      const subject = subjects.find(({ record }) => record === id)!.id
      return records.get(roots.get(subject) ?? subject)
    })
  })
}

describe('a merge', () => {
  test('closes one card, which names the one that stays; the ledger counts both as one, and both time lines stand on it', async () => {
    const [a, b] = [await filed('周桂芳', { card: { wish: 'start-business' } }), await filed('周桂芬')]
    await said(pei, '/api/work-starts', { personIds: [b.id], trade: 'handicraft', startedOn: '2026-05-01' })
    const id = uuidv7()
    const done = await merge(a, b, pei, id)
    expect(done).toMatchObject({ id, stays: a.id })
    expect(await merge(a, b, pei, id)).toEqual(done)
    expect(await merge(b, a, pei, id)).toBe('request-reused')
    expect(await countsAs(a, b)).toEqual([a.id, a.id])
    expect(await card(a)).toMatchObject({ name: '周桂芳', wish: 'start-business', works: 'handicraft', abilities: { change: true }, merges: [{ id, closed: false, other: { id: b.id, name: '周桂芬' }, reason: '同一个人，两次建卡' }] })
    expect((await card(a)).timeline.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['care.work-started', 'register.classified', 'register.classified', 'register.classified', 'register.person-filed', 'register.person-filed'])
    expect(await card(b)).toMatchObject({ name: '周桂芬', abilities: { change: false, startWork: false }, merges: [{ id, closed: true, other: { id: a.id, name: '周桂芳' } }] })
    expect(await found('周桂')).toEqual([a.id])
    expect(await found(b.idNumber)).toEqual([a.id])
    expect(await said(pei, `/api/persons/${b.id}/changes`, { fields: { note: '还在' } })).toBe('card-merged')
    expect(await merge(a, b)).toBe('card-merged')
    expect(await merge(a, a)).toBe('merge-same-card')
    // the last class and household that the ledger holds of her are those of the card that stays
    const last = await inSnapshot(place(), (tx) => tx.rows<{ told: string }>(sql`select e.kind || coalesce(' ' || (e.facets ->> 'wish'), '') as told from ledger_entry e
      join ledger_journal j on j.posting = e.posting where j.verb = 'register.merge' order by e.posting desc, e.line limit 3`))
    expect(last.map(({ told }) => told)).toEqual(['ledger.merged', 'register.classified start-business', 'register.joined-household'])
  })
  test('leads whoever names the closed card to the one that stays: filing, work, requests, the household', async () => {
    const [a, b] = [await filed('钱一芳'), await filed('钱一方')]
    await merge(a, b)
    expect((await pei.send('POST', '/api/persons', { id: uuidv7(), name: '钱一方', idNumber: b.idNumber, unitId: villages[0]!.id })).body.code).toBe('already-filed')
    expect(await said(pei, '/api/work-starts', { personIds: [b.id], trade: 'farming', startedOn: '2026-05-02' })).toMatchObject({ recorded: 1 })
    expect((await card(a)).works).toBe('farming')
    expect((await card(b)).works).toBeNull()
    expect(await said(pei, `/api/persons/${b.id}/requests`, { kind: 'access', channel: 'paper' })).toMatchObject({ personId: a.id })
    const home = (await card(b)).household.id
    expect((await pei.get(`/api/households/${home}`)).body.members).toEqual([])
  })
  test('a start of work recorded on the closed card is the start of her who stays: it is not recorded twice', async () => {
    const [a, b] = [await filed('钱二芳'), await filed('钱二方')]
    expect(await said(pei, '/api/work-starts', { personIds: [b.id], trade: 'farming', startedOn: '2026-05-02' })).toMatchObject({ recorded: 1 })
    await merge(a, b)
    expect(await said(pei, '/api/work-starts', { personIds: [a.id], trade: 'farming', startedOn: '2026-05-02' })).toMatchObject({ recorded: 0 })
  })
  test('a roster that brings the closed number changes the card that stays, and files nobody', async () => {
    const [a, b] = [await filed('孙二芳'), await filed('孙二方')]
    await merge(a, b)
    const town = (await inSnapshot(place(), (tx) => tx.rows<{ town: string; name: string }>(sql`select t.name as town, u.name from organisation_unit u join organisation_unit t on t.id = u.parent_id where u.id = ${villages[0]!.id}`)))[0]!
    const row = { '镇（街道）': town.town, '村（社区）': town.name, 户编号: '', 户主姓名: '', 姓名: b.name, 与户主关系: '', 身份证号: b.idNumber, 出生日期: '1981-02-03', 劳动能力: '无', 就业意愿: '', 困难类型: '', 联系电话: '', 家庭人口: '', 建档日期: '' }
    const ctx = await testCtx(db, workspace, { unit: '320322', dataFolder: folder.path })
    const brought = await bringRoster(ctx, await smallRoster(folder.path, [row, { ...row, 姓名: a.name, 身份证号: a.idNumber, 劳动能力: '有' }]), {})
    expect(brought).toMatchObject({ accepted: 2, persons: { new: 0, updated: 1, unchanged: 1 } })
    expect((await card(a)).ability).toBe('none')
    expect((await card(b)).ability).toBe('unknown')
  })
  test('of a card that others were merged into takes them along; taken back, they go where they were', async () => {
    const [a, b, c] = [await filed('李甲芳'), await filed('李乙芳'), await filed('李丙芳')]
    const first = await merge(b, a)
    const second = await merge(c, b)
    expect(await countsAs(a, b, c)).toEqual([c.id, c.id, c.id])
    expect(await found(a.idNumber)).toEqual([c.id])
    await undo(second)
    expect(await countsAs(a, b, c)).toEqual([b.id, b.id, c.id])
    expect(await found(a.idNumber)).toEqual([b.id])
    await merge(c, b)
    await undo(first)
    expect(await countsAs(a, b, c)).toEqual([a.id, c.id, c.id])
    expect(await found(a.idNumber)).toEqual([a.id])
  })
  test('is taken back once: both cards stand, and both count', async () => {
    const [a, b] = [await filed('吴三芳'), await filed('吴三方')]
    await said(pei, '/api/work-starts', { personIds: [b.id], trade: 'handicraft', startedOn: '2026-05-01' })
    const merged = await merge(a, b)
    const id = uuidv7()
    const undone = await undo(merged, pei, id)
    expect(undone).toMatchObject({ id: merged.id })
    expect(await undo(merged, pei, id)).toEqual(undone)
    expect(await undo(merged)).toBe('merge-undone')
    expect(await countsAs(a, b)).toEqual([a.id, b.id])
    expect([(await card(a)).works, (await card(b)).works, (await card(a)).merges, (await card(b)).merges]).toEqual([null, 'handicraft', [], []])
    expect((await found('吴三')).sort()).toEqual([a.id, b.id].sort())
    expect(await merge(b, a)).toMatchObject({ stays: b.id })
  })
  test('is for who reaches both cards; who reaches one sees that it was merged, and nothing of the other', async () => {
    const [here, there] = [await filed('郑四芳'), await filed('郑四方', { village: villages[1]! })]
    expect(await merge(here, there)).toBe('person-not-found')
    expect(await merge(here, there, feng)).toBe('person-not-found')
    const done = await merge(here, there, city)
    expect(done).toMatchObject({ stays: here.id })
    expect(await card(there, feng)).toMatchObject({ name: '郑四方', merges: [{ closed: true, other: null }] })
    expect((await card(here)).merges).toMatchObject([{ closed: false, other: null }])
    expect(await found(there.idNumber)).toEqual([here.id])
    expect(await found(there.idNumber, feng)).toEqual([])
    for (const who of [pei, feng]) expect(await undo(done, who)).toBe('merge-not-found')
    expect(await undo({ id: uuidv7() })).toBe('merge-not-found')
    expect(await undo(done, city)).toMatchObject({ id: done.id })
  })
  test('two who merge the same two cards either way at once: one wins, and there is no circle', async () => {
    for (let n = 0; n < 5; n += 1) {
      const [a, b] = [await filed(`冯五${n}芳`), await filed(`冯五${n}方`)]
      const answers = await Promise.all([merge(a, b), merge(b, a)])
      expect(answers.filter((one) => one === 'card-merged')).toHaveLength(1)
      const stays = answers.find((one) => one !== 'card-merged').stays
      expect(await countsAs(a, b)).toEqual([stays, stays])
    }
  })
  test('waits for what was asked about either card', async () => {
    const [a, b] = [await filed('陈六芳'), await filed('陈六方')]
    const asked = await said(pei, `/api/persons/${b.id}/requests`, { kind: 'access', channel: 'paper' })
    expect(await merge(a, b)).toBe('merge-open-request')
    await said(pei, `/api/requests/${asked.id}/refuse`, { reason: '本人撤回' })
    expect(await merge(a, b)).toMatchObject({ stays: a.id })
  })
})

describe('likely twins', () => {
  const twins = async (who = pei) => {
    const { pairs } = (await who.get(`/api/twins?unit=${villages[0]!.id}`)).body
    return (pairs as { reasons: string[]; cards: { id: string }[] }[]).map(({ reasons, cards }) => ({ reasons, ids: cards.map(({ id }) => id).sort() }))
  }
  const between = async (one: Filed, other: Filed) => (await twins()).find(({ ids }) => ids.includes(one.id) && ids.includes(other.id))?.reasons
  test('are of one name and birth, one phone or household, or of numbers that are nearly the same', async () => {
    const a = await filed('许玉兰', { birth: '1971-05-22', card: { phone: '13812340001', householdNumber: 'T1' } })
    const name = await filed('许玉兰', { birth: '1971-05-22' })
    const sound = await filed('许玉蓝', { birth: '1971-05-22' })
    const phone = await filed('许玉兰', { birth: '1990-01-09', card: { phone: '138 1234 0001' } })
    const near = await filed('许玉兰', { number: withCheck(`${a.idNumber.slice(0, 12)}23${a.idNumber.slice(14, 17)}`) })
    const far = await filed('许玉兰', { birth: '1955-11-30' })
    expect(await between(a, name)).toContain('name-birth')
    expect(await between(a, sound)).toContain('sound-birth')
    expect(await between(a, phone)).toEqual(['phone'])
    expect(await between(a, near)).toEqual(['number-near'])
    expect(await between(a, far)).toBeUndefined()
    // found to be two persons, or merged: not shown any more
    expect(await said(pei, '/api/twins/apart', { persons: [a.id, phone.id] })).toEqual({ done: true })
    expect(await between(a, phone)).toBeUndefined()
    const merged = await merge(a, name)
    expect(await between(a, name)).toBeUndefined()
    await undo(merged)
    expect(await between(a, name)).toContain('name-birth')
    expect((await feng.get('/api/twins')).body.pairs).toEqual([])
    // how many of them wait: those in reach, and no look at anybody
    expect((await pei.get('/api/twins-waiting')).body).toEqual({ pairs: (await pei.get('/api/twins')).body.total })
    expect((await feng.get('/api/twins-waiting')).body).toEqual({ pairs: 0 })
  })
})

function withCheck(seventeen: string): string {
  return seventeen + '10X98765432'[[...seventeen].reduce((sum, digit, i) => sum + Number(digit) * (2 ** (17 - i) % 11), 0) % 11]
}
