import fc from 'fast-check'
import { Hono } from 'hono'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everywhere, rangeOf, type Actor } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { mount } from '#platform/http/route.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { unitsBelow } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { histories, live } from '../../../test/support/history.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { routes } from './index.ts'

let db: TestDatabase
let app: Hono

beforeAll(async () => {
  db = await testDatabase()
  const workspace = await testWorkspace(db, { slug: 'sheet', units: '320322', programme: 'xuzhou-666' })
  const place = { pool: db.pool, schema: workspace.schema, reach: everywhere }
  const all = await inSnapshot(place, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  const actor: Actor = { id: 'account:1', name: '沛县', roles: ['officer'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: workspace.topUnitId }
  const now = Temporal.Now.instant()
  const log = { info() {}, error(fault: unknown) { throw fault } }
  const base = { db: place, workspace, today: '2026-11-22', levels: programmeOf('xuzhou-666').levels, dataFolder: '' }
  await live({ ...base, actor, now, language: 'zh-Hans', address: 'test', requestId: uuidv7(), log }, all.filter((unit) => unit.level === 5).slice(0, 4), fc.sample(histories, { seed: 5, numRuns: 2 }).flat())
  app = new Hono()
  mount(app, routes, { now: () => now, log, checkAnswers: true, forbids: () => null, ctxOf: async (_, open) => ({ ...base, ...open, actor }) })
}, 60_000)
afterAll(() => db.close())

// oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes, already held against their schemas
const ask = async (path: string, init?: RequestInit): Promise<any> => (await app.request(path, init)).json()
const issue = (body: object) => ask('/api/receipts', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': uuidv7() } })
const book = async (path: string) => {
  const answer = await app.request(`https://figures.example${path}`)
  expect(answer.status, path).toBe(200)
  return readXlsx(new Uint8Array(await answer.arrayBuffer()))
}
const scopeOf = (table: { to: string; boundaryDay: string; asOf: { journal: string } }) => ({ to: table.to, boundaryDay: table.boundaryDay, asOf: table.asOf.journal })

test('what waits is headed by the level that it waits for', async () => {
  for (const [level, head] of [['', '还没核到'], ['&level=county', '没到县核']] as const) {
    const { sheets } = await book(`/api/figures/new-practitioners/figure.xlsx?rows=unit&by=trade${level}`)
    expect(sheets[0]!.rows.some((row) => row.at(-1) === head), head).toBe(true)
  }
})

test('without a receipt the sheet is the table, and leads nowhere', async () => {
  const table = await ask('/api/figures/new-practitioners/pivot?rows=month&by=trade')
  const { sheets } = await book('/api/figures/new-practitioners/figure.xlsx?rows=month&by=trade')
  expect(sheets.length).toBe(1)
  expect([...(sheets[0]!.cells?.values() ?? [])].filter((cell) => cell.hyperlink)).toEqual([])
  const last = sheets[0]!.rows.at(-1)!
  expect(last.slice(0, table.columns.length + 1)).toEqual([table.unitName, ...table.columns.map((column: { value: number }) => column.value)])
})

test('with a receipt every number leads to its own cell at that journal number, and a second sheet lists them', async () => {
  const table = await ask('/api/figures/new-practitioners/pivot')
  const { code } = await issue({ indicator: 'new-practitioners', ...scopeOf(table), by: 'trade' })
  const query = new URLSearchParams({ ...scopeOf(table), receipt: code })
  const { sheets } = await book(`/api/figures/new-practitioners/figure.xlsx?${query}`)
  const links = [...sheets[0]!.cells!.values()].flatMap((cell) => (cell.hyperlink ? [cell] : []))
  expect(links.length).toBe((table.rows.length + 1) * (table.columns.length + 1))
  for (const { hyperlink, value } of links) {
    const { origin, pathname, searchParams } = new URL(hyperlink!.target)
    expect([origin, pathname, searchParams.get('asOf')]).toEqual(['https://figures.example', '/figures/new-practitioners', table.asOf.journal])
    const [row, key] = [searchParams.get('row'), searchParams.get('key')]
    const line = table.rows.find((one: { key: string }) => one.key === row)
    const column = table.columns.find((one: { key: string }) => one.key === key)
    expect(value).toBe(line ? (key ? line.cells[key] : line.total) : (column?.value ?? table.value))
    expect(hyperlink!.tooltip).toContain(code)
  }
  expect(sheets[1]!.rows[0]![1]).toBe(code)
  expect(sheets[1]!.rows.filter((row) => String(row[0]).startsWith(`${code} `)).length).toBe(links.length)
})

test('a receipt for something else, a withdrawn one and an unknown one stand behind no number', async () => {
  const table = await ask('/api/figures/new-practitioners/pivot')
  const { code } = await issue({ indicator: 'new-practitioners', ...scopeOf(table) })
  const refused = async (indicator: string, query: Record<string, string>) => (await ask(`/api/figures/${indicator}/figure.xlsx?${new URLSearchParams(query)}`)).code
  expect(await refused('persons-filed', { ...scopeOf(table), receipt: code })).toBe('receipt-not-found')
  expect(await refused('new-practitioners', { ...scopeOf(table), to: '2018-01-01', receipt: code })).toBe('receipt-not-found')
  expect(await refused('new-practitioners', { ...scopeOf(table), asOf: '1', receipt: code })).toBe('receipt-not-found')
  expect(await refused('new-practitioners', { ...scopeOf(table), receipt: '0000-0000-00' })).toBe('receipt-not-found')
  await ask(`/api/receipts/${code}/withdraw`, { method: 'POST', body: JSON.stringify({ reason: '口径写错了' }), headers: { 'content-type': 'application/json', 'idempotency-key': uuidv7() } })
  expect(await refused('new-practitioners', { ...scopeOf(table), receipt: code })).toBe('receipt-not-found')
})

test('a share stands in its sheet as a share, without a sum or an overlap', async () => {
  const table = await ask('/api/figures/share-in-work/pivot')
  const { sheets } = await book('/api/figures/share-in-work/figure.xlsx')
  const header = sheets[0]!.rows.findIndex((row) => row[0] === '单位')
  expect(sheets[0]!.rows[header]!.filter((name) => name === '减 重复')).toEqual([])
  expect(sheets[0]!.rows.length - header - 1).toBe(table.rows.length + 1)
  expect(sheets[0]!.rows.at(-1)![table.columns.length + 1]).toBe(table.value ?? '–')
})

test('a share of nobody is written as a dash, and leads nowhere', async () => {
  const scope = { to: '1999-12-31', asOf: '1' }
  const { code } = await issue({ indicator: 'share-in-work', ...scope })
  const { sheets } = await book(`/api/figures/share-in-work/figure.xlsx?${new URLSearchParams({ ...scope, receipt: code })}`)
  const last = sheets[0]!.rows.at(-1)!
  expect(last.slice(1)).toEqual(last.slice(1).map(() => '–'))
  expect([...(sheets[0]!.cells?.values() ?? [])].filter((cell) => cell.hyperlink)).toEqual([])
})
