import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere } from '#kernel/actor.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot, txOver } from '#platform/database/transaction.ts'
import { grantAccount } from '#modules/accounts/index.ts'
import { unitByCode, unitsBelow, type Unit } from '#modules/organisation/index.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { password, twoCounties, type Answered, type Belongings, type TwoCounties, type Visitor } from '../../../test/support/two-counties.ts'
import { straightenCards } from './index.ts'

let world: TwoCounties
let [pei, feng, city, operator]: Visitor[] = []
let [mine, theirs]: Belongings[] = []
const place = () => ({ pool: world.db.pool, schema: world.workspace.schema, reach: everywhere })
const unit = (code: string) => inSnapshot(place(), async (tx) => (await unitByCode(tx, everywhere, code))!)
const villagesOf = (town: Pick<Unit, 'path'>) => inSnapshot(place(), (tx) => unitsBelow(tx, everywhere, { path: town.path, levels: [5] }))
const townsOf = (county: Unit) => inSnapshot(place(), (tx) => unitsBelow(tx, everywhere, { path: county.path, levels: [4] }))
const change = (body: object, reason = '区划调整', id: Uuid = uuidv7(), more: object = {}): Promise<Answered> => operator!.ask('/api/unit-changes', { method: 'POST', body: { id, reason, change: body, ...more } })
const preview = (body: object) => operator!.ask('/api/unit-changes/preview', { method: 'POST', body: { change: body } })
const must = async (answer: Promise<Answered>) => {
  const { status, body, text } = await answer
  if (status !== 200) throw new Error(text)
  return body
}
const filed = async (query: string, who = city!): Promise<number> => (await must(who.ask(`/api/figures/persons-filed?${query}`))).value
const seen = async (who: Visitor): Promise<string[]> => (await must(who.ask('/api/persons'))).persons.map(({ name }: { name: string }) => name).sort()

beforeAll(async () => {
  world = await twoCounties()
  ;[pei, feng, city] = [await world.visitor('pei'), await world.visitor('feng'), await world.visitor('city')]
  operator = world.withoutPolicy(city)
  mine = await world.live(pei, '320322', ['沛一', '沛二', '沛三'], 1)
  theirs = await world.live(feng, '320321', ['丰一', '丰二'], 2)
}, 60_000)
afterAll(() => world?.close())

describe('a village goes to another county, known late', () => {
  let before: number
  let town: Unit
  const move = () => ({ verb: 'move', unitId: mine!.village.id, parentId: town.id, code: null, onDay: '2026-06-01' })
  beforeAll(async () => {
    town = (await townsOf(theirs!.county))[0]!
    before = (await must(city!.ask('/api/figures/persons-filed'))).asOf.journal
  })

  test('it is told before it is done, and nothing is written by that', async () => {
    expect(await must(preview(move()))).toMatchObject({ units: 1, cards: 3, households: 3, ended: [], grants: [], told: { unit: { id: mine!.village.id }, to: { id: town.id } } })
    expect(await seen(feng!)).toEqual(['丰一', '丰二'])
  })
  test('cards go with it: the new county finds them, the old one does not', async () => {
    const id = uuidv7()
    const done = await must(change(move(), '省政府批复', id))
    expect(done).toMatchObject({ cards: 3, unit: { id: mine!.village.id } })
    expect(await must(change(move(), '省政府批复', id))).toEqual(done)
    expect((await change(move(), '别的', id)).body.code).toBe('request-reused')
    expect(await seen(feng!)).toEqual(['丰一', '丰二', '沛一', '沛三', '沛二'].sort())
    expect(await seen(pei!)).toEqual([])
    expect((await feng!.ask(`/api/persons/${mine!.persons[0]}`)).status).toBe(200)
    expect((await pei!.ask(`/api/persons/${mine!.persons[0]}`)).status).toBe(404)
    // What was recorded before the move is seen by whoever keeps the card now.
    expect((await must(feng!.ask(`/api/persons/${mine!.persons[0]}`))).timeline.map(({ kind }: { kind: string }) => kind)).toContain('register.person-filed')
  })
  test.each([
    ['unit=320322&boundaryDay=2026-05-31', 3], ['unit=320321&boundaryDay=2026-05-31', 2],
    ['unit=320322', 0], ['unit=320321', 5], ['unit=320322&boundaryDay=then', 3], ['unit=320321&boundaryDay=then', 2], ['unit=3203', 5], ['unit=3203&boundaryDay=then', 5],
  ])('%s counts %i', async (query, value) => expect(await filed(query)).toBe(value))
  test.each(['2026-05-31', '2026-11-22', 'then'])('the counties add up to the city under %s', async (boundaryDay) => {
    const { value, parts, overlap } = await must(city!.ask(`/api/figures/persons-filed?by=unit&boundaryDay=${boundaryDay}`))
    expect(parts.reduce((sum: number, part: { value: number }) => sum + part.value, 0) - overlap).toBe(value)
    expect(value).toBe(5)
  })
  test('as of before it was known, today’s boundaries are those of before', async () => {
    expect([await filed(`unit=320322&asOf=${before}`), await filed(`unit=320321&asOf=${before}`)]).toEqual([3, 2])
  })
  test('its life says when, whereto, why and since which number', async () => {
    const { changes } = await must(city!.ask(`/api/units/${mine!.village.id}/life`))
    expect(changes).toMatchObject([{ verb: 'move', onDay: '2026-06-01', reason: '省政府批复', told: { to: { name: town.name } } }])
    expect(Number(changes[0].journal)).toBeGreaterThan(Number(before))
  })
  test('the ledger has it: one posting, the unit its subject', async () => {
    const { rows } = await world.db.asOwner((owner) => owner.query(`select e.kind, s.type, e.happened_on::text from ${world.workspace.schema}.ledger_entry e join ${world.workspace.schema}.ledger_subject s on s.id = e.subject where e.kind like 'organisation.%'`))
    expect(rows).toEqual([{ kind: 'organisation.unit-moved', type: 'unit', happened_on: '2026-06-01' }])
  })
})

