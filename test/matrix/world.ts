import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { grantedRoles, type GrantedRole } from '../../src/kernel/abilities.ts'
import { everywhere } from '../../src/kernel/actor.ts'
import { uuidv7, type Uuid } from '../../src/kernel/ids.ts'
import { inSnapshot } from '../../src/platform/database/transaction.ts'
import { unitByCode, unitsBelow, type Unit, type Workspace } from '../../src/modules/organisation/index.ts'
import { buildApp } from '../../src/main/app.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { testFolder } from '../support/ctx.ts'
import { idNumber, random, type Random } from '../support/people.ts'
import { smallRoster } from '../support/small-roster.ts'
import { testWorkspace } from '../support/workspace.ts'
import { unzipped } from '../support/unzipped.ts'

/*
 * One world for the proofs of who may see and do what: a city with two counties lived in, a second workspace beside it, and an account of
 * every role at every place. All things carry marks: words that stand nowhere else, by which a leak is seen in any answer.
 */

export type Answer = { status: number; code: string | null; text: string; body: any } // oxlint-disable-line typescript/no-explicit-any -- of any route
export type Ask = readonly [path: string, asking?: { method?: string; body?: unknown; bytes?: Uint8Array }]

/** Where an actor works. Administrators work for the whole workspace only. */
export type Place = 'top' | 'county' | 'village'
export type Actor = { readonly role: GrantedRole; readonly place: Place; readonly workspace: string; readonly path: string; readonly unitId: number; readonly account: Uuid; readonly grant: Uuid; readonly personId: Uuid | null; ask(ask: Ask): Promise<Answer> }

/** What stands at one unit, and the marks by which it would be known. */
export type Thing = {
  readonly name: string
  readonly workspace: string
  readonly unit: Unit
  readonly path: string
  readonly person?: Uuid; readonly household?: Uuid; readonly subject?: Uuid; readonly entry?: string; readonly idNumber?: string; readonly woman?: string
  readonly batch?: Uuid; readonly sampled?: { posting: string; line: number }; readonly receipt?: string; readonly import?: Uuid; readonly export?: Uuid; readonly request?: Uuid; readonly account?: Uuid; readonly grant?: Uuid
  readonly agency?: Uuid; readonly agencyName?: string
  /** Stands in the whole workspace: every unit's administrators reach it. */
  readonly ofWorkspace?: true
  readonly marks: readonly string[]
}

export type World = { db: TestDatabase; app: Hono; workspace: Workspace; other: Workspace; actors: Actor[]; things: Thing[]; faults: unknown[]; said: string[]; feng: { officer: Actor; checker: Actor; village: Unit; county: Unit; folder: string }; close(): Promise<void> }

const now = () => Temporal.Instant.from('2026-11-22T02:00:00Z')
/** Nobody signs in with it here; but a password that is tried must be tried against something. */
const passwordHash = `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`
const administrators: readonly GrantedRole[] = ['system-admin', 'security-admin', 'audit-admin']

