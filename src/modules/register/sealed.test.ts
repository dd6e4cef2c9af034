import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rangeOf } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { secrets } from '#platform/config/index.ts'
import { changeCipherKeys, newCipherKey } from '#platform/config/secrets.ts'
import { boxIn, forgetBox } from '#platform/crypto/box.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitsBelow } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { cleanImports } from './imports.ts'
import { routes } from './routes.ts'
import { resealStaged, stagedByKey } from './sealed.ts'

/* Rosters hold names and id numbers; on disk they are sealed, from the first byte that comes to the last one that is written. */
let db: TestDatabase
let ctx: Ctx
let pei: Caller
const folder = testFolder()
const [pick, used] = [random(11), new Set<string>()]
const women = Array.from({ length: 400 }, (_, i) => ({ name: `密封${'甲乙丙丁戊己庚辛壬癸'[i % 10]}`, id: idNumber(pick, '320322', '1981-02-03', used) }))
// A table in text: in a workbook, which is packed, nothing would be found in clear either.
let roster: Buffer

beforeAll(async () => {
  db = await testDatabase()
  const workspace = await testWorkspace(db, { slug: 'pei', units: '320322' })
  ctx = await testCtx(db, workspace, { dataFolder: folder.path })
  pei = caller(routes, ctx)
  const units = await inSnapshot(ctx.db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [3, 4, 5] }))
  const village = units.find(({ level }) => level === 5)!
  const town = units.find(({ id }) => id === village.parentId)!
  // Every hundredth has a wrong last digit and goes back.
  const lines = women.map(({ name, id }, i) => [town.name, village.name, `320322-${i}`, name, i % 100 === 99 ? `${id.slice(0, 17)}${(Number(id.at(-1)) + 1) % 10 || 0}` : id, '有', '居家就业', '低保', '13812345678', '2026-11-01'].join(','))
  roster = Buffer.from(`镇（街道）,村（社区）,户编号,姓名,身份证号,劳动能力,就业意愿,困难类型,联系电话,建档日期\n${lines.join('\n')}\n`)
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

/** Files below a folder that hold a woman's name, id number or phone in clear. */
function inClear(at: string): string[] {
  return readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => {
    try {
      const bytes = statSync(join(at, name)).isFile() ? readFileSync(join(at, name)) : Buffer.alloc(0)
      return bytes.includes('密封') || bytes.includes('13812345678') || women.some(({ id }) => bytes.includes(id.slice(0, 17)))
    } catch {
      return false // gone while we looked
    }
  })
}

async function until(id: string, state: string) {
  for (let i = 0; i < 400; i += 1) {
    const { body } = await pei.get(`/api/imports/${id}`)
    if (body.state === state && body.progress === null) return body
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`the import never came to ${state}`)
}

test('nothing of a roster lies on disk in clear while it is staged, checked, returned and written', async () => {
  writeFileSync(join(folder.path, 'planted'), roster)
  expect(inClear(folder.path)).toEqual(['planted'])
  writeFileSync(join(folder.path, 'planted'), '')

  const seen = new Set<string>()
  let looks = 0
  let busy = true
  const watching = (async () => {
    for (; busy; looks += 1) {
      for (const name of inClear(folder.path)) seen.add(name)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  const id = uuidv7()
  await pei.upload(`/api/imports?filename=a.csv&id=${id}`, roster)
  expect((await until(id, 'ready')).counts).toMatchObject({ rows: 400, accepted: 396, refused: 4 })
  const back = await pei.get(`/api/imports/${id}/refusals.xlsx`)
  expect([back.status, back.response.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
  expect(Buffer.from(await back.response.arrayBuffer()).subarray(0, 2).toString()).toBe('PK')
  expect(inClear(folder.path)).toEqual([])
  await pei.send('POST', `/api/imports/${id}/write`)
  expect((await until(id, 'done')).result).toMatchObject({ accepted: 396, persons: { new: 396 } })
  busy = false
  await watching
  expect([...seen]).toEqual([])
  expect(looks).toBeGreaterThan(20)
})

test('staged files follow the keys; one of before they were sealed is sealed by the hourly chore', async () => {
  const id = uuidv7()
  await pei.upload(`/api/imports?filename=b.csv&id=${id}`, roster)
  await until(id, 'ready')
  const file = join(folder.path, 'imports', id, 'roster')
  expect(await stagedByKey(folder.path)).toEqual(new Map([[1, 2]]))

  writeFileSync(file, roster)
  expect(await stagedByKey(folder.path)).toEqual(new Map([[1, 1], [0, 1]]))
  expect((await pei.get(`/api/imports/${id}/refusals.xlsx`)).status).toBe(200)
  await cleanImports(ctx.db, folder.path, ctx.now)
  expect([inClear(folder.path), await stagedByKey(folder.path)]).toEqual([[], new Map([[1, 2]])])

  const { cipherKeys } = secrets(folder.path)
  changeCipherKeys(folder.path, [...cipherKeys, newCipherKey(cipherKeys)])
  forgetBox(folder.path)
  expect(await resealStaged(folder.path, boxIn(folder.path))).toBe(2)
  expect(await stagedByKey(folder.path)).toEqual(new Map([[2, 2]]))
  changeCipherKeys(folder.path, secrets(folder.path).cipherKeys.slice(1))
  forgetBox(folder.path)
  await pei.send('POST', `/api/imports/${id}/write`)
  expect((await until(id, 'done')).result).toMatchObject({ accepted: 396, persons: { new: 0 } })
})

test('what an upload left that was cut off goes after thirty-one days', async () => {
  const [cut, young] = [join(folder.path, 'imports', uuidv7()), join(folder.path, 'imports', uuidv7())]
  for (const path of [cut, young]) mkdirSync(path)
  writeFileSync(join(cut, 'draft-1'), 'x')
  utimesSync(cut, ctx.now.epochMilliseconds / 1000, ctx.now.epochMilliseconds / 1000 - 32 * 86_400)
  await cleanImports(ctx.db, folder.path, ctx.now)
  expect([existsSync(cut), existsSync(young)]).toEqual([false, true])
})

test('a staged file that was tampered with is refused, not read', async () => {
  const id = uuidv7()
  await pei.upload(`/api/imports?filename=c.csv&id=${id}`, roster)
  await until(id, 'ready')
  const file = join(folder.path, 'imports', id, 'roster')
  const bytes = readFileSync(file)
  bytes[bytes.length - 100]! ^= 1
  writeFileSync(file, bytes)
  expect((await pei.get(`/api/imports/${id}/refusals.xlsx`)).body).toMatchObject({ code: 'file-broken' })
  expect(inClear(folder.path)).toEqual([])
})