describe('a village is merged into its neighbour', () => {
  let [gone, heir]: Unit[] = []
  beforeAll(async () => {
    const village = await unit(mine!.village.code)
    const others = (await inSnapshot(place(), (tx) => unitsBelow(tx, everywhere, { path: theirs!.county.path, levels: [5] }))).filter(({ id }) => id !== village.id && id !== theirs!.village.id)
    ;[gone, heir] = [village, others[0]!]
    await world.db.asOwner((owner) => grantAccount(txOver(owner), { name: 'worker', displayName: '村干部', password, roles: ['worker'], workspace: world.workspace, unit: village, now: Temporal.Instant.from('2026-11-22T02:00:00Z') }))
  })
  test('cards stand at the heir, figures of the old village under its own boundaries stay', async () => {
    const body = { verb: 'merge', unitIds: [gone!.id], into: { unitId: heir!.id }, onDay: '2026-11-20' }
    expect(await must(preview(body))).toMatchObject({ cards: 3, ended: [{ id: gone!.id }], grants: [{ role: 'worker', accounts: 1, unit: { id: gone!.id } }] })
    const worker = await world.visitor('worker')
    expect((await worker.ask('/api/persons')).body.total).toBe(3)
    const id = uuidv7()
    const answers = await Promise.all(Array.from({ length: 5 }, () => change(body, '并村', id)))
    expect(answers.map((one) => [one.status, one.body])).toEqual(answers.map(() => [200, answers[0]!.body]))
    // Whoever worked for the old village is out, and comes in again when she was given the new one.
    expect((await worker.ask('/api/persons')).status).toBe(401)
    await expect(world.visitor('worker')).rejects.toThrow('sign-in-no-unit')
    expect((await must(feng!.ask(`/api/persons/${mine!.persons[0]}`))).timeline[0]).toMatchObject({ is: 'unit', kind: 'merge', on: '2026-11-20', before: expect.stringContaining(gone!.name), after: expect.stringContaining(heir!.name) })
    expect((await must(feng!.ask(`/api/persons/${mine!.persons[0]}`))).unit?.id ?? heir!.id).toBe(heir!.id)
    expect([await filed(`unit=${heir!.code}`), await filed(`unit=${heir!.code}&boundaryDay=2026-11-19`), await filed(`unit=${gone!.code}&boundaryDay=2026-11-19`)]).toEqual([3, 0, 3])
    expect((await city!.ask(`/api/figures/persons-filed?unit=${gone!.code}`)).body.code).toBe('unit-not-found')
  })
  test('its life is told though it stands no more', async () => {
    const { changes, endedOn } = await must(city!.ask(`/api/units/${gone!.id}/life`))
    expect([changes.map(({ verb }: { verb: string }) => verb), endedOn]).toEqual([['merge', 'move'], '2026-11-19'])
  })
  test('its code is free for another', async () => {
    const { unit: made } = await must(change({ verb: 'open', name: '新村', code: gone!.code, parentId: heir!.parentId!, level: 5, onDay: '2026-11-21' }, '另设', uuidv7(), { codesConfirmed: true }))
    expect(made.code).toBe(gone!.code)
    expect(await filed(`unit=${gone!.code}`)).toBe(0)
    expect(await filed(`unit=${gone!.code}&boundaryDay=2026-11-19`)).toBe(3)
  })
})

