import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { declareKind, entryOf, takingBackRefusal, type EntryRef } from './model.ts'
import { post } from './post.ts'
import { entriesOfSubject } from './reached.store.ts'
import { closeBatch, getBatch, openBatch, recordFinding, waiting } from './service.ts'
import { takeBack } from './taking-back.ts'

describe('may a level take back', () => {
  const mine = { recordedBy: 'account:me', above: [] }
  const hers = { recordedBy: 'account:her', above: [] }
  const passedOn = { recordedBy: 'account:her', above: ['city'] }
  test.each([
    ['what it passed', 'passed', [hers], '查无此人', undefined],
    ['an open batch', null, [hers], '查无此人', 'batch-not-passed'],
    ['a returned batch', 'returned', [hers], '查无此人', 'batch-not-passed'],
    ['without saying why', 'passed', [hers], '  ', 'taking-back-reason-missing'],
    ['what nobody passed', 'passed', [], '查无此人', 'nothing-to-take-back'],
    ['what a higher level passed on', 'passed', [hers, passedOn], '查无此人', 'passed-above'],
    ['what she recorded herself', 'passed', [hers, mine], '查无此人', 'check-own'],
  ] as const)('%s', (_what, outcome, found, reason, refused) => {
    expect(takingBackRefusal({ outcome }, found, 'account:me', reason)?.refused).toBe(refused)
  })
})

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.asOwner(async (owner) => {
    await owner.query(`insert into ws_test.organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from) values
      (1, '3203', '徐州市', 2, false, false, null, 'cn.u1.', '1900-01-01'), (2, '320322', '沛县', 3, false, false, 1, 'cn.u1.u2.', '1900-01-01'),
      (4, '320322101210', '前楼村', 5, false, false, 2, 'cn.u1.u2.u4.', '1900-01-01')`)
  })
})
afterAll(() => database.close())

const levels = [{ id: 'village', unitLevel: 5, atWork: false }, { id: 'county', unitLevel: 3, atWork: true }, { id: 'city', unitLevel: 2, atWork: true }]
function at(unitId: number, path: string, id = 'account:checker'): Ctx {
  return {
    db: database.workspace, workspace: { slug: 'test', schema: 'ws_test', programme: 'xuzhou-666', country: 'cn', timeZone: 'Asia/Shanghai', name: '徐州', topUnitId: 1, topPath: 'cn.u1.' },
    actor: { id, name: '测试', roles: ['officer', 'checker'], reach: [{ lo: path, hi: `${path.slice(0, -1)}/` }], unitPath: path, unitId },
    now: Temporal.Instant.from('2018-10-18T01:40:00Z'), today: '2018-10-18', levels, language: 'zh-Hans', address: 'test', requestId: uuidv7(), dataFolder: '', log: { info() {}, error() {} },
  }
}
const county = () => at(2, 'cn.u1.u2.')
const city = () => at(1, 'cn.u1.')
const village = { unitId: 4, unitPath: 'cn.u1.u2.u4.' }

/** `n` entries of a kind of their own, passed by the county in one batch. */
let kinds = 0
async function passedBatch(n: number, recordedBy = 'account:officer') {
  const kind = declareKind({ kind: `care.kind-${(kinds += 1)}`, subject: 'person', facets: {} })
  const entries = Array.from({ length: n }, () => entryOf(kind, { subject: randomId(), ...village, happenedOn: '2018-03-01' }))
  const poster = at(2, 'cn.u1.u2.', recordedBy)
  await inTransaction(poster.db, (tx) => post(tx, poster, 'care.meet', entries))
  const scope = { unitId: 2, kinds: [kind.kind], from: null, to: null }
  return { scope, entries, batch: await check(county, { ...scope, level: 'county' }) }
}
/** Opens a batch, finds its whole sample right, passes it. Out: its id and sample. */
async function check(who: () => Ctx, scope: Parameters<typeof openBatch>[1]) {
  const made = await openBatch(who(), scope)
  if (isRefusal(made)) throw new Error(made.refused)
  const got = await getBatch(who(), made.id)
  if (isRefusal(got)) throw new Error(got.refused)
  for (const { posting, line } of got.sample) await recordFinding(who(), made.id, { posting, line, wrong: false, note: '' })
  expect(await closeBatch(who(), made.id, 'passed', '')).toMatchObject({ outcome: 'passed' })
  return { id: made.id, sample: got.sample }
}
const waits = async (who: () => Ctx, of: { scope: { kinds: readonly string[] } }) =>
  Object.fromEntries((await waiting(who(), { all: of.scope.kinds })).map(({ level, entries }) => [level, entries]))
const all = { only: null, reason: '村里没有这些人' }
const one = (ref: EntryRef) => ({ only: { posting: ref.posting, line: ref.line }, reason: '没有这个人' })

