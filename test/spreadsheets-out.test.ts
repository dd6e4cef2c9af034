import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '../src/kernel/actor.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { inSnapshot } from '../src/platform/database/transaction.ts'
import { readSheets } from '../src/platform/spreadsheets/index.ts'
import { unitsBelow } from '../src/modules/organisation/index.ts'
import { allRoutes } from '../src/main/modules.ts'
import { idNumber, random } from './support/people.ts'
import type { SmallRow } from './support/small-roster.ts'
import { twoCounties, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * Hostile text in every field of a roster, and every file that comes out again: what was text is text, no formula lives in it, it comes back as it
 * was written, and no browser opens it on our origin.
 */
const hostile = ['=A1+1', '=HYPERLINK("http://x.example","y")', '+cmd|\' /C calc\'!A0', '-A2+3', '@SUM(A1)', '\t=A1+1', '\r=A1+2', '＝A1+3', '"=A1+4', '<script>alert(1)</script>', '&lt;b&gt;', ']]>a', '=IMPORTXML("x")', '%0A=a1']
let house: TwoCounties
let pei: Visitor
let imported = ''
/** The women of the register as it has them: it trims, and makes full-width signs half. */
let names: string[] = []
beforeAll(async () => {
  house = await twoCounties()
  pei = await house.visitor('pei')
  const units = await inSnapshot({ pool: house.db.pool, schema: house.workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: house.workspace.topPath, levels: [3, 4, 5] }))
  const county = units.find((unit) => unit.code.startsWith('320322'))!
  const village = units.find((unit) => unit.level === 5 && unit.path.startsWith(county.path))!
  const town = units.find((unit) => unit.id === village.parentId)!
  const [pick, used] = [random(9), new Set<string>()]
  const row = (text: string, more: SmallRow = {}): SmallRow => ({
    '镇（街道）': town.name, '村（社区）': village.name, 户编号: text, 户主姓名: text, 姓名: text, 与户主关系: text, 身份证号: idNumber(pick, '320322', '1980-05-14', used), 劳动能力: '有', 就业意愿: '有', 困难类型: '低保', 文化程度: text, 建档日期: '2026-11-01', ...more,
  })
  const rows = [...hostile.map((text) => row(text)), ...hostile.map((text) => row(text, { 身份证号: text, '村（社区）': text }))]
  imported = await house.stage(pei, rows)
  await house.until(pei, imported as never, 'ready')
  await pei.ask(`/api/imports/${imported}/write`, { method: 'POST' })
  await house.until(pei, imported as never, 'done')
  names = (await pei.ask('/api/persons')).body.persons.map((one: { name: string }) => one.name)
}, 60_000)
afterAll(() => house?.close())

/** The cells of a file as it was sent, and its XML. */
async function taken(path: string): Promise<{ cells: string[]; xml: string; headers: Headers }> {
  const answer = await house.app.request(path, { headers: { cookie: pei.cookie } })
  expect(answer.status).toBe(200)
  const file = `${house.dataFolder}/${uuidv7()}.xlsx`
  await writeFile(file, Buffer.from(await answer.arrayBuffer()))
  const cells: string[] = []
  for await (const part of readSheets(file)) for (const row of part.rows) for (const cell of row.cells) if (typeof cell === 'string') cells.push(cell)
  return { cells, xml: (await pei.ask(path)).text, headers: answer.headers }
}

/** Every file that a route of ours sends; a new one is held to the same or this fails. */
const files: Record<string, () => string> = {
  '/api/persons.xlsx': () => '/api/persons.xlsx',
  '/api/figures/:indicator/people.xlsx': () => '/api/figures/persons-filed/people.xlsx',
  '/api/figures/:indicator/figure.xlsx': () => '/api/figures/persons-filed/figure.xlsx',
  '/api/imports/:id/refusals.xlsx': () => `/api/imports/${imported}/refusals.xlsx`,
}
/** Files of one person's rights, made by the same writer, tested with rights. */
const elsewhere = /^\/api\/(my\/)?requests\/:id\/held\.xlsx$/

test('most of it is in the register', () => {
  expect(names.length).toBeGreaterThan(9)
  for (const sign of ['=', '+', '-', '@']) expect(names.some((name) => name.startsWith(sign)), sign).toBe(true)
})

test('every file stands in the table', () => {
  const sent = allRoutes(new pg.Pool()).map(({ endpoint }) => endpoint).filter(({ file }) => file).map(({ path }) => path)
  expect(sent.filter((path) => !files[path] && !elsewhere.test(path))).toEqual([])
})

describe('out of', () => {
  test.each(Object.entries(files))('%s comes no live formula', async (path, address) => {
    const { cells, xml, headers } = await taken(address())
    expect(xml).not.toMatch(/<f[\s>/]/)
    expect(xml).not.toMatch(/<(hyperlink|ddeLink|oleLink|externalReference)/)
    if (!path.includes('figure.xlsx')) {
      // Refused rows go back as they came; a sheet's own cells lose what stands before and after the text.
      const written = path.includes('refusals') ? hostile.filter((text) => !/[\t\r]/.test(text)) : names
      expect(written.filter((text) => !cells.includes(text))).toEqual([])
    }
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    expect([headers.get('x-content-type-options'), headers.get('cache-control'), headers.get('content-security-policy')!.includes("default-src 'self'")]).toEqual(['nosniff', 'no-store', true])
  })
})

test('what was sent up is never sent back as it came', async () => {
  for (const path of [`/api/imports/${imported}/roster`, `/api/imports/${imported}/file`, `/imports/${imported}/roster`, `/api/../data/imports/${imported}/roster`]) {
    const { status, text } = await pei.ask(path)
    expect(status === 404 || status === 503 || text.startsWith('<!doctype html>')).toBe(true)
  }
})