describe('a town is split', () => {
  test('its villages go where they are given, and its code and figures with the heir', async () => {
    const town = (await townsOf(mine!.county))[3]!
    const villages = await villagesOf(town)
    const body = {
      verb: 'split', unitId: town.id, onDay: '2026-11-01', ends: true, heir: 0,
      into: [{ name: '甲镇', code: town.code, children: villages.slice(2).map(({ id }) => id) }, { name: '乙镇', code: '320322988', children: villages.slice(0, 2).map(({ id }) => id) }],
    }
    await must(change(body))
    const [first, second] = [await unit(town.code), await unit('320322988')]
    expect([first.name, (await villagesOf(first)).length, (await villagesOf(second)).map(({ id }) => id)]).toEqual(['甲镇', villages.length - 2, villages.slice(0, 2).map(({ id }) => id)])
  })
})

describe('a change that leaves a unit in one row, as if nothing had happened', () => {
  const boundaries = ['2026-10-31', '2026-11-22', 'then']
  const counted = () => Promise.all([...boundaries.map((boundaryDay) => filed(`unit=3203&boundaryDay=${boundaryDay}`)), ...boundaries.map((boundaryDay) => filed(`unit=320321&boundaryDay=${boundaryDay}`))])
  test('moved by mistake and moved back: every figure is what it was', async () => {
    const { village } = theirs!
    const [before, town] = [await counted(), (await townsOf(mine!.county))[0]!]
    const away = await must(change({ verb: 'move', unitId: village.id, parentId: town.id, code: null, onDay: '2026-11-02' }))
    expect(await filed('unit=3203')).toBe(before[1])
    await must(change({ verb: 'move', unitId: village.id, parentId: village.parentId!, code: null, onDay: '2026-11-02' }, '改回'))
    expect(await counted()).toEqual(before)
    expect(await filed(`unit=3203&asOf=${away.journal}`)).toBe(before[1])
  })
  test('moved since ever: it counts where it now always stood, as of before where it was', async () => {
    const { village } = theirs!
    const [before, towns, { asOf }] = [await counted(), await townsOf(theirs!.county), await must(city!.ask('/api/figures/persons-filed'))]
    const town = towns.find(({ id }) => id !== village.parentId)!
    const inTowns = () => Promise.all([towns.find(({ id }) => id === village.parentId)!, town].map(({ code }) => filed(`unit=${code}`)))
    const [from, to] = await inTowns()
    await must(change({ verb: 'move', unitId: village.id, parentId: town.id, code: null, onDay: '1900-01-01' }))
    expect(await counted()).toEqual(before)
    expect(await inTowns()).toEqual([from! - 2, to! + 2])
    expect(await filed(`unit=${town.code}&asOf=${asOf.journal}`)).toBe(to)
    await must(change({ verb: 'move', unitId: village.id, parentId: village.parentId!, code: null, onDay: '1900-01-01' }, '改回'))
    expect([await counted(), await inTowns()]).toEqual([before, [from, to]])
  })
})

test('a partner agency beside a village goes with it', async () => {
  const agency = uuidv7()
  const village = theirs!.village
  await must(feng!.ask('/api/agencies', { method: 'POST', body: { id: agency, name: '村合作社', kind: 'association', unitId: village.id, joinedOn: '2026-11-01' } }))
  const town = (await townsOf(mine!.county))[0]!
  await must(change({ verb: 'move', unitId: village.id, parentId: town.id, code: null, onDay: '2026-11-02' }))
  expect([(await pei!.ask(`/api/agencies/${agency}`)).status, (await feng!.ask(`/api/agencies/${agency}`)).status]).toEqual([200, 404])
  await must(change({ verb: 'move', unitId: village.id, parentId: village.parentId!, code: null, onDay: '2026-11-02' }, '改回'))
  expect((await feng!.ask(`/api/agencies/${agency}`)).status).toBe(200)
})

