import fc from 'fast-check'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf, type Actor } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { mount } from '#platform/http/route.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { unitByCode, unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { histories, live } from '../../../test/support/history.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { routes } from './index.ts'

let db: TestDatabase
let workspace: Workspace
let app: Hono
let actor: Actor
let town: Unit

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  const place = { pool: db.pool, schema: workspace.schema, reach: everywhere }
  const all = await inSnapshot(place, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  town = (await inSnapshot(place, (tx) => unitByCode(tx, [rangeOf('cn.')], all.filter((unit) => unit.level === 4)[0]!.code)))!
  actor = { id: 'account:1', name: '沛县', roles: ['officer'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: workspace.topUnitId }
  const now = Temporal.Now.instant()
  const log = { info() {}, error(fault: unknown) { throw fault } }
  const base = { db: place, workspace, today: '2026-11-22', levels: programmeOf('xuzhou-666').levels, dataFolder: '' }
  const villages = all.filter((unit) => unit.level === 5)
  const chosen = [all[0]!, ...villages.filter((unit) => unit.parentId === town.id).slice(0, 2), ...villages.filter((unit) => unit.parentId !== town.id).slice(0, 3)]
  await live({ ...base, actor, now, language: 'zh-Hans', address: 'test', requestId: uuidv7(), log }, chosen, fc.sample(histories, { seed: 11, numRuns: 3 }).flat())
  app = new Hono()
  app.onError((error) => {
    throw error
  })
  mount(app, routes, { now: () => now, log, checkAnswers: true, forbids: () => null, ctxOf: async (_, open) => ({ ...base, ...open, actor }) })
}, 60_000)
afterAll(() => db.close())

// oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes, already held against their schemas
const ask = async (path: string, init?: RequestInit): Promise<any> => (await app.request(path, init)).json()
const post = (path: string, body: object, key = uuidv7()) => ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': key } })
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

test('the indicators, in the reader’s language', async () => {
  const { indicators, levels } = await ask('/api/indicators?lang=en')
  expect(indicators.map((one: { id: string }) => one.id)).toEqual(['persons-filed', 'households-filed', 'persons-by-ability', 'persons-by-wish', 'persons-by-hardship', 'able-and-willing', 'new-practitioners', 'work-starts', 'not-yet-in-work',
    'new-practitioners-first', 'ever-in-work', 'filed-then-in-work-180', 'filed-not-in-work-180', 'able-and-willing-in-work', 'share-in-work', 'households-with-work'])
  expect(indicators[6]).toMatchObject({ name: 'New practitioners', counts: 'persons', companion: 'work-starts', people: true, defaultBy: 'trade' })
  expect(levels.filter((level: { atWork: boolean }) => level.atWork)).toEqual([{ id: 'county', name: 'County', unitLevel: 3, atWork: true }])
})

test('a share of nobody is null wherever it is asked; a count of nobody is 0', async () => {
  const scope = 'to=1999-12-31'
  const figure = await ask(`/api/figures/share-in-work?${scope}&by=wish`)
  expect([figure.value, figure.of, figure.overlap]).toEqual([null, { sum: 0, over: 0 }, null])
  const nulls = (list: { value: number | null }[]) => expect(list.map(({ value }) => value)).toEqual(list.map(() => null))
  nulls(figure.parts)
  const table = await ask(`/api/figures/share-in-work/pivot?${scope}`)
  expect([table.value, table.rowSum, ...table.rows.flatMap((row: { cells: Record<string, number | null>; total: number | null }) => [row.total, ...Object.values(row.cells)])].filter((value) => value !== null)).toEqual([])
  nulls(table.columns)
  const home = await ask(`/api/figures?${scope}`)
  expect(home.figures.find((one: { indicator: string }) => one.indicator === 'share-in-work')).toMatchObject({ value: null, month: null })
  expect(home.figures.find((one: { indicator: string }) => one.indicator === 'persons-filed')).toMatchObject({ value: 0, month: 0 })
  const { steps } = await ask(`/api/funnels/filed-to-work?${scope}`)
  expect(steps.map((step: { value: number; ofFirst: number | null; ofBefore: number | null }) => [step.value, step.ofFirst, step.ofBefore])).toEqual(steps.map(() => [0, null, null]))
})

