import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { closeColumns, useColumns } from '#platform/columnar/home.ts'
import { inSnapshot, sql, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { routes as care } from '#modules/care/index.ts'
import { orderSubjects, plainQuestion, setBehind, type Question } from '#modules/ledger/index.ts'
import { unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { routes as register, stirredSince } from '#modules/register/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { mergeRoutes } from '../register/merging.routes.ts'
import { pageByName } from './by-name.ts'
import { bearing } from './listing.ts'
import type { NameOrder } from './name-order.ts'
import { blocksByName, namesOf } from './named.store.ts'
import { notReached, people } from './people.ts'

/* One order of names is made, then cards are renamed, merged, filed, moved and emptied: by that same order every name stands on exactly one page, where it sounds. */

const names = ['王秀英', '李桂兰', '张玉梅', '刘凤英', '陈秀兰', '杨桂英', '赵玉兰', '黄秀珍', '周桂芳', '吴玉英', '王秀英', '李桂兰', '张玉梅', '单小梅']
const filedAll: Question = { ...plainQuestion, kinds: ['register.person-filed'], counts: 'subjects', ranges: null }
const folder = testFolder()
const [pick, used] = [random(5), new Set<string>()]
let db: TestDatabase
let workspace: Workspace
let city: Ctx
let pei: Ctx
let asCity: Caller
let villages: Unit[]
let kept: NameOrder
const cards: { id: Uuid; name: string }[] = []

async function filed(name: string, village: Unit): Promise<Uuid> {
  const id = uuidv7()
  const { status, body } = await asCity.send('POST', '/api/persons', { id, name, idNumber: idNumber(pick, '320322', '1981-02-03', used), unitId: village.id })
  if (status !== 200) throw new Error(JSON.stringify(body))
  cards.push({ id, name })
  return id
}
const done = async (path: string, body: object) => {
  const answer = await asCity.send('POST', path, { id: uuidv7(), ...body })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const idOf = (place: number) => cards[place]!.id
const owner = (statement: string) => db.asOwner(async (client) => void (await client.query(`set search_path to ${workspace.schema}, public; ${statement}; reset search_path`)))

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203', programme: 'xuzhou-666' })
  ;[city, pei] = [await testCtx(db, workspace, { unit: '3203', dataFolder: folder.path }), await testCtx(db, workspace, { unit: '320322', dataFolder: folder.path })]
  asCity = caller([...register, ...care, ...mergeRoutes(async () => false)], city)
  const below = await inSnapshot({ ...city.db, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] }))
  villages = ['320322', '320321'].map((county) => below.find(({ code }) => code.startsWith(county))!)
  for (const [i, name] of [...names, ...names, ...names].entries()) await filed(name, villages[i % 4 === 3 ? 1 : 0]!)
  useColumns(db.pool, { folder: folder.path, mode: 'always', builds: true, log: () => {} })
  kept = await inSnapshot({ ...city.db, reach: everywhere }, async (tx) => {
    const { now, erased } = await stirredSince(tx, null)
    return { order: (await orderSubjects(tx, () => blocksByName(tx, 8)))!, since: now, erased }
  })
}, 60_000)
afterAll(async () => {
  await closeColumns(db.pool)
  await db.close()
  folder.remove()
})

/** As PostgreSQL says it, whole: those with a name in reach, then the others. */
async function expected(tx: Tx, ctx: Ctx, q: Question): Promise<Uuid[]> {
  const set = (await setBehind(tx, q, null))!.subjects()
  const rows = await tx.rows<{ subject: Uuid; path: string }>(sql`select s.id as subject, p.unit_path as path from ledger_subject s join register_person a on a.id = s.record_id
    join register_person p on p.id = coalesce(a.merged_into, a.id) where s.type = 'person' order by p.pinyin, p.id, s.id`)
  const named = rows.filter(({ subject, path }) => set.includes(subject) && ctx.actor.reach.some(({ lo, hi }) => path >= lo && path < hi)).map(({ subject }) => subject)
  return [...named, ...set.filter((subject) => !named.includes(subject)).sort()]
}

async function paged(tx: Tx, ctx: Ctx, q: Question, size: number): Promise<Uuid[]> {
  const set = (await setBehind(tx, q, null))!
  const pages: Uuid[][] = []
  for (let skip = 0; skip < set.size; skip += size) pages.push((await pageByName(tx, ctx, kept, set, skip, size, 0))!)
  // The last page was asked for after all others; alone it is the same.
  expect(await pageByName(tx, ctx, kept, set, (pages.length - 1) * size, size, 0)).toEqual(pages.at(-1))
  expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true)
  return pages.flat()
}

