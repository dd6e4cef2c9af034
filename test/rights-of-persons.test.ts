import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rangeOf } from '../src/kernel/actor.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { inSnapshot } from '../src/platform/database/transaction.ts'
import type { Ctx } from '../src/platform/http/ctx.ts'
import { unitsBelow } from '../src/modules/organisation/index.ts'
import { replayErasures, type ErasureLine } from '../src/modules/rights/index.ts'
import { drawOf, prove } from '../bench/prove/proof.ts'
import { rights } from '../bench/prove/rights.ts'
import { must, rightsWorld, type RightsWorld } from './support/rights-world.ts'

/*
 * Everything that is held of a person comes into her file; and when she is erased, none of it is found again: in no table, no file, no
 * log. Figures of before stay what they were. More of them: `npm run prove -- rights`.
 */
const seed = 20261122

test('a hundred women: their files hold all that is theirs, and nothing of it is found once they are erased', async () => {
  const { got, failures } = await prove(rights, { seed, n: rights.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject({ ...rights.target, erased: rights.suiteSize })
}, 300_000)

let world: RightsWorld
beforeAll(async () => {
  world = await rightsWorld([0, 1, 2, 3], (index) => drawOf(7, index))
}, 60_000)
afterAll(() => world.close())
const count = async (statement: string, values: readonly unknown[]) => (await world.db.asOwner((owner) => owner.query<{ n: number }>(statement.replaceAll('ws.', `${world.workspace.schema}.`), [...values]))).rows[0]!.n

test('in lists, in a search, behind a figure she is not; no tie leads to her entries; she has no account', async () => {
  const [woman] = world.women as [RightsWorld['women'][number]]
  await world.erase(woman)
  const { officer } = world
  expect((await must(officer.get(`/api/persons?q=${encodeURIComponent(woman.name)}`))).total).toBe(0)
  expect((await must(officer.get(`/api/persons?q=${woman.idNumber}`))).total).toBe(0)
  expect((await officer.get(`/api/persons/${woman.id}`)).status).toBe(404)
  expect((await must(officer.get('/api/persons'))).total).toBe(3)
  const behind = await must(officer.get('/api/figures/work-starts/people'))
  expect([behind.total, behind.people.filter((one: { name: string | null }) => one.name !== null).length]).toEqual([4, 3])
  expect(await count('select count(*)::int as n from ws.ledger_subject where record_id = $1', [woman.id])).toBe(0)
  expect(await count('select count(*)::int as n from ws.care_work_start where person_id = $1', [woman.id])).toBe(0)
  expect(await count(`select count(*)::int as n from accounts_grant g join accounts_account a on a.id = g.account_id where g.person_id = $1 and g.ended_at is not null and a.blocked_at is not null and a.password_hash is null`, [woman.id])).toBe(1)
})

test('she can be filed anew, with a card of her own', async () => {
  const [woman] = world.women as [RightsWorld['women'][number]]
  const units = await inSnapshot({ ...world.base.db, who: undefined } as Ctx['db'], (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: world.workspace.topPath, levels: [5] }))
  const id = uuidv7()
  await must(world.officer.send('POST', '/api/persons', { id, name: woman.name, idNumber: woman.idNumber, unitId: units[0]!.id, hardships: [] }))
  const { persons } = await must(world.officer.get(`/api/persons?q=${woman.idNumber}`))
  expect(persons.map((one: { id: string }) => one.id)).toEqual([id])
})

test('an erasure is on disk when it is answered, and is done again after an older backup', async () => {
  const [gone, again, kept] = world.women as [RightsWorld['women'][number], RightsWorld['women'][number], RightsWorld['women'][number]]
  const lines = readFileSync(join(world.folder, 'erasures/pei.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ErasureLine)
  expect(lines.map(({ person }) => person)).toEqual([gone.id])
  const operator = await world.as('operator', 'operator:cli', { reach: [{ lo: '', hi: '~' }] })
  expect(await replayErasures(operator, lines)).toBe(0)
  // As if she had been erased after the backup was made.
  const line = { person: again.id, at: '2026-11-22T03:00:00.000000Z', request: uuidv7() }
  expect(await replayErasures(operator, [line, { ...line, person: uuidv7(), request: uuidv7() }])).toBe(1)
  expect(await world.found(world.marksOf(again))).toEqual([])
  expect(await replayErasures(operator, [line])).toBe(0)
  // Noted, and then not committed: not done again.
  const undone = { person: kept.id, at: line.at, request: uuidv7() }
  expect(await replayErasures(operator, [undone, { ...undone, undone: true }])).toBe(0)
})