describe('a passing taken back', () => {
  test('of one entry: it waits for the level again, and no longer for the one above; it is passed again', async () => {
    const { scope, batch, entries } = await passedBatch(12)
    expect(await waits(city, { scope })).toEqual({ city: 12 })
    const ctx = county()
    expect(await takeBack(ctx, batch.id, one(batch.sample[0]!))).toMatchObject({ outcome: 'passed', takenBack: 1 })
    expect(await waits(city, { scope })).toEqual({ county: 1, city: 11 })
    // the same request again is the same; another entry under it is not
    expect(await takeBack(ctx, batch.id, one(batch.sample[0]!))).toMatchObject({ takenBack: 1 })
    expect(await takeBack(ctx, batch.id, one(batch.sample[1]!))).toMatchObject({ refused: 'request-reused' })
    expect(await takeBack(county(), batch.id, one(batch.sample[0]!))).toMatchObject({ refused: 'nothing-to-take-back' })
    const got = await getBatch(county(), batch.id)
    expect(!isRefusal(got) && [got.sample.filter(({ passed }) => !passed).length, got.takings.map(({ reason, entries: n }) => [reason, n])]).toEqual([1, [['没有这个人', 1]]])
    const { subject } = entries[batch.sample[0]!.line - 1]!
    const line = async () => (await inSnapshot(database.workspace, (tx) => entriesOfSubject(tx, county().actor.reach, subject, 9))).map(({ kind, passedLevels }) => [kind, passedLevels])
    expect(await line()).toEqual([[scope.kinds[0], []]])
    await check(county, { ...scope, level: 'county' })
    expect(await waits(city, { scope })).toEqual({ city: 12 })
    expect(await line()).toEqual([[scope.kinds[0], ['county']]])
    // the first batch no longer holds it passed: the second does
    expect(await takeBack(county(), batch.id, one(batch.sample[0]!))).toMatchObject({ refused: 'nothing-to-take-back' })
  })
  test('of all: what was taken back singly before stays so and counts once', async () => {
    const { scope, batch } = await passedBatch(12)
    await takeBack(county(), batch.id, one(batch.sample[0]!))
    expect(await takeBack(county(), batch.id, all)).toMatchObject({ takenBack: 12 })
    expect(await waits(city, { scope })).toEqual({ county: 12 })
    expect(await takeBack(county(), batch.id, all)).toMatchObject({ refused: 'nothing-to-take-back' })
  })
  test('a level above that has passed it on takes back first', async () => {
    const { scope, batch } = await passedBatch(12)
    const above = await check(city, { ...scope, unitId: 1, level: 'city' })
    expect(await takeBack(county(), batch.id, all)).toMatchObject({ refused: 'passed-above', facts: { count: 12, level: 'city' } })
    expect(await takeBack(county(), above.id, all)).toMatchObject({ refused: 'batch-not-found' })
    expect(await takeBack(city(), above.id, one(above.sample[0]!))).toMatchObject({ takenBack: 1 })
    expect(await takeBack(county(), batch.id, one(above.sample[0]!))).toMatchObject({ takenBack: 1 })
    expect(await waits(city, { scope })).toEqual({ county: 1 })
  })
  test('a batch of the level above that is open does not pass what was taken back below meanwhile', async () => {
    const { scope, batch } = await passedBatch(12)
    const open = await openBatch(city(), { ...scope, unitId: 1, level: 'city' })
    if (isRefusal(open)) throw new Error(open.refused)
    const got = await getBatch(city(), open.id)
    if (isRefusal(got)) throw new Error(got.refused)
    for (const { posting, line } of got.sample) await recordFinding(city(), open.id, { posting, line, wrong: false, note: '' })
    await takeBack(county(), batch.id, one(batch.sample[0]!))
    await closeBatch(city(), open.id, 'passed', '')
    expect(await waits(city, { scope })).toEqual({ county: 1 })
    await check(county, { ...scope, level: 'county' })
    expect(await waits(city, { scope })).toEqual({ city: 1 })
  })
  test('nobody takes back what she recorded herself; a colleague does', async () => {
    const { batch } = await passedBatch(3, 'account:other')
    expect(await takeBack(at(2, 'cn.u1.u2.', 'account:other'), batch.id, all)).toMatchObject({ refused: 'check-own' })
    expect(await takeBack(county(), batch.id, all)).toMatchObject({ takenBack: 3 })
  })
  test('two at once: one takes back, the other is told that nothing is left', async () => {
    const { scope, batch } = await passedBatch(3)
    const said = await Promise.all([takeBack(county(), batch.id, all), takeBack(county(), batch.id, all)])
    expect(said.map((answer) => (isRefusal(answer) ? answer.refused : answer.takenBack)).sort()).toEqual([3, 'nothing-to-take-back'])
    expect(await waits(city, { scope })).toEqual({ county: 3 })
  })
})