test('two towns of a county are one figure: each person once, the overlap between them, the people behind it; what is not of the county is said', async () => {
  const scope = 'to=2018-12-31'
  const whole = await ask(`/api/figures/work-starts/pivot?${scope}&rows=village&by=trade`)
  const [one, other] = whole.rows.filter((row: { total: number }) => row.total > 0) as { key: string; name: string }[]
  const only = `${scope}&only=${other!.key},${one!.key}`
  for (const indicator of ['work-starts', 'new-practitioners', 'persons-filed']) {
    const table = await ask(`/api/figures/${indicator}/pivot?${only}&rows=village&by=none`)
    const each = await Promise.all([one!, other!].map(async ({ key }) => (await ask(`/api/figures/${indicator}?${scope}&unit=${key}`)).value as number))
    expect(table.rows.map((row: { total: number }) => row.total), indicator).toEqual(each)
    expect(table).toMatchObject({ only: [{ code: one!.key }, { code: other!.key }], unitName: `${one!.name}、${other!.name}`, rowSum: sum(each), rowOverlap: sum(each) - table.value })
    expect((await ask(`/api/figures/${indicator}?${only}`)).value).toBe(table.value)
    if (indicator !== 'work-starts') expect((await ask(`/api/figures/${indicator}/people?${only}`)).total).toBe(table.value)
  }
  expect((await ask(`/api/figures?${only}`)).figures.find((row: { indicator: string }) => row.indicator === 'new-practitioners')).toMatchObject({ target: null, targetPeriod: null })
  expect(await ask(`/api/figures/work-starts?${scope}&only=${one!.key},320321`)).toMatchObject({ code: 'unit-not-found', field: 'only' })
  expect(await ask(`/api/figures/work-starts?${scope}&unit=${one!.key}&only=${other!.key}`)).toMatchObject({ code: 'unit-not-found', field: 'only' })
})

test('a funnel asked as a figure is told to be one; its steps are asked of it', async () => {
  for (const path of ['', '/pivot', '/trend', '/people', '/figure.xlsx']) expect((await ask(`/api/figures/filed-to-work${path}`)).code, path).toBe('funnel-not-figure')
  expect((await ask('/api/figures/filed-to-wrok')).code).toBe('indicator-unknown')
  const { steps } = await ask('/api/funnels/filed-to-work?to=2018-12-31')
  expect(steps.map((step: { ofFirst: number }) => step.ofFirst)[0]).toBe(1)
})

test('home: every indicator, persons beside person-times', async () => {
  const home = await ask('/api/figures?to=2018-12-31')
  expect(home.figures).toHaveLength(programmeOf('xuzhou-666').indicators.length)
  const practitioners = home.figures.find((one: { indicator: string }) => one.indicator === 'new-practitioners')
  const starts = home.figures.find((one: { indicator: string }) => one.indicator === 'work-starts')
  expect(practitioners.companion).toEqual({ indicator: 'work-starts', counts: 'person-times', value: starts.value })
  expect(starts.value).toBeGreaterThan(practitioners.value)
  expect(home.later).toEqual({ added: 0, reversed: 0 })
})

describe('a table cut any two ways', () => {
  test.each([
    ['unit', 'trade'], ['town', 'trade'], ['village', 'month'], ['trade', 'unit'], ['trade', 'month'], ['month', 'trade'], ['ability', 'trade'], ['trade', 'hardship'], ['hardship', 'ability'], ['month', 'town'], ['unit', 'none'], ['none', 'trade'],
  ])('%s by %s', async (rows, by) => {
    const table = await ask(`/api/figures/new-practitioners/pivot?rows=${rows}&by=${by}`)
    const { value } = await ask('/api/figures/new-practitioners')
    expect([table.value, table.rowsBy, table.by]).toEqual([value, rows, by])
    if (rows !== 'none') expect(sum(table.rows.map((row: { total: number }) => row.total)) - table.rowOverlap).toBe(value)
    if (by !== 'none') expect(sum(table.columns.map((column: { value: number }) => column.value)) - table.columnOverlap).toBe(value)
    const [single, across] = [await ask(`/api/figures/new-practitioners?by=${rows}`), await ask(`/api/figures/new-practitioners?by=${by}`)]
    const held = (list: { key: string; value?: number; total?: number }[]) => Object.fromEntries(list.map((one) => [one.key, one.value ?? one.total ?? 0]).filter(([, n]) => n))
    if (rows !== 'none') expect(held(table.rows)).toEqual(held(single.parts))
    if (by !== 'none') expect(held(table.columns)).toEqual(held(across.parts))
    // Behind some cells stand as many as they say.
    for (const row of table.rows.slice(0, 3)) for (const [key, n] of Object.entries(row.cells as Record<string, number>).slice(0, 3)) {
      expect((await ask(`/api/figures/new-practitioners/people?rows=${rows}&row=${row.key}&by=${by}&key=${key}`)).total, `${row.key} × ${key}`).toBe(n)
    }
  })
  test('the same cut twice, and units on both sides, are refused', async () => {
    expect((await ask('/api/figures/new-practitioners/people?rows=town&row=1&by=unit&key=2')).code).toBe('axes-clash')
  })
})

