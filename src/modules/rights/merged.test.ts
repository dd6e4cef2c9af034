import { rangeOf, type Role } from '#kernel/actor.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { readSheets } from '#platform/spreadsheets/index.ts'
import { unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { mergeRoutes, routes as register } from '#modules/register/index.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { caller, type Caller } from '../../../test/support/http.ts'
import { idNumber, random } from '../../../test/support/people.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { readErasureLines } from './erasures.ts'
import { hasOpenRequest } from './store.ts'
import { routes } from './routes.ts'

/* A woman whose two cards were merged: what she asks is about both. */

let db: TestDatabase
let workspace: Workspace
let village: Unit
const who: Record<string, Caller> = {}
const folder = testFolder()
const [pick, used] = [random(9), new Set<string>()]

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322' })
  for (const role of ['officer', 'leader'] as const satisfies Role[]) {
    const made = await testCtx(db, workspace, { dataFolder: folder.path, roles: [role] })
    who[role] = caller([...register, ...mergeRoutes(hasOpenRequest), ...routes], { ...made, actor: { ...made.actor, id: `account:${role}` } })
    village ??= (await inSnapshot(made.db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] })))[0]!
  }
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const said = async (role: string, path: string, body: object) => {
  const answer = await who[role]!.send('POST', path, { id: uuidv7(), ...body })
  return answer.status === 200 ? answer.body : answer.body.code
}
async function twice(name: string): Promise<{ stays: Uuid; closes: Uuid; numbers: string[]; merge: Uuid }> {
  const numbers = [idNumber(pick, '320322', '1981-02-03', used), idNumber(pick, '320322', '1981-02-03', used)]
  const [stays, closes] = [uuidv7(), uuidv7()]
  await who['officer']!.send('POST', '/api/persons', { id: stays, name, idNumber: numbers[0], unitId: village.id, helper: '刘会计' })
  await who['officer']!.send('POST', '/api/persons', { id: closes, name: `${name}儿`, idNumber: numbers[1], unitId: village.id, note: '腿脚不便' })
  return { stays, closes, numbers, merge: (await said('officer', '/api/merges', { stays, closes, reason: `${name}建了两次` })).id }
}
const held = async (request: { id: string }) => {
  const response = (await who['officer']!.get(`/api/requests/${request.id}/held.xlsx`)).response
  const path = join(folder.path, 'held.xlsx')
  await writeFile(path, Buffer.from(await response.arrayBuffer()))
  const texts: string[] = []
  for await (const sheet of readSheets(path)) for await (const row of sheet.rows) texts.push(JSON.stringify(row))
  return texts.join('\n')
}

test('the copy of her data holds both cards', async () => {
  const { stays, numbers } = await twice('赵两卡')
  const text = await held(await said('officer', `/api/persons/${stays}/requests`, { kind: 'access', channel: 'paper' }))
  for (const one of [...numbers, '赵两卡儿', '刘会计', '腿脚不便']) expect(text).toContain(one)
})

test('an erasure empties both cards and both ties, whichever was named; the log outside names both', async () => {
  const { stays, closes, merge } = await twice('钱两卡')
  const asked = await said('officer', `/api/persons/${closes}/requests`, { kind: 'erasure', channel: 'paper' })
  expect(asked).toMatchObject({ personId: stays })
  expect(await said('leader', `/api/requests/${asked.id}/approve`, {})).toMatchObject({ state: 'carried-out' })
  const { rows } = await db.asOwner((owner) => owner.query(`select p.id, p.name, p.erased_at is not null as erased, (select count(*)::int from ${workspace.schema}.ledger_subject s where s.record_id = p.id) as ties
    from ${workspace.schema}.register_person p where p.id = any($1) order by p.id`, [[stays, closes]]))
  expect(rows).toEqual([stays, closes].sort().map((id) => ({ id, name: null, erased: true, ties: 0 })))
  expect((await db.asOwner((owner) => owner.query(`select reason from ${workspace.schema}.register_merge where id = $1`, [merge]))).rows).toEqual([{ reason: '–' }])
  const lines = await readErasureLines({ dataFolder: folder.path, workspace })
  expect(lines.find(({ request }) => request === asked.id)).toMatchObject({ person: stays, also: [closes] })
  expect(await said('officer', `/api/merges/${merge}/undo`, { reason: '是两个人' })).toBe('merge-not-found')
})
