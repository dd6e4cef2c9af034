import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { growing, reachTable, said, tracesOf, type Foreign, type Told } from './support/reach-table.ts'
import { twoCounties, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * The second wall alone: a server whose program takes county Pei for somebody who may do everything to every unit, over a database that
 * goes on knowing who she is. All that test/reach.test.ts asks is asked again; row security gives away nothing of county Feng.
 */

let world: TwoCounties
let pei: Visitor
let feng: Visitor
const told = {} as Told
const { own, others } = reachTable(told)
const before = new Map<string, unknown>()
const women = ['王莉', '欧阳春梅', '张樱']
let theirs: Belongings

beforeAll(async () => {
  world = told.world = await twoCounties()
  const signedIn = await world.visitor('pei')
  pei = world.withoutPolicy(signedIn)
  feng = await world.visitor('feng')
  told.mine = await world.live(signedIn, '320322', ['王丽', '张英', '李秀兰'], 71)
  for (const [route, paths] of Object.entries(own)) for (const path of paths()) before.set(`${route} ${path}`, said(await pei.ask(path)))
  theirs = told.theirs = await world.live(feng, '320321', women, 72)
})
afterAll(() => world.close())

/** What of Feng stands in the answer to a question, beyond what the question said. */
async function leaks([path, asking]: Foreign): Promise<string[]> {
  const { text } = await pei.ask(path, asking)
  const asked = decodeURIComponent(path) + JSON.stringify(asking?.body ?? '')
  return tracesOf(theirs, women).filter((trace) => text.includes(trace) && !asked.includes(trace))
}

test('the program does take her for somebody who may do everything', async () => {
  expect((await feng.ask('/api/audit')).status).toBe(403)
  expect((await pei.ask('/api/audit')).status).toBe(200)
})

describe('whatever Feng does, her answers stay as they were', () => {
  test.each(Object.keys(own))('%s', async (route) => {
    for (const path of own[route]!()) {
      expect(await leaks([path]), path).toEqual([])
      if (!growing.includes(route)) expect(said(await pei.ask(path)), path).toEqual(before.get(`${route} ${path}`))
    }
  })
})

describe('asked by an id of Feng’s, nothing comes', () => {
  test.each(Object.keys(others).filter((route) => others[route] !== 'no id'))('%s', async (route) => {
    for (const question of (others[route] as () => readonly Foreign[])()) {
      expect(await leaks(question), question[0]).toEqual([])
      const { status, body } = await pei.ask(question[0], question[1])
      if (!question.nothing) expect([status >= 400 && status < 500, question[0]], JSON.stringify(body)).toEqual([true, question[0]])
      else if ('total' in body) expect(body.total, question[0]).toBe(0)
    }
  })

  test('and nothing of Feng’s was touched', async () => {
    expect(await feng.ask(`/api/imports/${theirs.imports[1]}`)).toMatchObject({ status: 200, body: { state: 'ready' } })
    expect((await feng.ask(`/api/checks/batches/${theirs.batch}`)).body.batch).toMatchObject({ outcome: null, found: 0 })
    expect((await feng.ask(`/api/receipts/${theirs.receipt}`)).body).toMatchObject({ withdrawn: null, check: { agrees: true } })
    expect((await feng.ask(`/api/persons/${theirs.persons[0]}`)).body).toMatchObject({ note: null, works: 'handicraft' })
    expect((await feng.ask(`/api/requests/${theirs.request}`)).body.state).toBe('received')
    expect(world.faults).toEqual([])
  })
})

describe('the wall is what holds: without it on one table, this test is red', () => {
  const plants: [table: string, question: () => Foreign][] = [
    ['register_person', () => [`/api/persons/${theirs.persons[0]}`]],
    ['register_import', () => [`/api/imports/${theirs.imports[1]}`]],
    ['ledger_batch', () => [`/api/checks/batches?state=open`]],
    ['figures_receipt', () => ['/api/receipts']],
  ]
  test.each(plants)('%s', async (table, question) => {
    const alter = (how: 'enable' | 'disable') => world.db.asOwner((owner) => owner.query(`alter table ${world.workspace.schema}.${table} ${how} row level security`))
    await alter('disable')
    try {
      expect(await leaks(question())).not.toEqual([])
    } finally {
      await alter('enable')
    }
    expect(await leaks(question())).toEqual([])
  })
})