test('whom a figure does not reach: the register without those in it, from two sets', async () => {
  const [filed, missing] = [await ask('/api/figures/persons-filed'), await ask('/api/figures/new-practitioners/not-reached')]
  expect(missing.registered).toBe(filed.value)
  expect(missing.reached + missing.total).toBe(filed.value)
  expect(missing.total).toBeGreaterThan(0)
  const inIt = await ask('/api/figures/new-practitioners/people')
  const outside = new Set(missing.people.map((one: { subject: string }) => one.subject))
  expect(inIt.people.filter((one: { subject: string }) => outside.has(one.subject))).toEqual([])
})

test('what changed between two readings adds up to both', async () => {
  for (const indicator of ['work-starts', 'new-practitioners', 'persons-by-hardship']) for (const [before, asOf] of [[5, 20], [10, 30], [0, 15]]) {
    const { before: then, after, reasons } = await ask(`/api/figures/${indicator}/changes?before=${before}&asOf=${asOf}`)
    expect([then.asOf.journal, after.asOf.journal]).toEqual([String(before), String(asOf)])
    expect(then.entries + sum(reasons.map((one: { in: number }) => one.in)) - sum(reasons.map((one: { out: number }) => one.out))).toBe(after.entries)
    expect((await ask(`/api/figures/${indicator}?asOf=${before}`)).value).toBe(then.value)
    for (const { reason, entries } of reasons) {
      const listed = await ask(`/api/figures/${indicator}/changed-entries?before=${before}&asOf=${asOf}&reason=${reason}`)
      expect([listed.total, listed.entries.length]).toEqual([entries, Math.min(50, entries)])
    }
  }
})

describe('every sum of a table adds up', () => {
  test.each(['new-practitioners', 'work-starts', 'persons-by-hardship', 'not-yet-in-work', 'households-filed'])('%s', async (indicator) => {
    for (const scope of ['', '?level=county', '?asOf=20&to=2018-06-30', '?by=month']) {
      const table = await ask(`/api/figures/${indicator}/pivot${scope}`)
      const one = await ask(`/api/figures/${indicator}${scope.includes('by=') ? '?' : `${scope}${scope ? '&' : '?'}`}by=unit`)
      expect(table.value).toBe(one.value)
      for (const row of table.rows) expect(sum(Object.values(row.cells as Record<string, number>)) - row.overlap).toBe(row.total)
      for (const column of table.columns) {
        expect(sum(table.rows.map((row: { cells: Record<string, number> }) => row.cells[column.key]))).toBe(column.sum)
        expect(column.sum - column.overlap).toBe(column.value)
      }
      expect(sum(table.rows.map((row: { total: number }) => row.total))).toBe(table.rowSum)
      expect(table.rowSum - table.rowOverlap).toBe(table.value)
      expect(sum(table.columns.map((column: { value: number }) => column.value)) - table.columnOverlap).toBe(table.value)
      if (one.counts === 'person-times') expect([table.rowOverlap, table.columnOverlap, table.times]).toEqual([0, 0, table.value])
    }
  })
})

test('behind every cell stand as many people as it says, and their entries', async () => {
  const table = await ask('/api/figures/new-practitioners/pivot')
  let looked = 0
  for (const row of table.rows) {
    for (const column of table.columns) {
      if (row.cells[column.key] === 0 && column.key !== 'unknown') continue
      const cell = `row=${row.key}&by=trade&key=${column.key}`
      const people = await ask(`/api/figures/new-practitioners/people?${cell}`)
      expect(people.total, cell).toBe(row.cells[column.key])
      const entries = await ask(`/api/figures/new-practitioners/entries?${cell}`)
      expect(new Set(entries.entries.map((entry: { subject: string }) => entry.subject)).size).toBe(row.cells[column.key])
      expect(sum(entries.entries.map((entry: { count: number }) => entry.count))).toBe(sum(people.people.map((person: { times: number }) => person.times)))
      looked += 1
    }
  }
  expect(looked).toBeGreaterThan(5)
  const own = table.rows.find((row: { own: boolean }) => row.own)
  expect(own.key).toBe('320322')
  const { entries: mine } = await ask(`/api/figures/new-practitioners/entries?row=320322&by=trade&key=${table.columns[0].key}`)
  expect(mine.every((entry: { unitName: string }) => entry.unitName === '沛县')).toBe(true)
})