describe('two administrators look at the same unit', () => {
  const rename = (name: string) => ({ verb: 'rename', unitId: theirs!.village.id, name, code: theirs!.village.code, onDay: '2026-11-03' })
  test('both write at once: one is done, the other is told to look again, and what it then sees is what is done', async () => {
    const seen = await Promise.all(['甲名村', '乙名村'].map(async (name) => ({ name, seen: (await must(preview(rename(name)))).seen as string })))
    const answers = await Promise.all(seen.map(({ name, seen }) => change(rename(name), '改名', uuidv7(), { seen })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = answers.findIndex(({ status }) => status === 409)
    expect(answers[late]!.body).toMatchObject({ code: 'unit-tree-changed' })
    const again = await must(preview(rename(seen[late]!.name)))
    expect(again.told.before.name).toBe(seen[1 - late]!.name)
    const id = uuidv7()
    const done = await must(change(rename(seen[late]!.name), '改名', id, { seen: again.seen }))
    // Sent again it finds what it did, though the tree is another by now.
    expect(await must(change(rename(seen[late]!.name), '改名', id, { seen: again.seen }))).toEqual(done)
    await must(change(rename(theirs!.village.name), '改回'))
  })
  test('a change elsewhere does not disturb, nor a card that is filed meanwhile', async () => {
    const { seen } = await must(preview(rename('丙名村')))
    await must(change({ verb: 'rename', unitId: mine!.county.id, name: '沛新县', code: mine!.county.code, onDay: '2026-11-03' }))
    await must(change(rename('丙名村'), '改名', uuidv7(), { seen }))
    await must(change(rename(theirs!.village.name), '改回'))
    await must(change({ verb: 'rename', unitId: mine!.county.id, name: mine!.county.name, code: mine!.county.code, onDay: '2026-11-03' }))
  })
})

test('a code that does not fit is told and has to be confirmed; one that is kept is told', async () => {
  const { village, county } = theirs!
  const town = (await townsOf(county))[1]!
  const open = { verb: 'open', name: '试点村', code: `${mine!.county.code}100977`, parentId: town.id, level: 5, onDay: '2026-11-04' }
  expect(await must(preview(open))).toMatchObject({ oddCodes: [{ unit: { code: open.code }, parent: { code: town.code }, why: 'parent' }], oddKept: 0 })
  expect((await change(open)).body).toMatchObject({ code: 'unit-code-odd', facts: { code: open.code, parentCode: town.code } })
  const made = await must(change(open, '试点', uuidv7(), { codesConfirmed: true }))
  await must(change({ verb: 'close', unitId: made.unit.id, heirId: village.id, onDay: '2026-11-05' }))
  expect(await must(preview({ verb: 'move', unitId: village.id, parentId: (await townsOf(mine!.county))[0]!.id, code: null, onDay: '2026-11-04' }))).toMatchObject({ oddCodes: [], oddKept: 1 })
})

describe('what is refused', () => {
  test.each<[string, () => object]>([
    ['unit-top-stays', () => ({ verb: 'close', unitId: world.workspace.topUnitId, heirId: null, onDay: '2026-11-01' })],
    ['unit-day-ahead', () => ({ verb: 'close', unitId: theirs!.village.id, heirId: null, onDay: '2026-11-23' })],
    ['unit-has-children', () => ({ verb: 'close', unitId: theirs!.village.parentId, heirId: null, onDay: '2026-11-01' })],
    ['unit-holds-cards', () => ({ verb: 'close', unitId: theirs!.village.id, heirId: null, onDay: '2026-11-01' })],
    ['unit-cycle', () => ({ verb: 'move', unitId: theirs!.county.id, parentId: theirs!.village.id, code: null, onDay: '2026-11-01' })],
    ['unit-level-order', () => ({ verb: 'move', unitId: theirs!.village.parentId, parentId: mine!.village.id + 2, code: null, onDay: '2026-11-01' })],
    ['unit-code-taken', () => ({ verb: 'rename', unitId: theirs!.village.id, name: '别名', code: theirs!.county.code, onDay: '2026-11-01' })],
    ['unit-code-bad', () => ({ verb: 'rename', unitId: theirs!.village.id, name: '别名', code: '12x', onDay: '2026-11-01' })],
    ['unit-change-nothing', () => ({ verb: 'rename', unitId: theirs!.village.id, name: theirs!.village.name, code: theirs!.village.code, onDay: '2026-11-01' })],
    ['unit-not-standing', () => ({ verb: 'close', unitId: mine!.village.id, heirId: null, onDay: '2026-11-21' })],
    ['unit-heir-bad', () => ({ verb: 'close', unitId: theirs!.village.id, heirId: theirs!.county.id, onDay: '2026-11-01' })],
    ['unit-split-empty', () => ({ verb: 'split', unitId: theirs!.village.id, into: [{ name: '一', code: '320321988', children: [] }], ends: true, heir: null, onDay: '2026-11-01' })],
    ['unit-batch-open', () => ({ verb: 'close', unitId: mine!.county.id, heirId: theirs!.county.id, onDay: '2026-11-01' })],
    ['unit-not-found', () => ({ verb: 'close', unitId: 2_000_000, heirId: null, onDay: '2026-11-01' })],
  ])('%s', async (code, body) => {
    expect((await change(body())).body).toMatchObject({ code })
    expect((await preview(body())).body).toMatchObject({ code })
  })
  test('who is no system administrator may not', async () => {
    expect((await city!.ask('/api/unit-changes', { method: 'POST', body: { id: uuidv7(), reason: '试试', change: { verb: 'close', unitId: theirs!.village.id, heirId: null, onDay: '2026-11-01' } } })).body.code).toBe('not-allowed')
  })
})

test('a card that was filed at the old path in the same moment follows', async () => {
  await world.db.asOwner((owner) => owner.query(`update ${world.workspace.schema}.register_person set unit_id = $1, unit_path = $2 where id = $3`, [mine!.village.id, mine!.village.path, mine!.persons[1]]))
  expect(await straightenCards(place())).toBe(1)
  expect(await straightenCards(place())).toBe(0)
  expect((await feng!.ask(`/api/persons/${mine!.persons[1]}`)).status).toBe(200)
})

describe('a card tells since when its unit stands where', () => {
  let village: Unit, towns: Unit[]
  const [pick, used] = [random(7), new Set<string>()]
  const person = async (filedOn: string) => {
    const id = uuidv7()
    await must(feng!.ask('/api/persons', { method: 'POST', body: { id, name: '丰周氏', idNumber: idNumber(pick, '320321', '1980-05-14', used), unitId: village.id, filedOn, ability: 'full' } }))
    return id
  }
  /** Day, verb and the address from then on below the county, oldest first. */
  const told = async (id: string) => (await must(feng!.ask(`/api/persons/${id}`))).timeline.filter(({ is }: { is: string }) => is === 'unit').toReversed()
    .map((one: { on: string; kind: string; after: string }) => [one.on, one.kind, one.after])
  test('renamed, moved, its county renamed, its town merged, itself split: each from its day, and to a card only what was after its first day', async () => {
    towns = (await townsOf(theirs!.county)).slice(-3)
    village = (await villagesOf(towns[0]!))[0]!
    const [early, late] = [await person('2026-01-05'), await person('2026-05-15')]
    expect(await told(early)).toEqual([])
    await must(change({ verb: 'rename', unitId: village.id, name: '新名村', code: village.code, onDay: '2026-03-01' }))
    await must(change({ verb: 'move', unitId: village.id, parentId: towns[1]!.id, code: null, onDay: '2026-04-01' }))
    await must(change({ verb: 'rename', unitId: theirs!.county.id, name: '丰新县', code: theirs!.county.code, onDay: '2026-05-01' }))
    await must(change({ verb: 'merge', unitIds: [towns[1]!.id], into: { unitId: towns[2]!.id }, onDay: '2026-06-01' }))
    await must(change({ verb: 'split', unitId: village.id, into: [{ name: '甲新村', code: `${towns[2]!.code}971`, children: [] }, { name: '乙新村', code: `${towns[2]!.code}972`, children: [] }], ends: true, heir: 0, onDay: '2026-07-01' }))
    const all = [
      ['2026-03-01', 'rename', `丰县 ${towns[0]!.name} 新名村`], ['2026-04-01', 'move', `丰县 ${towns[1]!.name} 新名村`], ['2026-05-01', 'rename', `丰新县 ${towns[1]!.name} 新名村`],
      ['2026-06-01', 'merge', `丰新县 ${towns[2]!.name} 新名村`], ['2026-07-01', 'split', `丰新县 ${towns[2]!.name} 甲新村`],
    ]
    expect([await told(early), await told(late)]).toEqual([all, all.slice(3)])
  })
  test('nothing of it is written to the card, and what was taken back is not told', async () => {
    village = await unit(`${towns[2]!.code}971`)
    const [now, id] = [village, await person('2026-08-01')]
    await must(change({ verb: 'rename', unitId: now.id, name: '错名村', code: now.code, onDay: '2026-09-01' }))
    expect(await told(id)).toHaveLength(1)
    await must(change({ verb: 'rename', unitId: now.id, name: now.name, code: now.code, onDay: '2026-09-01' }, '改回'))
    expect(await told(id)).toEqual([])
  })
})

test('no fault was logged', () => expect(world.faults).toEqual([]))
