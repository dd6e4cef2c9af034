import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction, sql, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import * as chain from './chain.ts'
import { declareKind, entryOf, type Entry } from './model.ts'
import { post } from './post.ts'
import { closeBatch, getBatch, openBatch, recordFinding, reverse, waiting } from './service.ts'
import * as store from './store.ts'

const met = declareKind({ kind: 'care.met', subject: 'person', facets: { trade: { values: ['handicraft', 'farming'] }, gift: { values: ['skills', 'goods'], many: true } } })

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.asOwner(async (owner) => {
    await owner.query(`insert into ws_test.organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from) values
      (1, '3203', '徐州市', 2, false, false, null, 'cn.u1.', '1900-01-01'), (2, '320322', '沛县', 3, false, false, 1, 'cn.u1.u2.', '1900-01-01'),
      (3, '320321', '丰县', 3, false, false, 1, 'cn.u1.u3.', '1900-01-01'), (4, '320322101210', '前楼村', 5, false, false, 2, 'cn.u1.u2.u4.', '1900-01-01')`)
  })
})
afterAll(() => database.close())

const levels = [{ id: 'village', unitLevel: 5, atWork: false }, { id: 'county', unitLevel: 3, atWork: true }, { id: 'city', unitLevel: 2, atWork: true }]
/** A context of somebody who works for a unit. */
function at(unitId: number, path: string, roles: Ctx['actor']['roles'] = ['officer', 'checker']): Ctx {
  return {
    db: database.workspace, workspace: { slug: 'test', schema: 'ws_test', programme: 'xuzhou-666', country: 'cn', timeZone: 'Asia/Shanghai', name: '徐州', topUnitId: 1, topPath: 'cn.u1.' },
    actor: { id: 'account:test', name: '测试', roles, reach: [{ lo: path, hi: `${path.slice(0, -1)}/` }], unitPath: path, unitId },
    now: Temporal.Instant.from('2018-10-18T01:40:00Z'), today: '2018-10-18', levels, language: 'zh-Hans', address: 'test', requestId: uuidv7(), dataFolder: '', log: { info() {}, error() {} },
  }
}
const county = () => at(2, 'cn.u1.u2.')
const city = () => at(1, 'cn.u1.')
const village = { unitId: 4, unitPath: 'cn.u1.u2.u4.' }
const one = (day = '2018-05-14', extra: Partial<Parameters<typeof entryOf>[1]> = {}): Entry => entryOf(met, { subject: randomId(), ...village, happenedOn: day, ...extra })
/** Who records: not who checks. */
const officer = (): Ctx => { const ctx = county(); return { ...ctx, actor: { ...ctx.actor, id: 'account:officer' } } }
const posting = (entries: Entry[], requestId = uuidv7(), ctx = officer()) => inTransaction(ctx.db, (tx) => post(tx, { ...ctx, requestId }, 'care.meet', entries))
const read = <T>(work: (tx: Tx) => Promise<T>) => inSnapshot(database.workspace, work)

/** The first fault of the whole chain, read as `verify` reads it. */
async function firstFault() {
  return read(async (tx) => {
    let previous: chain.JournalRow | undefined
    for (const row of await store.journalPage(tx, 0n, 10_000)) {
      const entries = await store.entriesOfPostings(tx, [row.posting], { posting: 0n, line: 0 }, 1_000_000)
      const fault = chain.faultOf(row, previous, entries)
      if (fault) return fault
      previous = row
    }
    return undefined
  })
}

describe('an entry is held against its kind', () => {
  test.each([
    ['a facet not declared', { facets: { colour: 'red' } }, 'declares no facet colour'],
    ['a value not declared', { facets: { trade: 'fishing' } }, 'knows no fishing'],
    ['two values of a single facet', { facets: { trade: ['farming', 'handicraft'] } }, 'holds one value'],
  ])('%s throws', (_, extra, message) => expect(() => one('2018-01-01', extra)).toThrow(message))
  test('many values are kept once, in order', () => expect(one('2018-01-01', { facets: { gift: ['skills', 'goods', 'skills'] } }).facets).toEqual({ gift: ['goods', 'skills'] }))
})