test('hardships that are not stated are listed as such', async () => {
  const figure = await ask('/api/figures/persons-by-hardship?by=hardship')
  const unknown = figure.parts.find((part: { key: string }) => part.key === 'unknown')
  expect((await ask('/api/figures/persons-by-hardship/people?by=hardship&key=unknown')).total).toBe(unknown.value)
})

test('what is left out is counted with its reason', async () => {
  const { reasons } = await ask('/api/figures/new-practitioners/left-out?level=county&asOf=35&to=2018-06-30')
  expect(reasons.map((one: { reason: string }) => one.reason)).toEqual(expect.arrayContaining(['not-passed', 'reversed', 'known-later', 'outside-period']))
  const all = await ask('/api/figures/work-starts?to=2018-06-30&asOf=35')
  const checked = await ask('/api/figures/work-starts?to=2018-06-30&asOf=35&level=county')
  expect(reasons.find((one: { reason: string }) => one.reason === 'not-passed').entries).toBe(all.entries - checked.entries)
})

test('the months: nobody is met for the first time twice', async () => {
  const { months } = await ask('/api/figures/new-practitioners/trend?to=2018-10-18')
  const { value } = await ask('/api/figures/new-practitioners?to=2018-10-18')
  expect(sum(months.map((one: { first: number }) => one.first))).toBe(value)
  expect(months.at(-1).until).toBe(months.at(-1).month === '2018-10' ? '2018-10-18' : null)
})

test('a receipt is previewed, issued once a request, listed, checked and withdrawn', async () => {
  const { body } = await ask('/api/receipt-preview?indicator=new-practitioners&to=2018-12-31')
  const key = uuidv7()
  const made = await post('/api/receipts', { indicator: 'new-practitioners', to: '2018-12-31' }, key)
  expect({ ...made.body, code: null }).toEqual(body)
  expect(await post('/api/receipts', { indicator: 'new-practitioners', to: '2018-12-31' }, key)).toEqual(made)
  expect((await ask('/api/receipts')).receipts[0]).toMatchObject({ code: made.code, value: body.value, page: `/r/${made.code}`, withdrawn: false })
  expect(await ask(`/api/receipts/${made.code.toLowerCase()}`)).toMatchObject({ code: made.code, check: { agrees: true, fault: null }, scope: { indicator: 'new-practitioners', asOf: body.journal.number } })
  expect(await post(`/api/receipts/${made.code}/withdraw`, { reason: '口径改了' })).toMatchObject({ withdrawn: { reason: '口径改了', successor: null } })
  expect(await post(`/api/receipts/${made.code}/withdraw`, { reason: '口径改了' })).toMatchObject({ withdrawn: { reason: '口径改了' } })
  expect(await post(`/api/receipts/${made.code}/withdraw`, { reason: '算错了' })).toMatchObject({ code: 'receipt-withdrawn' })
  expect(await ask('/api/receipts/0000-0000-0001')).toMatchObject({ code: 'receipt-not-found', status: 404 })
})

test('who works for a town sees that town, and no receipt of the county', async () => {
  const county = actor
  actor = { ...county, reach: [rangeOf(town.path)], unitPath: town.path, unitId: town.id }
  try {
    expect((await ask('/api/figures/persons-filed')).unit).toBe(town.code)
    expect(await ask('/api/figures/persons-filed?unit=320322')).toMatchObject({ code: 'unit-not-found', status: 404 })
    expect((await ask('/api/receipts')).total).toBe(0)
  } finally {
    actor = county
  }
})

test.each(['/api/figures/new-practitioners/figure.xlsx', '/api/figures/new-practitioners/people.xlsx', '/api/figures/households-filed/figure.xlsx'])('%s is a workbook', async (path) => {
  const answer = await app.request(path)
  expect(answer.headers.get('content-disposition')).toContain('.xlsx')
  expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 2).toString()).toBe('PK')
})

test('households have no list of people', async () => {
  expect(await ask('/api/figures/households-filed/people')).toMatchObject({ code: 'people-none', title: '这个数不是按人算的，没有名单。' })
})
