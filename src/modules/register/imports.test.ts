import { everywhere } from '#kernel/actor.ts'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import { writeWorkbook } from '#platform/spreadsheets/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { bringRoster } from './bringing.ts'
import { cleanImports } from './imports.ts'
import { routes } from './routes.ts'

let db: TestDatabase
let workspace: Workspace
let ctx: Ctx
let pei: Caller
let feng: Caller
const folder = testFolder()
const messy = readFileSync(join(import.meta.dirname, 'roster/samples/roster-peixian-messy.xlsx'))
const truth = JSON.parse(readFileSync(join(import.meta.dirname, 'roster/samples/roster-peixian-messy.truth.json'), 'utf8'))

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  ctx = await testCtx(db, workspace, { unit: '320322', dataFolder: folder.path })
  pei = caller(routes, ctx)
  feng = caller(routes, await testCtx(db, workspace, { unit: '320321', dataFolder: folder.path }))
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const rows = <R>(statement: ReturnType<typeof sql<R>>) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => tx.rows<R>(statement))
async function stage(bytes: Uint8Array, name = '沛县 2018 年调查表.xlsx', id = uuidv7()): Promise<string> {
  const { status, body } = await pei.upload(`/api/imports?filename=${encodeURIComponent(name)}&id=${id}`, bytes)
  expect([status, body]).toEqual([200, { id }])
  return id
}
async function until(id: string, ...states: string[]) {
  for (let i = 0; i < 200; i += 1) {
    const { body } = await pei.get(`/api/imports/${id}`)
    if (states.includes(body.state) && body.progress === null) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the import never came to ${states.join(', ')}`)
}
const page = async (id: string, query = '') => (await pei.get(`/api/imports/${id}/rows?${query}`)).body

describe('an import in four steps', () => {
  let id: string
  test('a file is staged once, read, and its columns understood', async () => {
    id = await stage(messy)
    await stage(messy, 'again.xlsx', id)
    const { fileName, forms, counts, state } = await until(id, 'ready')
    expect({ fileName, state, forms: forms.length }).toEqual({ fileName: '沛县 2018 年调查表.xlsx', state: 'ready', forms: 1 })
    expect(forms[0].missing).toEqual([])
    expect(forms[0].columns.find((column: { field: string }) => column.field === 'name').samples.length).toBeGreaterThan(0)
    expect(JSON.stringify(forms)).not.toMatch(/\d{17}[\dX]/)
    const toDecide = truth.faults['birth-differs-from-id'] + truth.faults['village-unknown']
    expect(counts).toMatchObject({
      rows: truth.rows, accepted: truth.valid, repeated: truth.duplicates, toDecide, refused: truth.rows - truth.valid - toDecide, persons: truth.persons, households: truth.households,
    })
    expect(counts.accepted + counts.toDecide + counts.refused).toBe(counts.rows)
  })
  test('the preview shows each fault in its place, by reason, 50 rows a page', async () => {
    expect(await page(id)).toMatchObject({ total: 1200, size: 50 })
    for (const [code, n] of Object.entries(truth.faults)) expect([code, (await page(id, `filter=faults&code=${code}`)).total]).toEqual([code, n])
    expect((await page(id, 'filter=repeated')).total).toBe(truth.duplicates)
    const [wrong] = (await page(id, 'filter=refused&code=id-checkdigit')).rows
    const cell = wrong.cells.find((one: { field: string }) => one.field === 'idNumber')
    expect(cell).toMatchObject({ fault: 'id-checkdigit', after: null, before: expect.stringMatching(/\d{10}/) })
    const [repaired] = (await page(id, 'filter=repaired&code=date-chinese')).rows
    expect(repaired.cells.find((one: { field: string }) => one.field === 'birth')).toMatchObject({ before: expect.stringContaining('年'), after: expect.stringMatching(/^\d{4}-/), repairs: ['date-chinese'] })
    const sound = (await page(id)).rows.filter((row: { verdict: string }) => row.verdict === 'accepted')
    expect(JSON.stringify(sound)).not.toMatch(/\d{17}[\dXx]/)
  })
  test('what waits is decided: the id’s date, the nearest village, sent back; and taken back', async () => {
    const births = (await page(id, 'filter=decide&code=birth-differs-from-id')).rows
    const villages = (await page(id, 'filter=decide&code=village-unknown')).rows
    const decide = (list: object[]) => pei.send('PUT', `/api/imports/${id}/decisions`, { rows: list })
    const at = (row: { sheet: string; row: number }) => ({ sheet: row.sheet, row: row.row })
    expect((await decide(births.map((row: never) => ({ ...at(row), decision: 'use-id-birth' })))).body).toEqual({ decided: births.length })
    // what was decided shows at once; the whole file is checked again behind it
    const atOnce = (await pei.get(`/api/imports/${id}`)).body
    expect(atOnce.progress).not.toBeNull()
    expect(atOnce.counts).toMatchObject({ accepted: truth.valid + births.length, toDecide: villages.length })
    expect((await page(id, 'filter=decide')).total).toBe(villages.length)
    const offered = villages.filter((row: { decision: { villages: unknown[] } }) => row.decision.villages.length > 0)
    if (offered.length > 0) await decide([{ ...at(offered[0]), decision: 'take-village', villageCode: offered[0].decision.villages[0].unitCode }])
    await decide([{ ...at(villages.at(-1)), decision: 'send-back' }])
    await decide([{ ...at(births[0]), decision: 'none' }])
    const { counts } = await until(id, 'ready')
    expect(counts.accepted).toBe(truth.valid + births.length - 1 + (offered.length > 1 ? 1 : 0))
    expect(counts.rows).toBe(counts.accepted + counts.toDecide + counts.refused)
    expect((await decide([{ sheet: births[0].sheet, row: 99_999, decision: 'send-back' }])).body.code).toBe('row-not-to-decide')
    expect((await decide([{ ...at(births[1]), decision: 'take-village', villageCode: '320321101201' }])).body.code).toBe('village-unknown')
  })
  test('who cannot reach it finds no such import', async () => {
    for (const answer of [await feng.get(`/api/imports/${id}`), await feng.get(`/api/imports/${id}/rows`), await feng.send('POST', `/api/imports/${id}/write`), await feng.send('DELETE', `/api/imports/${id}`)]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'import-not-found'])
    }
    expect((await feng.get('/api/today')).body.imports).toEqual([])
    expect((await pei.get('/api/today')).body.imports).toMatchObject([{ id, state: 'ready' }])
  })
  test('written once however often it is asked; then the register holds what the preview promised', async () => {
    const { counts } = await until(id, 'ready')
    await Promise.all([pei.send('POST', `/api/imports/${id}/write`), pei.send('POST', `/api/imports/${id}/write`)])
    const { result, journal } = await until(id, 'done')
    await pei.send('POST', `/api/imports/${id}/write`)
    expect(result).toMatchObject({ rows: 1200, accepted: counts.accepted, persons: { new: counts.persons, updated: 0, unchanged: 0 }, households: { new: counts.households }, journal: '1' })
    expect(journal).toBe('1')
    expect((await pei.get('/api/imports')).body.imports.map((one: { id: string; journal: string }) => [one.id, one.journal])).toEqual([[id, '1']])
    expect((await pei.get('/api/persons')).body.total).toBe(counts.persons)
    expect(await rows(sql`select number from ledger_journal`)).toHaveLength(1)
    expect(await rows(sql`select 1 from register_import_row`)).toEqual([])
  })
  test('refused rows come back in their form with the reasons; mended, they can be sent again', async () => {
    const { counts, result } = await until(id, 'done')
    const { response } = await pei.get(`/api/imports/${id}/refusals.xlsx`)
    const path = join(folder.path, 'returned.xlsx')
    writeFileSync(path, Buffer.from(await response.arrayBuffer()))
    const again = await bringRoster({ ...ctx, requestId: uuidv7() }, path, { dryRun: true })
    expect(again).toMatchObject({ rows: result.refused.length, accepted: 0 })
    expect(again.refused.map(({ code }) => code).sort()).toEqual(result.refused.map(({ code }: { code: string }) => code).sort())
    expect(counts.rows).toBe(1200)
  })
  test('another copy of the file, decided alike, adds nothing and says so', async () => {
    const second = await stage(messy)
    await until(second, 'ready')
    await db.asOwner((owner) => owner.query(`update "${workspace.schema}".register_import set decided = (select decided from "${workspace.schema}".register_import where id = $1) where id = $2`, [id, second]))
    await pei.send('POST', `/api/imports/${second}/write`)
    expect((await until(second, 'done')).result).toMatchObject({ persons: { new: 0, updated: 0 }, households: { new: 0, updated: 0 }, journal: null })
  })
})

describe('columns that nobody knows', () => {
  const sheet = async (headers: string[]) => {
    const path = join(folder.path, `${uuidv7()}.xlsx`)
    await writeWorkbook(path, { name: '表', columns: headers.map((header) => ({ header })), rows: [['张庄镇', '阚庄村', '周桂芳', '11010519491231002X', '有']] })
    return readFileSync(path)
  }
  test('are said once and remembered for the next sheet of the same form', async () => {
    const headers = ['镇', '村', '妇女之名', '身份证号', '劳动能力']
    const id = await stage(await sheet(headers))
    const { forms } = await until(id, 'columns', 'ready', 'refused')
    expect(forms[0].missing).toEqual(['name'])
    expect(forms[0].columns.map(({ samples }: { samples: string[] }) => samples)).toEqual([['张庄镇'], ['阚庄村'], ['周桂芳'], ['1101************2X'], ['有']])
    const columns = forms[0].columns.map(({ column, field }: { column: number; field: string }) => ({ column, field: column === 2 ? 'name' : field }))
    expect((await pei.send('PUT', `/api/imports/${id}/columns`, { signature: forms[0].signature, columns: [{ column: 0, field: 'name' }, { column: 1, field: 'name' }] })).body.code).toBe('column-twice')
    await pei.send('PUT', `/api/imports/${id}/columns`, { signature: forms[0].signature, columns })
    expect((await until(id, 'ready')).counts).toMatchObject({ rows: 1, accepted: 1 })
    const next = await stage(await sheet(headers))
    expect((await until(next, 'ready')).forms[0].columns.map(({ field, by }: { field: string; by: string }) => [field, by])).toEqual([['town', 'word'], ['village', 'word'], ['name', 'chosen'], ['idNumber', 'word'], ['ability', 'word']])
    for (const one of [id, next]) expect((await pei.send('DELETE', `/api/imports/${one}`)).status).toBe(200)
    expect((await pei.get(`/api/imports/${id}`)).body.state).toBe('left')
    expect(existsSync(join(folder.path, 'imports', id))).toBe(false)
  })
})

describe('what is no roster', () => {
  test.each([
    ['file-broken', 'a.xlsx', messy.subarray(0, 40_000)], ['file-kind-unknown', 'a.pdf', Buffer.from('%PDF-1.7\nxx')], ['file-header-missing', 'a.csv', Buffer.from('a,b,c\n1,2,3\n')],
  ])('%s', async (code, name, bytes) => {
    const id = await stage(bytes, name)
    expect((await until(id, 'refused')).refusal.refused).toBe(code)
    expect((await pei.send('POST', `/api/imports/${id}/write`)).body.code).toBe('import-not-open')
  })
  test('an empty file is refused at once, and a name with folders in it leads nowhere', async () => {
    expect((await pei.upload('/api/imports?filename=a.xlsx', Buffer.alloc(0))).body.code).toBe('file-empty')
    const id = await stage(Buffer.from('%PDF'), '../../etc/passwd')
    expect((await until(id, 'refused')).fileName).toBe('passwd')
  })
})

describe('a restart', () => {
  test('takes up a reading that was cut off, and a writing that was cut off was not written', async () => {
    const id = await stage(messy)
    await until(id, 'ready')
    await db.asOwner((owner) => owner.query(`update "${workspace.schema}".register_import set state = 'reading', counts = null where id = $1`, [id]))
    expect((await until(id, 'ready')).counts.rows).toBe(1200)
    await db.asOwner((owner) => owner.query(`update "${workspace.schema}".register_import set state = 'writing' where id = $1`, [id]))
    expect((await pei.get(`/api/imports/${id}`)).body.state).toBe('ready')
  })
  test('after 30 days what was staged is gone', async () => {
    const id = await stage(messy)
    await until(id, 'ready')
    expect(await cleanImports(ctx.db, folder.path, ctx.now.add({ hours: 29 * 24 }))).toBe(0)
    expect(await cleanImports(ctx.db, folder.path, ctx.now.add({ hours: 31 * 24 }))).toBeGreaterThan(0)
    expect((await pei.get(`/api/imports/${id}`)).body.state).toBe('left')
    expect(existsSync(join(folder.path, 'imports', id))).toBe(false)
  })
})
