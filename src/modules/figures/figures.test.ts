import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { head } from '#modules/ledger/index.ts'
import { changeUnits } from '#modules/boundaries/index.ts'
import { unitByCode, unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { dayOf, fullHistories, live } from '../../../test/support/history.ts'
// @ts-expect-error -- plain JavaScript on purpose: it shares nothing with the program
import * as checker from '../../../test/support/independent-checker.mjs'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { exportLedger, figures, issueReceipt, verify, noWitnesses, receiptJson, type Figure } from './index.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { newCode } from './receipt-code.ts'
import { insertReceipt } from './receipt.store.ts'

let db: TestDatabase
let workspace: Workspace
let units: Unit[]
const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-figures-'))
const seed = 20261122

const ctxOf = (): Ctx => ({
  db: { pool: db.pool, schema: workspace.schema, reach: everywhere }, workspace, language: 'zh-Hans', address: 'test', dataFolder: folder, log: { info() {}, error() {} },
  actor: { id: 'account:test', name: '测试', roles: ['officer'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: workspace.topUnitId },
  now: Temporal.Now.instant(), today: '2026-11-22', levels: programmeOf('xuzhou-666').levels, requestId: uuidv7(),
})
/** The figure, or none where the unit is not found. */
async function asked({ indicator, ...ask }: Parameters<typeof figures>[2] & { indicator: string }): Promise<readonly Figure[]> {
  const answer = await figures(ctxOf(), [indicator], ask)
  if (isRefusal(answer) && answer.refused === 'unit-not-found') return []
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer))
  return answer
}
async function one(ask: Parameters<typeof asked>[0]): Promise<Figure> {
  return (await asked(ask))[0]!
}
/** A village goes to another town, two become one, a third ends; all known late. Entries are recorded before, and after at what then stands. */
async function changeTree(): Promise<void> {
  const villages = units.filter((unit) => unit.level === 5)
  const change = async (what: Parameters<typeof changeUnits>[1]['change']) => {
    const ctx = ctxOf()
    const done = await changeUnits({ ...ctx, actor: { ...ctx.actor, roles: ['system-admin'] } }, { id: uuidv7(), reason: '区划调整', change: what })
    if (isRefusal(done)) throw new Error(JSON.stringify(done))
  }
  await change({ verb: 'move', unitId: villages[0]!.id, parentId: villages[2]!.parentId!, code: null, onDay: '2017-12-01' })
  await change({ verb: 'merge', unitIds: [villages[3]!.id], into: { unitId: villages[4]!.id }, onDay: '2018-02-01' })
  await change({ verb: 'close', unitId: villages[5]!.id, heirId: null, onDay: '2017-09-01' })
  const now = await inSnapshot(ctxOf().db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  units = units.flatMap((unit) => now.find(({ id }) => id === unit.id) ?? [])
}
const parts = (figure: Figure) => Object.fromEntries(figure.parts.map((part) => [part.key, part.value]))

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  const all = await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  // The county itself, three towns, and six villages in them: enough for persons to be met in several places.
  const towns = all.filter((unit) => unit.level === 4).slice(0, 3)
  units = [all[0]!, ...towns, ...towns.flatMap((town) => all.filter((unit) => unit.parentId === town.id).slice(0, 2))]
}, 60_000)
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