let merged: { id: Uuid }
describe('every name stands on exactly one page, where it sounds', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['as the order was made', async () => {}],
    ['the first is renamed and sounds last', () => done(`/api/persons/${idOf(4)}/changes`, { fields: { name: '邹玉珍' }, effectiveOn: '2026-11-22' })],
    ['the last is renamed and sounds first', () => done(`/api/persons/${idOf(6)}/changes`, { fields: { name: '艾秀英' }, effectiveOn: '2026-11-22' })],
    ['somebody was filed', () => filed('马桂兰', villages[0]!)],
    ['two of other names are merged', async () => (merged = await done('/api/merges', { stays: idOf(8), closes: idOf(0), reason: '同一个人' }))],
    ['a merged one is renamed', () => done(`/api/persons/${idOf(8)}/changes`, { fields: { name: '安桂芳' }, effectiveOn: '2026-11-22' })],
    ['they are taken apart', () => done(`/api/merges/${merged.id}/undo`, { reason: '是两个人' })],
    ['one moved to another county', () => owner(`update register_person set unit_id = ${villages[1]!.id}, unit_path = '${villages[1]!.path}' where id = '${idOf(1)}'`)],
    ['one was emptied at her request', () => owner(`select register_erase('${idOf(2)}', now(), '{}'); select ledger_erase('person', '${idOf(2)}')`)],
  ])('%s', async (_, happens) => {
    const before = await inSnapshot({ ...city.db, reach: everywhere }, (tx) => tx.one<{ n: bigint }>(sql`select number as n from ledger_head`))
    await happens()
    await inSnapshot({ ...city.db, reach: everywhere }, async (tx) => {
      for (const q of [filedAll, { ...filedAll, asOf: before.n }]) for (const ctx of [city, pei]) {
        const list = await expected(tx, ctx, q)
        expect(list.length).toBeGreaterThan(40)
        for (const size of [5, 60]) expect(await paged(tx, ctx, q, size)).toEqual(list)
      }
    })
  })

  test.each(['秀', '桂兰', '没有'])('who bears %s, of them all: as the register finds them', async (q) => {
    await inSnapshot({ ...city.db, reach: everywhere }, async (tx) => {
      for (const ctx of [city, pei]) {
        const names = await namesOf(tx, ctx.actor.reach, await expected(tx, ctx, filedAll))
        const list = (await expected(tx, ctx, filedAll)).filter((subject) => names.get(subject)?.name.includes(q))
        expect(await bearing(tx, ctx, { set: await setBehind(tx, filedAll, null) }, 0, q, 0)).toEqual({ subjects: list, total: list.length })
      }
    })
  })

  test('a set stands in the blocks alike, whether it is looked up or met there', async () => {
    await inSnapshot(city.db, async (tx) => {
      const one = (await setBehind(tx, { ...filedAll, ranges: [{ key: '', ...rangeOf(villages[1]!.path) }] }, null))!
      const [looked, met] = [kept.order.within(one, true), kept.order.within(one, false)]
      const blocks = Array.from({ length: kept.order.blocks }, (_, block) => block)
      expect(blocks.flatMap(looked)).toHaveLength(10)
      expect(blocks.map(looked)).toEqual(blocks.map(met))
    })
  })

  test('the list of a cell comes from it', async () => {
    const { total, people: first } = (await people(city, { indicator: 'persons-filed', page: 1 } as never)) as { total: number; people: { subject: Uuid }[] }
    expect(total).toBe(43)
    const list = await inSnapshot(city.db, (tx) => expected(tx, city, filedAll))
    expect(first.map(({ subject }) => subject)).toEqual(list)
  })

  test('a snapshot of before the order does without', async () => {
    await inSnapshot({ ...city.db, reach: everywhere }, async (tx) => {
      await tx.one(sql`select 1 as one`)
      await filed('马玉梅', villages[0]!)
      const later = { ...kept, since: (await inSnapshot(city.db, (other) => stirredSince(other, null))).now }
      expect(await pageByName(tx, city, later, (await setBehind(tx, filedAll, null))!, 0, 5, 0)).toBeNull()
    })
  })

  test('who is in a cell, who bears a name in it and who was not reached: the same without read model and order', async () => {
    await done('/api/work-starts', { personIds: [idOf(5), idOf(9), idOf(7)], trade: 'handicraft', startedOn: '2026-11-22' })
    const asked = async () => Promise.all([city, pei].flatMap((ctx) => ['persons-filed', 'new-practitioners'].flatMap((indicator) => ['', '秀'].flatMap((q) =>
      [people, notReached].map(async (list) => list(ctx, { indicator, page: 1, q, by: undefined } as never)))))) as Promise<{ total: number }[]>
    const fast = await asked()
    await closeColumns(db.pool)
    expect(fast).toEqual(await asked())
    expect(fast.map(({ total }) => total).slice(4, 8)).toEqual([3, 41, 1, 11])
  })
})