/** Signed in without the steps of signing in, which have tests of their own: account, grant and session are put into their tables. */
async function seat(db: TestDatabase, app: Hono, of: { workspace: Workspace; unit: Unit; role: GrantedRole; place: Place; personId?: Uuid }): Promise<Actor> {
  const [account, grant, token] = [uuidv7(), uuidv7(), randomBytes(32).toString('base64url')]
  const name = `${of.role}-${of.place}-${token.slice(0, 8)}`
  await db.asOwner(async (owner) => {
    await owner.query(`insert into accounts_account (id, user_name, user_name_key, display_name, password_hash, created_at, used_at, home_workspace)
      values ($1, $2, $2, $3, $6, $4, $4, $5)`, [account, name, `${name}的人`, now().toString(), of.workspace.slug, passwordHash])
    await owner.query(`insert into accounts_grant (account_id, workspace, unit_id, unit_code, role, valid_from, person_id, id) values ($1, $2, $3, $4, $5, '2026-01-01', $6, $7)`,
      [account, of.workspace.slug, of.unit.id, of.unit.code, of.role, of.personId ?? null, grant])
    await owner.query(`insert into accounts_session (token_sha256, account_id, workspace, unit_id, created_at, last_seen_at, address, device, factor) values ($1, $2, $3, $4, $5, $5, 'test', 'test', 'passed')`,
      [createHash('sha256').update(token).digest(), account, of.workspace.slug, of.unit.id, now().toString()])
  })
  return {
    role: of.role, place: of.place, workspace: of.workspace.slug, path: of.unit.path, unitId: of.unit.id, account, grant, personId: of.personId ?? null,
    async ask([path, { method = 'GET', body, bytes } = {}]) {
      const answer = await app.request(path, {
        method, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(bytes ? { body: bytes as BodyInit } : {}),
        headers: { cookie: `qs_session=${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      })
      const came = Buffer.from(await answer.arrayBuffer())
      const text = came.subarray(0, 2).toString() === 'PK' ? unzipped(came) : came.toString('utf8')
      const parsed = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : null
      return { status: answer.status, code: answer.status === 200 ? null : (parsed?.code ?? null), text, body: parsed }
    },
  }
}

/** The world. `seed` chooses the women and their numbers. */
export async function matrixWorld(seed: number): Promise<World> {
  const db = await testDatabase()
  const folder = testFolder()
  const faults: unknown[] = []
  /** Every line of the server's log. */
  const said: string[] = []
  const log = { info: (line: string) => void said.push(line), error: (fault: unknown, line: string) => void (faults.push(fault), said.push(`${line} ${fault instanceof Error ? `${fault.stack} ${JSON.stringify(fault)}` : String(fault)}`)) }
  const workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203', programme: 'xuzhou-666' })
  const other = await testWorkspace(db, { slug: 'elsewhere', units: '320322', programme: 'xuzhou-666' })
  const app = buildApp({ pool: db.pool, dataFolder: folder.path, webFolder: join(import.meta.dirname, 'no-web'), log, now, checkAnswers: true, limits: 'off' })
  const pick = random(seed)
  const used = new Set<string>()
  const placeOf = ({ schema }: Workspace) => ({ pool: db.pool, schema, reach: everywhere })
  const unit = async (of: Workspace, code: string) => (await inSnapshot(placeOf(of), (tx) => unitByCode(tx, everywhere, code)))!
  const villagesOf = async (of: Workspace, county: Unit) => inSnapshot(placeOf(of), (tx) => unitsBelow(tx, everywhere, { path: county.path, levels: [5] }))

  const top = await unit(workspace, '3203')
  const [pei, feng, far] = [await unit(workspace, '320322'), await unit(workspace, '320321'), await unit(other, '320322')]
  const [peiVillages, fengVillages, farVillages] = [await villagesOf(workspace, pei), await villagesOf(workspace, feng), await villagesOf(other, far)]

  const seated = (role: GrantedRole, at: Unit, place: Place, of = workspace, personId?: Uuid) => seat(db, app, { workspace: of, unit: at, role, place, ...(personId ? { personId } : {}) })
  const things: Thing[] = []
  const lived = async (name: string, of: Workspace, county: Unit, village: Unit, officer: Actor, checker: Actor) => things.push(...(await live(db, folder.path, { name, of, county, village, officer, checker, pick, used })))
  const [cityOfficer] = [await seated('officer', top, 'top')]
  const peiOfficer = await seated('officer', pei, 'county')
  const peiChecker = await seated('checker', pei, 'county')
  await lived('Pei, the actor’s village', workspace, pei, peiVillages[0]!, peiOfficer, peiChecker)
  await lived('Pei, another village', workspace, pei, peiVillages.at(-1)!, peiOfficer, peiChecker)
  const theirs = { officer: await seated('officer', feng, 'county'), checker: await seated('checker', feng, 'county'), village: fengVillages[0]!, county: feng, folder: folder.path }
  await lived('Feng', workspace, feng, theirs.village, theirs.officer, theirs.checker)
  await lived('elsewhere', other, far, farVillages[0]!, await seated('officer', far, 'county', other), await seated('checker', far, 'county', other))
  const cityReceipt = await must(cityOfficer!.ask(['/api/receipts', { method: 'POST', body: { indicator: 'persons-filed' } }]))
  things.push({ name: 'the city', workspace: 'xuzhou', unit: top, path: top.path, receipt: cityReceipt.code, marks: [cityReceipt.code] })

  for (const [of, at] of [[workspace, pei], [other, far]] as const) {
    const { account, grant } = await seated('trainer', at, 'top', of)
    things.push({ name: 'an account', workspace: of.slug, unit: at, path: at.path, account, grant, ofWorkspace: true, marks: of === other ? [account] : [] })
  }
  const own = things.find((one) => one.person)!
  const actors: Actor[] = [peiOfficer, peiChecker]
  for (const role of grantedRoles) {
    if (administrators.includes(role)) actors.push(await seated(role, top, 'top'))
    else if (role === 'member') actors.push(await seated('member', peiVillages[0]!, 'village', workspace, own.person))
    else {
      if (role !== 'officer' && role !== 'checker') actors.push(await seated(role, pei, 'county'))
      actors.push(await seated(role, peiVillages[0]!, 'village'))
    }
  }
  for (const role of ['leader', 'auditor'] as const) actors.push(await seated(role, far, 'county', other))
  actors.push(await seated('system-admin', far, 'top', other))
  return { db, app, workspace, other, actors, things, faults, said, feng: theirs, async close() { await db.close(); folder.remove() } }
}

async function must(asked: Promise<Answer>): Promise<Answer['body']> {
  const { status, text, body } = await asked
  if (status !== 200) throw new Error(`${status} ${text}`)
  return body
}

/** Lets a village and its county do everything once: file, start work, leave an import open, check, issue. */
async function live(db: TestDatabase, folder: string, { name, of, county, village, officer, checker, pick, used }: {
  name: string; of: Workspace; county: Unit; village: Unit; officer: Actor; checker: Actor; pick: Random; used: Set<string>
}): Promise<Thing[]> {
  // Letters only: a name of letters and digits would sound like another.
  const mark = [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
  const idText = idNumber(pick, county.code, '1980-05-14', used)
  const woman = `欧阳${mark}`
  const person = uuidv7()
  await must(officer.ask(['/api/persons', { method: 'POST', body: {
    id: person, idNumber: idText, name: woman, unitId: village.id, phone: `13${pick.below(9)}${String(10_000_000 + pick.below(89_999_999))}`, note: `备注${mark}`, helper: `帮扶${mark}`, householdNumber: `户${mark}`, hardships: [], trade: `行当${mark}`,
  } }]))
  await must(officer.ask(['/api/work-starts', { method: 'POST', body: { id: uuidv7(), personIds: [person], trade: 'handicraft', startedOn: '2026-11-22' } }]))
  const card = await must(officer.ask([`/api/persons/${person}`]))
  const batch = await must(checker.ask(['/api/checks/batches', { method: 'POST', body: { level: 'county', unitId: county.id, group: 'work' } }]))
  const sample = await must(checker.ask([`/api/checks/batches/${batch.id}`]))
  const receipt = await must(officer.ask(['/api/receipts', { method: 'POST', body: { indicator: 'persons-filed' } }]))
  const file = await smallRoster(folder, [{ '村（社区）': `${village.name}${mark}`, 户主姓名: `司马${mark}`, 姓名: `司马${mark}`, 与户主关系: '户主', 身份证号: idNumber(pick, county.code, '1990-01-02', used) } as never], '2026-11-01')
  const staged = uuidv7()
  await must(officer.ask([`/api/imports?filename=${mark}.xlsx&id=${staged}`, { method: 'POST', bytes: await readFile(file) }]))
  for (let i = 0; i < 200; i += 1) {
    const { state, progress } = await must(officer.ask([`/api/imports/${staged}`]))
    if (progress === null && state !== 'reading') break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const subject: Uuid = (await db.asOwner((owner) => owner.query(`select id from ${of.schema}.ledger_subject where record_id = $1`, [person]))).rows[0].id
  const request = await must(officer.ask([`/api/persons/${person}/requests`, { method: 'POST', body: { id: uuidv7(), kind: 'access', channel: 'paper', details: `想看${mark}` } }]))
  const asked = uuidv7()
  await db.asOwner((owner) => owner.query(`insert into ${of.schema}.exports_export (id, what, title, filter, filter_sha256, unit_id, unit_path, persons, reason, asked_by, asked_at)
    values ($1, 'register.persons', $2, '{}', sha256($3::bytea), $4, $5, 900, $6, $7, $8)`, [asked, `名册${mark}`, Buffer.from(mark), county.id, county.path, `理由${mark}`, `account:${officer.account}`, now().toString()]))
  const agency = uuidv7()
  const agencyName = `银行${mark}`
  await must(officer.ask(['/api/agencies', { method: 'POST', body: { id: agency, name: agencyName, kind: 'bank', unitId: village.id, joinedOn: '2026-11-20' } }]))
  const workspace = of.slug
  return [
    {
      name, workspace, unit: village, path: village.path, person, household: card.householdId, subject, idNumber: idText, woman, request: request.id, agency, agencyName,
      entry: card.timeline.find((one: { kind: string }) => one.kind === 'care.work-started').ref,
      marks: [mark, agency, person, card.householdId, subject, idText, request.id],
    },
    { name: `${name}: its county`, workspace, unit: county, path: county.path, batch: batch.id, sampled: sample.sample[0], receipt: receipt.code, import: staged, export: asked, marks: [batch.id, receipt.code, staged, asked] },
  ]
}