describe('every figure, recomputed from an export by a program that is not ours', () => {
  test('all indicators × units × parts × days × journal numbers × levels of random histories', async () => {
    const [sample, all] = [fc.sample(fullHistories, { seed, numRuns: 6 }), units]
    await live(ctxOf(), units, sample.slice(0, 3).flat())
    await changeTree()
    await live(ctxOf(), units, sample.slice(3).flat())
    const out = join(folder, 'export')
    expect(isRefusal(await exportLedger(ctxOf(), out, () => {}))).toBe(false)
    const data = checker.readExport(out)
    expect(checker.checkChain(data)).toBeNull()
    const last = Number(data.manifest.head.number)
    expect(last).toBeGreaterThan(20)
    let [compared, some] = [0, 0]
    const scopes = fc.record({
      unit: fc.constantFrom(units[0]!.code, units[0]!.code, ...all.map((unit) => unit.code)), asOf: fc.oneof(fc.constant(last), fc.integer({ min: 0, max: last })), level: fc.constantFrom(null, null, null, 'county'),
      from: fc.option(fc.nat(700).map(dayOf), { nil: null }), to: fc.integer({ min: 200, max: 720 }).map(dayOf), by: fc.nat(7), indicator: fc.constantFrom(...data.indicators),
      boundaryDay: fc.constantFrom('2026-11-22', '2026-11-22', '2017-06-01', '2018-04-01', 'then'),
      only: fc.oneof({ weight: 2, arbitrary: fc.constant([] as string[]) }, { weight: 1, arbitrary: fc.subarray(all.slice(1).map((unit) => unit.code), { minLength: 1, maxLength: 4 }) }),
    })
    await fc.assert(
      fc.asyncProperty(scopes, async ({ indicator, unit: drawn, only, asOf, level, from: start, to, by, boundaryDay }) => {
        const from = start !== null && start <= to && !programmeOf('xuzhou-666').indicators.find((one) => one.id === indicator.id)!.stock ? start : null
        const unit = only.length > 0 && to > dayOf(300) ? units[0]!.code : drawn
        const cuts = [null, 'unit', 'village', 'month', ...indicator.facets.map((facet: { id: string }) => facet.id)]
        const cut = cuts[by % cuts.length]
        const ask = { unit, from, to, boundaryDay, asOf: String(asOf), level, by: cut }
        const [ours] = await asked({ indicator: indicator.id, ...ask, ...(only.length ? { only: only.join(',') } : {}) })
        const theirs = checker.figure(data, indicator, { ...ask, only })
        // A unit that did not stand there then, or not below the other: neither knows it.
        expect(ours === undefined).toBe(theirs === null)
        if (ours === undefined) return
        expect({ value: ours.value, overlap: ours.overlap, parts: cut ? parts(ours) : null }).toEqual({ value: theirs.value, overlap: theirs.overlap, parts: theirs.parts })
        compared += theirs.value > 0 ? 1 : 0
        some += theirs.value > 0 && only.length > 0 ? 1 : 0
      }),
      { seed, numRuns: 300 },
    )
    expect(compared).toBeGreaterThan(80)
    expect(some).toBeGreaterThan(10)
  }, 120_000)

  test('a past figure is unchanged by whatever is posted later', async () => {
    const asOf = String((await inSnapshot(ctxOf().db, head)).number)
    const asked = programmeOf('xuzhou-666').indicators.map(({ id }) => ({ indicator: id, by: 'unit', asOf, to: '2018-12-31', level: 'county' }))
    const before = await Promise.all(asked.map(one))
    await live(ctxOf(), units, fc.sample(fullHistories, { seed: seed + 1, numRuns: 1 })[0]!)
    const after = await Promise.all(asked.map(one))
    expect(after.map((figure) => [figure.value, figure.overlap, parts(figure)])).toEqual(before.map((figure) => [figure.value, figure.overlap, parts(figure)]))
  })

  test('receipts say what the stranger computes, and verify finds nothing', async () => {
    for (const indicator of ['new-practitioners', 'not-yet-in-work', 'households-filed']) {
      const receipt = await issueReceipt(ctxOf(), { indicator, to: '2018-12-31', ...(indicator === 'new-practitioners' ? { level: 'county' } : {}) })
      expect(isRefusal(receipt)).toBe(false)
    }
    const some = await issueReceipt(ctxOf(), { indicator: 'new-practitioners', only: `${units[1]!.code},${units[2]!.code}`, to: '2018-12-31' })
    expect(some).toMatchObject({ body: { only: [units[1]!.code, units[2]!.code].sort(), unit: { code: units[0]!.code, name: `${[units[1]!, units[2]!].sort((a, b) => (a.code < b.code ? -1 : 1)).map(({ name }) => name).join('、')}` } } })
    const out = join(folder, 'export')
    await exportLedger(ctxOf(), out, () => {})
    const data = checker.readExport(out)
    expect(data.receipts).toHaveLength(4)
    for (const receipt of data.receipts) expect(checker.checkReceipt(data, receipt)).toBeNull()
    expect(await verify(ctxOf(), noWitnesses, () => {})).toMatchObject({ faults: [], receipts: 4 })
  })

  test('a share of nobody is not known, in new receipts; in those of the first form it stays 0, and both agree', async () => {
    const receipt = await issueReceipt(ctxOf(), { indicator: 'share-in-work', to: '1999-12-31', by: 'wish' })
    if (isRefusal(receipt)) throw new Error(receipt.refused)
    const { body } = receipt
    expect([body.form, body.value, body.of, body.overlap]).toEqual(['qiaoshou-receipt-2', null, { sum: 0, over: 0 }, null])
    expect(body.parts.map(({ value }) => value)).toEqual(body.parts.map(() => null))
    const old = { ...body, form: 'qiaoshou-receipt-1' as const, code: newCode(), value: 0, parts: body.parts.map((part) => ({ ...part, value: 0 })) }
    const keep = async (kept: typeof body) => {
      const text = canonicalJson(kept)
      await inTransaction(ctxOf().db, (tx) => insertReceipt(tx, { ...receipt.row, id: uuidv7(), code: kept.code!, body: text, bodyHash: sha256(text) }))
    }
    await keep(old)
    const out = join(folder, 'export')
    await exportLedger(ctxOf(), out, () => {})
    const data = checker.readExport(out)
    expect(data.receipts.map((one: { body: { form: string } }) => one.body.form).sort()).toEqual(['qiaoshou-receipt-1', ...data.receipts.slice(1).map(() => 'qiaoshou-receipt-2')])
    for (const one of data.receipts) expect(checker.checkReceipt(data, one)).toBeNull()
    expect((await verify(ctxOf(), noWitnesses, () => {})).faults).toEqual([])
    // Each form is held to its own word: 0 in a new one is another figure.
    await keep({ ...old, form: 'qiaoshou-receipt-2', code: newCode() })
    expect((await verify(ctxOf(), noWitnesses, () => {})).faults).toMatchObject([{ fault: 'receipt-differs' }])
  })
})