describe('postings', () => {
  test('are numbered without gaps, in order, chained, small and large', async () => {
    const first = await posting([one()])
    const large = await posting(Array.from({ length: 450 }, () => one('2018-06-01', { facets: { trade: 'farming', gift: ['goods'] }, amount: 120_050n, currency: 'CNY' })))
    const third = await posting([one(), one()])
    expect([large.number - first.number, third.number - large.number]).toEqual([1n, 1n])
    expect(first.at < large.at && large.at < third.at).toBe(true)
    expect(await firstFault()).toBeUndefined()
  })
  test('a posting that fails at its last statement leaves no number and no entry behind', async () => {
    const requestId = uuidv7()
    const { number } = await posting([one()], requestId)
    await expect(posting([one(), one()], requestId)).rejects.toMatchObject({ code: '23505' })
    expect((await read(store.head)).number).toBe(number)
    expect((await posting([one()])).number).toBe(number + 1n)
    expect(await read(store.postingsWithoutJournal)).toEqual([])
  })
  test('nothing follows a posting in its transaction', async () => {
    await expect(inTransaction(database.workspace, async (tx) => {
      await post(tx, county(), 'care.meet', [one()])
      return store.head(tx)
    })).rejects.toThrow('the transaction is closed')
  })
  test('twenty of one request at once have one effect', async () => {
    const requestId = uuidv7()
    const before = (await read(store.head)).number
    const work = () => inTransaction(database.workspace, async (tx) => (await store.postingOfRequest(tx, requestId)) ?? post(tx, { ...county(), requestId }, 'care.meet', [one()]))
    const answers = await Promise.allSettled(Array.from({ length: 20 }, work))
    const numbers = new Set(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.number : answer.reason)))
    expect([...numbers]).toEqual([before + 1n])
  })
  test('two hundred postings of eight writers stay gapless and whole', async () => {
    const before = (await read(store.head)).number
    const writer = async () => { for (let i = 0; i < 25; i += 1) await posting([one()]) }
    await Promise.all(Array.from({ length: 8 }, writer))
    expect((await read(store.head)).number).toBe(before + 200n)
    expect(await firstFault()).toBeUndefined()
  })
})

describe('the application may not rewrite', () => {
  test.each(['update ledger_entry set count = 2', 'delete from ledger_entry', 'update ledger_journal set verb = verb', 'delete from ledger_journal', 'update ledger_head set number = 1', 'insert into ledger_journal select * from ledger_journal', 'truncate ledger_entry'])('%s', async (statement) => {
    await expect(inTransaction(database.workspace, (tx) => tx.run(sql.raw(statement)))).rejects.toMatchObject({ code: '42501' })
  })
})

describe('what an owner changes is found', () => {
  const tampers: [string, string, string][] = [
    ['an entry changed', 'update ledger_entry set count = count + 1 where posting = $1', 'entries-differ'],
    ['an entry taken out', 'delete from ledger_entry where posting = $1 and line = 1', 'entries-missing'],
    ['an entry put in', `insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on) select $1, 99, kind, subject, unit_id, unit_path, happened_on from ledger_entry where posting = $1 limit 1`, 'entries-missing'],
    ['a journal row changed', `update ledger_journal set actor = 'account:other' where posting = $1`, 'hash-differs'],
    ['a digest changed with its entries', `update ledger_journal set entries_digest = sha256('x') where posting = $1`, 'entries-differ'],
  ]
  test.each(tampers)('%s', async (_, statement, fault) => {
    const { number } = await posting([one(), one()])
    await posting([one()])
    const { posting: p } = (await read((tx) => store.journalPage(tx, number - 1n, 1)))[0]!
    await database.asOwner(async (owner) => {
      await owner.query('begin; set local search_path to ws_test')
      await owner.query('create table if not exists kept as select * from ledger_entry where false')
      const before = { entries: (await owner.query('select * from ledger_entry where posting = $1', [p])).rows, journal: (await owner.query('select * from ledger_journal where posting = $1', [p])).rows[0] }
      await owner.query(statement, [p])
      await owner.query('commit')
      expect(await firstFault()).toEqual({ journal: String(number), fault })
      // put back as it was, for the next tamper
      await owner.query('set search_path to ws_test')
      await owner.query('delete from ledger_entry where posting = $1', [p])
      for (const e of before.entries) await owner.query(`insert into ledger_entry select * from jsonb_populate_record(null::ledger_entry, $1)`, [JSON.stringify(e, (_k, v) => (typeof v === 'bigint' ? String(v) : v))])
      await owner.query('update ledger_journal set actor = $2, entries_digest = $3 where posting = $1', [p, before.journal.actor, before.journal.entries_digest])
    })
    expect(await firstFault()).toBeUndefined()
  })
})

describe('reversal', () => {
  test('once, by whoever reaches the entry', async () => {
    const { number } = await posting([one()])
    const { posting: p } = (await read((tx) => store.journalPage(tx, number - 1n, 1)))[0]!
    const ref = { posting: p, line: 1 }
    const go = (ctx: Ctx) => inTransaction(ctx.db, (tx) => reverse(tx, ctx, 'care.undo', ['care.met'], ref, 'mistake'))
    expect(await go(at(3, 'cn.u1.u3.'))).toMatchObject({ refused: 'entry-not-found' })
    const ctx = county()
    const done = await go(ctx)
    expect(isRefusal(done)).toBe(false)
    expect(await go(ctx)).toMatchObject({ number: (done as store.Posted).number })
    expect(await go(county())).toMatchObject({ refused: 'entry-reversed' })
  })
})

