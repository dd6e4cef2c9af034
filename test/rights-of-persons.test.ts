import { readFile } from 'node:fs/promises'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rangeOf, type Role } from '../src/kernel/actor.ts'
import { uuidv7, type Uuid } from '../src/kernel/ids.ts'
import { boxIn } from '../src/platform/crypto/box.ts'
import { inSnapshot } from '../src/platform/database/transaction.ts'
import type { Ctx } from '../src/platform/http/ctx.ts'
import { packedBytes, zipDirectory } from '../src/platform/spreadsheets/zip.ts'
import { readLimits } from '../src/platform/spreadsheets/types.ts'
import { allRoutes } from '../src/main/modules.ts'
import { noWitnesses, verify } from '../src/modules/figures/index.ts'
import { unitsBelow } from '../src/modules/organisation/index.ts'
import { replayErasures, type ErasureLine } from '../src/modules/rights/index.ts'
import { testCtx, testFolder } from './support/ctx.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { caller, type Caller } from './support/http.ts'
import { idNumber, random } from './support/people.ts'
import { smallRoster } from './support/small-roster.ts'
import { testWorkspace } from './support/workspace.ts'

/*
 * Everything that is held of a person comes into her file; and when she is erased, none of it is found again: in no table, no file, no
 * log. Figures of before stay what they were. `RIGHTS_PERSONS` makes more of them (`prove -- rights`), `RIGHTS_SEED` others.
 */
const people = Number(process.env['RIGHTS_PERSONS'] ?? 100)
const seed = Number(process.env['RIGHTS_SEED'] ?? 20261122)
/** Those who stay, so that the search is seen to find what is there. */
const staying = 5

/** One woman with the strings that are hers alone. */
type Woman = { id: Uuid; name: string; idNumber: string; phone: string; canaries: string[]; household: Uuid }

let db: TestDatabase
let officer: Caller
let leader: Caller
let checker: Caller
let base: Ctx
const folder = testFolder()
const logged: string[] = []
const women: Woman[] = []

/** Somebody with a role, her acts kept in the audit log as at the real door. */
async function as(role: Role, actor: string, more: Partial<Ctx['actor']> = {}): Promise<Ctx> {
  const ctx = await testCtx(db, workspace, { dataFolder: folder.path, roles: [role] })
  const who = { actor, roles: [role], workspace: workspace.slug, unitPath: ctx.actor.unitPath, address: 'test', requestId: uuidv7(), verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } }
  const told = { ...ctx.actor, id: actor, ...more }
  return { ...ctx, actor: told, db: { ...ctx.db, reach: told.reach, own: told.personId ?? null, who }, log: { info: (line) => void logged.push(line), error: (fault, line) => void logged.push(`${line} ${String(fault)}`) } }
}
let workspace: Awaited<ReturnType<typeof testWorkspace>>
const must = async (answer: ReturnType<Caller['get']>) => {
  const { status, body, response } = await answer
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body ?? Buffer.from(await response.arrayBuffer())
}
const digit = '零一二三四五六七八九'
const nameOf = (i: number, surname = '甄') => surname + [...String(i).padStart(4, '0')].map((d) => digit[Number(d)]).join('')
/** All that a workbook holds, as one text. */
const unzipped = (bytes: Buffer) => [...zipDirectory(bytes, readLimits).values()].map((entry) => { const packed = packedBytes(bytes, entry); return (entry.method === 0 ? packed : inflateRawSync(packed)).toString('utf8') }).join('\n')

beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  base = await as('officer', 'account:officer')
  officer = caller(allRoutes(db.pool), base)
  leader = caller(allRoutes(db.pool), await as('leader', 'account:leader'))
  checker = caller(allRoutes(db.pool), await as('checker', 'account:checker'))
  const units = await inSnapshot(base.db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [4, 5] }))
  const villages = units.filter(({ level }) => level === 5)
  const [pick, used] = [random(seed), new Set<string>()]
  for (let i = 0; i < people + staying; i += 1) {
    const village = villages[pick.below(villages.length)]!
    const her = (what: string) => `${what}·${seed}·${i}·${pick.below(1e9)}`
    const [id, number, phone] = [uuidv7(), idNumber(pick, '320322', '1981-02-03', used), `139${String(10_000_000 + i * 37).padStart(8, '0')}`]
    const canaries = { 一: her('健康'), 二: her('行当'), 三: her('帮扶'), 四: her('记事'), 五: her('关系'), 六: her('学历'), 七: her('理由'), 八: her('活计'), 九: her('同意'), 十: her('请求'), 百: her('旧记事') }
    const householdNumber = i % 3 === 0 ? undefined : her('户')
    const fields = { relation: canaries.五, education: canaries.六, health: canaries.一, trade: canaries.二, helper: canaries.三, note: canaries.百, phone: `138${String(10_000_000 + i * 41).padStart(8, '0')}` }
    await must(officer.send('POST', '/api/persons', { id, name: nameOf(i, '旧'), idNumber: number, unitId: village.id, hardships: ['low-income'], wish: 'work-at-home', ...fields, ...(householdNumber ? { householdNumber, householdSize: 3 } : {}) }))
    await must(officer.send('POST', `/api/persons/${id}/changes`, { id: uuidv7(), fields: { name: nameOf(i), note: canaries.四, phone, wish: 'start-business' } }))
    await must(officer.send('POST', `/api/persons/${id}/reveal`, { field: 'idNumber', reason: canaries.七 }))
    await must(officer.send('POST', '/api/work-starts', { id: uuidv7(), personIds: [id], trade: 'handicraft', startedOn: '2026-11-10', note: canaries.八 }))
    const { consents } = await must(officer.get(`/api/persons/${id}/rights`))
    await must(officer.send('POST', `/api/persons/${id}/consents`, { id: uuidv7(), purpose: 'support-programme', given: true, version: consents[0].version, channel: 'paper', note: canaries.九 }))
    await must(officer.send('POST', `/api/persons/${id}/requests`, { id: uuidv7(), kind: 'access', channel: 'in-person', details: canaries.十 }))
    const card = await must(officer.get(`/api/persons/${id}`))
    women.push({ id, name: nameOf(i), idNumber: number, phone, canaries: [...Object.values(canaries), nameOf(i), nameOf(i, '旧'), number, phone, ...(householdNumber ? [householdNumber] : [])], household: card.household.id })
  }
  // A checker's words beside her entries; a roster that is still being looked over.
  const batch = await must(checker.send('POST', '/api/checks/batches', { id: uuidv7(), level: 'county', unitId: base.actor.unitId, group: 'work' }))
  const bySubject = new Map<string, Woman>()
  const { rows: ties } = await db.asOwner((owner) => owner.query(`select id, record_id from ${workspace.schema}.ledger_subject`))
  for (const tie of ties) bySubject.set(tie.id, women.find(({ id }) => id === tie.record_id)!)
  const { rows: drawn } = await db.asOwner((owner) => owner.query(`select m.posting::text, m.line, e.subject from ${workspace.schema}.ledger_batch_member m join ${workspace.schema}.ledger_entry e using (posting, line) where m.batch_id = $1 and sampled is not null`, [batch.id]))
  for (const { posting, line, subject } of drawn) {
    const said = `核验${seed}${posting}`
    bySubject.get(subject)!.canaries.push(said)
    await must(checker.send('POST', `/api/checks/batches/${batch.id}/findings`, { posting, line, wrong: false, note: said }))
  }
  const town = units.find(({ id }) => id === villages[0]!.parentId)!
  const roster = await smallRoster(folder.path, women.map((one) => ({ '镇（街道）': town.name, '村（社区）': villages[0]!.name, 户编号: '', 户主姓名: one.name, 姓名: one.name, 身份证号: one.idNumber, 出生日期: '1981-02-03', 劳动能力: '有', 就业意愿: '有', 联系电话: one.phone, 建档日期: '2026-11-01' })), '2026-10-01')
  const importId = uuidv7()
  await must(officer.upload(`/api/imports?filename=roster.xlsx&id=${importId}`, await readFile(roster)))
  for (let i = 0; (await must(officer.get(`/api/imports/${importId}`))).state !== 'ready'; i += 1) {
    if (i > 400) throw new Error('the import never came to ready')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const { rmSync } = await import('node:fs')
  rmSync(roster)
}, 300_000)
afterAll(async () => {
  await db.close()
  folder.remove()
})

/** Every row of every table of every schema, as text. */
async function allRows(): Promise<string> {
  return db.asOwner(async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`)
    const all: string[] = []
    for (const { name } of tables) all.push(...(await owner.query<{ t: string }>(`select t::text as t from ${name} t`)).rows.map(({ t }) => t))
    return all.join('\n')
  })
}
function allFiles(): Buffer[] {
  return readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).map((name) => join(folder.path, name)).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path))
}
/** What says who she is: her strings, and the keyed hashes of her numbers. */
const marksOf = (woman: Woman) => {
  const box = boxIn(folder.path)
  return [...woman.canaries, box.hash('idNumber', woman.idNumber).toString('hex').slice(0, 32), box.hash('phone', woman.phone).toString('hex')]
}
async function figures() {
  const paths = ['/api/figures', '/api/figures/persons-filed?by=unit', '/api/figures/work-starts?by=trade', '/api/figures/households-filed?by=unit', '/api/receipts']
  return Promise.all(paths.map(async (path) => (await must(officer.get(`${path}`)))))
}

test('the file of an access request holds all that is hers', async () => {
  const missing: string[] = []
  for (const woman of women.slice(0, people)) {
    const { requests } = await must(officer.get(`/api/persons/${woman.id}/rights`))
    const held = unzipped(await must(officer.get(`/api/requests/${requests[0].id}/held.xlsx`)))
    missing.push(...woman.canaries.filter((canary) => !held.includes(canary)))
    if (women.some((other) => other !== woman && held.includes(other.idNumber))) missing.push(`${woman.name} sees another's number`)
  }
  expect(missing).toEqual([])
}, 300_000)