describe('what is asked', () => {
  test.each([
    ['no such indicator', { indicator: 'persons-fild' }, 'indicator-unknown'],
    ['no such unit', { indicator: 'persons-filed', unit: '320399' }, 'unit-not-found'],
    ['a facet it does not have', { indicator: 'households-filed', by: 'trade' }, 'facet-unknown'],
    ['no such level', { indicator: 'persons-filed', level: 'moon' }, 'level-unknown'],
    ['no such day', { indicator: 'persons-filed', to: '2018-02-30' }, 'date-bad'],
    ['a period that runs backwards', { indicator: 'persons-filed', from: '2018-02-03', to: '2018-02-02' }, 'period-backwards'],
    ['a journal number that is not there yet', { indicator: 'persons-filed', asOf: '999999' }, 'as-of-ahead'],
    ['a day that is not there yet', { indicator: 'persons-filed', asOf: '2999-01-01' }, 'as-of-ahead'],
    ['an instant that is none', { indicator: 'persons-filed', asOf: 'yesterday' }, 'date-bad'],
  ])('%s is refused', async (_what, { indicator, ...ask }, code) => {
    expect(await figures(ctxOf(), [indicator], ask)).toMatchObject({ refused: code })
  })

  test('today and the head are printed; a stock has no first day', async () => {
    const stock = await one({ indicator: 'able-and-willing', from: '2018-01-01' })
    const { number, at } = await inSnapshot(ctxOf().db, head)
    expect([stock.asked.from, stock.asked.to, stock.asked.boundaryDay, stock.asked.asOf.journal, stock.asked.asOf.at]).toEqual([null, '2026-11-22', '2026-11-22', number, at])
    expect((await one({ indicator: 'persons-filed', from: '2018-01-01' })).asked.from).toBe('2018-01-01')
  })

  test('an instant means the last number whose time is not after it', async () => {
    const { rows } = await db.pool.query<{ at: string }>(`select at from ${workspace.schema}.ledger_journal where number = 7`)
    const at = rows[0]!.at
    const just = Temporal.Instant.from(at)
    expect((await one({ indicator: 'persons-filed', asOf: at })).asked.asOf.journal).toBe(7n)
    expect((await one({ indicator: 'persons-filed', asOf: just.subtract({ microseconds: 1 }).toString() })).asked.asOf.journal).toBe(6n)
    expect((await one({ indicator: 'persons-filed', asOf: '2000-01-01' }))).toMatchObject({ value: 0, asked: { asOf: { journal: 0n, at: null } } })
  })

  test('a county officer asks for her own county and finds no other', async () => {
    const town = (await inSnapshot(ctxOf().db, (tx) => unitByCode(tx, [rangeOf('cn.')], units[1]!.code)))!
    const ctx: Ctx = { ...ctxOf(), actor: { ...ctxOf().actor, reach: [rangeOf(town.path)], unitPath: town.path, unitId: town.id } }
    const answer = await figures(ctx, ['persons-filed'], {})
    expect(isRefusal(answer) ? answer : answer[0]!.asked.unit.code).toBe(town.code)
    expect(await figures(ctx, ['persons-filed'], { unit: units[2]!.code })).toMatchObject({ refused: 'unit-not-found' })
    expect(await figures(ctx, ['persons-filed'], { unit: '320322' })).toMatchObject({ refused: 'unit-not-found' })
  })

  test('the target of the programme stands beside the figure of its unit only', async () => {
    expect((await one({ indicator: 'new-practitioners' })).target).toBeNull()
  })
})

test('the same request issues one receipt; another thing under the same id is refused', async () => {
  const ctx = ctxOf()
  const first = await issueReceipt(ctx, { indicator: 'persons-filed' })
  const second = await issueReceipt(ctx, { indicator: 'persons-filed' })
  if (isRefusal(first) || isRefusal(second)) throw new Error('refused')
  expect(receiptJson(second)).toEqual(receiptJson(first))
  expect(await issueReceipt(ctx, { indicator: 'work-starts' })).toMatchObject({ refused: 'request-reused' })
  expect(await issueReceipt({ ...ctxOf(), actor: { ...ctx.actor, roles: ['checker'] } }, { indicator: 'persons-filed' })).toMatchObject({ refused: 'not-allowed' })
})