describe('checking by a level', () => {
  const scope = { level: 'county', unitId: 2, kinds: ['care.checked'], from: null, to: null }
  const checked = declareKind({ kind: 'care.checked', subject: 'person', facets: {} })
  test('a batch is frozen, sampled, looked through, passed', async () => {
    const entries = Array.from({ length: 40 }, (_, i) => entryOf(checked, { subject: randomId(), ...village, happenedOn: `2018-03-${String((i % 28) + 1).padStart(2, '0')}` }))
    await posting(entries)
    expect(await openBatch(city(), scope)).toMatchObject({ refused: 'not-allowed' })
    expect(await openBatch(at(3, 'cn.u1.u3.'), scope)).toMatchObject({ refused: 'unit-not-found' })
    expect(await openBatch(county(), { ...scope, level: 'village' })).toMatchObject({ refused: 'level-not-at-work' })
    expect(await openBatch(county(), { ...scope, level: 'city' })).toMatchObject({ refused: 'level-not-of-unit' })
    expect((await waiting(county(), { all: scope.kinds })).map(({ entries: n, sample }) => [n, sample])).toEqual([[40, 10]])

    const opener = county()
    const batch = await openBatch(opener, scope)
    if (isRefusal(batch)) throw new Error(batch.refused)
    expect(batch).toMatchObject({ members: 40, sampleSize: 10, found: 0 })
    expect(await openBatch(opener, scope)).toMatchObject({ id: batch.id })
    await posting([entryOf(checked, { subject: randomId(), ...village, happenedOn: '2018-04-01' })])
    expect(await closeBatch(county(), batch.id, 'passed', '')).toMatchObject({ refused: 'batch-not-finished', facts: { left: 10 } })

    const read1 = await getBatch(county(), batch.id)
    if (isRefusal(read1)) throw new Error(read1.refused)
    for (const [index, row] of read1.sample.entries()) {
      expect(await recordFinding(county(), batch.id, { posting: row.posting, line: row.line, wrong: index === 0, note: index === 0 ? '查无此人' : '' })).toMatchObject({ found: index + 1 })
    }
    const closer = county()
    expect(await closeBatch(closer, batch.id, 'passed', '')).toMatchObject({ outcome: 'passed', wrong: 1 })
    expect(await closeBatch(closer, batch.id, 'passed', '')).toMatchObject({ outcome: 'passed' })
    expect(await closeBatch(county(), batch.id, 'returned', 'x')).toMatchObject({ refused: 'batch-closed' })
    // the one found wrong and the late one wait; the city may take up what the county passed
    expect((await waiting(county(), { all: scope.kinds })).map((row) => row.entries)).toEqual([2])
    expect((await waiting(city(), { all: scope.kinds })).map((row) => [row.level, row.entries])).toEqual([['county', 2], ['city', 39]])
    expect(await firstFault()).toBeUndefined()
  })

  test('nobody checks what she recorded herself: it stays out of her batch, and a batch that holds it is a colleague’s', async () => {
    const kept = declareKind({ kind: 'care.kept', subject: 'person', facets: {} })
    const own = { ...scope, kinds: ['care.kept'] }
    const entry = () => entryOf(kept, { subject: randomId(), ...village, happenedOn: '2018-05-01' })
    await posting([entry(), entry()], uuidv7(), county())
    expect((await waiting(county(), { all: own.kinds })).map((row) => [row.entries, row.own, row.mayCheck])).toEqual([[2, 2, false]])
    expect(await openBatch(county(), own)).toMatchObject({ refused: 'check-own' })
    await posting([entry()])
    expect((await waiting(county(), { all: own.kinds })).map((row) => [row.entries, row.own, row.sample, row.mayCheck])).toEqual([[3, 2, 1, true]])
    expect(await openBatch(county(), own)).toMatchObject({ members: 1, left: 2, recorders: ['account:officer'] })

    const colleague = () => { const ctx = officer(); return { ...ctx, actor: { ...ctx.actor, roles: ['checker' as const] } } }
    const theirs = await openBatch(colleague(), own)
    if (isRefusal(theirs)) throw new Error(theirs.refused)
    expect(theirs).toMatchObject({ members: 2, left: 0 })
    const read1 = await getBatch(county(), theirs.id)
    if (isRefusal(read1)) throw new Error(read1.refused)
    const { posting: first, line } = read1.sample[0]!
    expect(await recordFinding(county(), theirs.id, { posting: first, line, wrong: false, note: '' })).toMatchObject({ refused: 'check-own' })
    expect(await closeBatch(county(), theirs.id, 'returned', '不是我的')).toMatchObject({ refused: 'check-own' })
    expect(await closeBatch(colleague(), theirs.id, 'returned', '再看')).toMatchObject({ outcome: 'returned' })
  })
})