test('an erased woman is found nowhere; figures, receipts and the chain are what they were', async () => {
  await must(officer.send('POST', '/api/receipts', { indicator: 'persons-filed' }))
  const before = await figures()
  const receipts = await db.asOwner(async (owner) => (await owner.query(`select body, encode(journal_hash, 'hex') as hash from ${workspace.schema}.figures_receipt order by id`)).rows)
  const gone = women.slice(0, people)
  const there = await allRows()
  expect(women.filter((woman) => !marksOf(woman).every((mark) => there.includes(mark) || woman.idNumber === mark || woman.phone === mark)).map(({ name }) => name)).toEqual([])

  for (const woman of gone) {
    const request = await must(officer.send('POST', `/api/persons/${woman.id}/requests`, { id: uuidv7(), kind: 'erasure', channel: 'paper', details: woman.canaries[0] }))
    const alone = await officer.send('POST', `/api/requests/${request.id}/approve`, { id: uuidv7() })
    expect([alone.status, alone.body.code]).toEqual([403, 'not-allowed'])
    expect((await must(leader.send('POST', `/api/requests/${request.id}/approve`, { id: uuidv7() }))).state).toBe('carried-out')
  }
  const rows = await allRows()
  const files = [...allFiles(), Buffer.from(logged.join('\n'))]
  const left = gone.flatMap((woman) => marksOf(woman).filter((mark) => rows.includes(mark) || files.some((file) => file.includes(mark))))
  expect(left).toEqual([])
  // The search finds those who stay.
  expect(women.slice(people).every((woman) => woman.canaries.filter((mark) => mark !== woman.idNumber && mark !== woman.phone).every((mark) => rows.includes(mark)))).toBe(true)

  expect((await figures()).map(untimed)).toEqual(before.map(untimed))
  expect(await db.asOwner(async (owner) => (await owner.query(`select body, encode(journal_hash, 'hex') as hash from ${workspace.schema}.figures_receipt order by id`)).rows)).toEqual(receipts)
  expect((await verify(base, noWitnesses, () => {})).faults).toEqual([])

  for (const woman of gone.slice(0, 20)) {
    expect((await must(officer.get(`/api/persons?q=${encodeURIComponent(woman.name)}`))).total).toBe(0)
    expect((await must(officer.get(`/api/persons?q=${woman.idNumber}`))).total).toBe(0)
    expect((await officer.get(`/api/persons/${woman.id}`)).status).toBe(404)
  }
  expect((await must(officer.get('/api/persons'))).total).toBe(staying)
  const behind = await must(officer.get('/api/figures/work-starts/people'))
  expect([behind.total, behind.people.filter((one: { name: string | null }) => one.name !== null).length]).toEqual([people + staying, staying])
  // No tie is left that leads from a card to its entries.
  const ties = await db.asOwner(async (owner) => (await owner.query(`select (select count(*)::int from ${workspace.schema}.ledger_subject where record_id = any($1)) as subjects, (select count(*)::int from ${workspace.schema}.care_work_start where person_id = any($1)) as starts`, [gone.map(({ id }) => id)])).rows[0])
  expect(ties).toEqual({ subjects: 0, starts: 0 })
}, 300_000)
/** An answer without the instant it was given at. */
const untimed = (answer: object) => JSON.parse(JSON.stringify(answer, (key, value) => (['at', 'askedAt'].includes(key) ? undefined : value)))

test('she can be filed anew, with a card of her own', async () => {
  const [woman] = women as [Woman]
  const units = await inSnapshot(base.db, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [5] }))
  const id = uuidv7()
  await must(officer.send('POST', '/api/persons', { id, name: woman.name, idNumber: woman.idNumber, unitId: units[0]!.id, hardships: [] }))
  const { persons } = await must(officer.get(`/api/persons?q=${woman.idNumber}`))
  expect(persons.map((one: { id: string }) => one.id)).toEqual([id])
})

test('an erasure is on disk when it is answered, and is done again after an older backup', async () => {
  const lines = readFileSync(join(folder.path, 'erasures/pei.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ErasureLine)
  expect(lines.map(({ person }) => person)).toEqual(women.slice(0, people).map(({ id }) => id))
  const operator = await as('operator', 'operator:cli', { reach: [{ lo: '', hi: '~' }] })
  expect(await replayErasures(operator, lines)).toBe(0)
  // As if the last five had been erased after the backup was made.
  const [again] = women.slice(people) as [Woman]
  const line = { person: again.id, at: '2026-11-22T03:00:00.000000Z', request: uuidv7() }
  expect(await replayErasures(operator, [line, { ...line, person: uuidv7(), request: uuidv7() }])).toBe(1)
  const rows = await allRows()
  expect(marksOf(again).filter((mark) => rows.includes(mark))).toEqual([])
  expect(await replayErasures(operator, [line])).toBe(0)
  // Noted, and then not committed: not done again.
  const undone = { person: women[people + 1]!.id, at: line.at, request: uuidv7() }
  expect(await replayErasures(operator, [undone, { ...undone, undone: true }])).toBe(0)
})
