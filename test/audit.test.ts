import { Hono } from 'hono'
import type { Pool } from 'pg'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rangeOf, type Actor, type Role } from '../src/kernel/actor.ts'
import { dayIn } from '../src/kernel/dates.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { grantedRoles } from '../src/kernel/abilities.ts'
import { writtenLanguages } from '../src/kernel/languages.ts'
import { hasText } from '../src/platform/i18n/index.ts'
import { mount } from '../src/platform/http/route.ts'
import { forbids } from '../src/modules/accounts/index.ts'
import { auditVerbs } from '../src/modules/audit/words.ts'
import { auditHeadsFile, logOf, readAuditHeads, sharedName, verifyAudit } from '../src/modules/audit/index.ts'
import { allRoutes } from '../src/main/modules.ts'
import { startSealer } from '../src/main/sealer.ts'
import { idNumber, random } from './support/people.ts'
import { testApp } from './support/template.ts'
import { twoCounties, type Asking, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

/* What the audit log says of every way in: one line a request, of whom, by whom; and that without a line nothing is done and nothing is seen. */

const endpoints = allRoutes({} as Pool).map(({ endpoint }) => endpoint)
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

describe('no way in is forgotten', () => {
  /** Writes that need no line of their own, each with its reason. */
  const writesWithout: Record<string, string> = { 'POST /api/indicators/check': 'looks at a draft, keeps nothing', 'POST /api/figures/preview': 'counts by a draft, keeps nothing', 'POST /api/unit-changes/preview': 'works a change out, writes nothing' }
  /** Reads that show nothing of a person whom the register knows, each with what they show. */
  const readsWithout: Record<string, string> = {
    'GET /api/me': 'the reader herself', 'GET /api/me/sessions': 'the reader’s own sessions', 'GET /api/me/factor': 'the reader’s own factor',
    'GET /api/programme': 'the programme', 'GET /api/indicators': 'the programme', 'GET /api/definitions': 'definitions, and who made them', 'GET /api/definitions/:id': 'a definition, and who made it',
    'GET /api/units': 'units', 'GET /api/units/:id': 'units', 'GET /api/units/:id/children': 'units', 'GET /api/units/:id/life': 'units', 'GET /api/unit-changes': 'units', 'GET /api/agencies': 'agencies, no persons', 'GET /api/agencies/:id': 'an agency, and who recorded it', 'GET /api/agencies/by-subject': 'agencies, no persons',
    'GET /api/checks/waiting': 'counts', 'GET /api/checks/batches': 'counts, and who checked', 'GET /api/checks/batches/:id': 'entries under pseudonyms: their names are asked for at by-subject', 'GET /api/ledger/recent': 'counts, and who posted',
    'GET /api/figures': 'counts', 'GET /api/figures/:indicator': 'counts', 'GET /api/figures/:indicator/pivot': 'counts', 'GET /api/figures/:indicator/left-out': 'counts', 'GET /api/figures/:indicator/changes': 'counts', 'GET /api/funnels': 'the programme', 'GET /api/funnels/:funnel': 'counts', 'GET /api/figures/:indicator/trend': 'counts', 'GET /api/figures/:indicator/figure.xlsx': 'counts',
    'GET /api/receipts': 'counts', 'GET /api/receipts/:code': 'counts', 'GET /api/receipt-preview': 'counts',
    'GET /api/twins-waiting': 'a count', 'GET /api/today': 'names of files', 'GET /api/imports': 'names of files',
    'GET /api/accounts': 'accounts, nobody of the register', 'GET /api/audit/seals': 'counts', 'GET /api/exports': 'what was taken out, by whom', 'GET /api/exports/:id': 'what was taken out, by whom', 'GET /api/requests-waiting': 'a count',
  }
  test('every write, and every look at personal data, says its verb', () => {
    const without = endpoints.filter(({ audit, open }) => !audit && !open)
    expect(without.filter(({ method }) => method !== 'GET').map(nameOf).filter((name) => !(name in writesWithout))).toEqual([])
    expect(without.filter(({ method }) => method === 'GET').map(nameOf).filter((name) => !(name in readsWithout))).toEqual([])
  })
  test('every verb has its words in every language, and its place in the list that the screen offers', () => {
    const verbs = [...new Set(endpoints.flatMap(({ audit }) => audit ?? []))].sort()
    expect(verbs.filter((verb) => !(auditVerbs as readonly string[]).includes(verb))).toEqual([])
    for (const language of writtenLanguages) expect(auditVerbs.filter((verb) => !hasText(language, `audit:verb.${verb}`)), language).toEqual([])
  })
})

let world: TwoCounties
let pei: Visitor
let checker: Visitor
let mine: Belongings
let mineToo: { batch: string; sample: { posting: string; line: number } }
let peiActor: string
let checkerActor: string
const schema = () => world.workspace.schema
type Line = { id: string; actor: string; roles: string[]; unit_path: string; verb: string; subjects: string[]; facts: Record<string, unknown>; result: string; address: string; request_id: string }
const sqlAs = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> => (await world.db.asOwner((owner) => owner.query<R>(text, values))).rows
const lastId = async () => String((await sqlAs<{ id: bigint }>(`select coalesce(max(id), 0) as id from ${schema()}.audit_line`))[0]!.id)
const linesSince = (id: string) => sqlAs<Line>(`select id::text, actor, roles, unit_path, verb, subjects::text[] as subjects, facts, result, address, request_id from ${schema()}.audit_line where id > $1 order by audit_line.id`, [id])
const used = new Set<string>()
const card = () => ({ id: uuidv7(), idNumber: idNumber(random(9), '320322', '1977-07-07', used), name: '周桂芳', unitId: mine.village.id, hardships: ['low-income'] })

beforeAll(async () => {
  world = await twoCounties()
  pei = await world.visitor('pei')
  checker = await world.visitor('checker')
  mine = await world.live(pei, '320322', ['王丽', '张英', '李秀兰'], 71)
  const { sample } = (await pei.ask(`/api/checks/batches/${mine.batch}`)).body
  mineToo = { batch: mine.batch, sample: sample[0] }
  const actorOf = async (name: string) => `account:${(await sqlAs<{ id: string }>('select id from accounts_account where user_name = $1', [name]))[0]!.id}`
  peiActor = await actorOf('pei')
  checkerActor = await actorOf('checker')
})
afterAll(() => world.close())

type Asked = { who?: 'checker'; ask: () => readonly [path: string, asking?: Asking]; verb: string; subjects?: () => readonly string[]; facts?: (body: never) => Record<string, unknown> }
const [agency, leaving] = [uuidv7(), uuidv7()]
const post = (body?: unknown): Asking => ({ method: 'POST', body: body ?? {} })
/** One request by route: the line that it leaves. */
const acts: Record<string, Asked> = {
  'a list': { ask: () => ['/api/persons'], verb: 'register.list', subjects: () => mine.persons },
  'a list of one name, with those who sound alike': { ask: () => ['/api/persons?q=王莉'], verb: 'register.list', subjects: () => [mine.persons.find((_, i) => i === names.indexOf('王丽'))!] },
  'a list of nobody': { ask: () => ['/api/persons?q=无此人'], verb: 'register.list', subjects: () => [] },
  'a card': { ask: () => [`/api/persons/${mine.persons[0]}`], verb: 'register.card', subjects: () => [mine.persons[0]!] },
  'who looked at a card': { ask: () => [`/api/persons/${mine.persons[0]}/looks`], verb: 'register.looks', subjects: () => [mine.persons[0]!] },
  'names of a sample': { ask: () => [`/api/persons/by-subject?ids=${mine.subject}`], verb: 'register.name-subjects', subjects: () => [mine.persons[0]!] },
  'a household': { ask: () => [`/api/households/${mine.household}`], verb: 'register.household', subjects: () => [mine.household, mine.persons[0]!] },
  households: { ask: () => ['/api/households?q=王丽'], verb: 'register.households' },
  'a number in full': { ask: () => [`/api/persons/${mine.persons[0]}/reveal`, post({ field: 'phone', reason: '核对补贴' })], verb: 'register.reveal', subjects: () => [mine.persons[0]!], facts: () => ({ field: 'phone' }) },
  'a filing': { ask: () => ['/api/persons', post(card())], verb: 'register.file' },
  'a change': { ask: () => [`/api/persons/${mine.persons[1]}/changes`, post({ id: uuidv7(), fields: { helper: '刘会计', ability: 'none' } })], verb: 'register.change', subjects: () => [mine.persons[1]!], facts: () => ({ fields: 'ability,helper' }) },
  'a start of work': { ask: () => ['/api/work-starts', post({ id: uuidv7(), personIds: [mine.persons[1]], trade: 'farming', startedOn: '2026-11-12' })], verb: 'care.start-work', subjects: () => [mine.persons[1]!], facts: () => ({ recorded: 1, skipped: 0 }) },
  'a start taken back': { ask: () => [`/api/work-starts/${mine.entry}/reverse`, post({ id: uuidv7(), reason: 'mistake' })], verb: 'care.reverse-work-start', subjects: () => [mine.persons[0]!], facts: () => ({ reason: 'mistake' }) },
  'an agency': { ask: () => ['/api/agencies', post({ id: agency, name: '沛县科协', kind: 'science', unitId: mine.county.id, joinedOn: '2026-11-01' })], verb: 'agencies.join', facts: () => ({ agency, kind: 'science' }) },
  'an agency renamed': { ask: () => [`/api/agencies/${mine.agency}/rename`, post({ id: uuidv7(), name: '沛县农商行', on: '2026-11-02' })], verb: 'agencies.rename', facts: () => ({ agency: mine.agency, kind: 'bank' }) },
  'an agency left': { ask: () => [`/api/agencies/${mine.agency}/leave`, post({ id: leaving, on: '2026-11-12' })], verb: 'agencies.leave', facts: () => ({ agency: mine.agency, kind: 'bank' }) },
  'that an agency left, taken back': { ask: () => [`/api/agencies/${mine.agency}/reverse`, post({ id: uuidv7(), step: leaving, reason: 'mistake' })], verb: 'agencies.reverse', facts: () => ({ agency: mine.agency, kind: 'bank', reason: 'mistake' }) },
  'people behind a figure': { ask: () => ['/api/figures/persons-filed/people?q=王'], verb: 'figures.people', facts: () => ({ indicator: 'persons-filed' }) },
  'entries behind a figure': { ask: () => ['/api/figures/work-starts/entries'], verb: 'figures.entries', facts: () => ({ indicator: 'work-starts' }) },
  'a receipt': { ask: () => ['/api/receipts', post({ indicator: 'work-starts' })], verb: 'figures.issue-receipt', facts: (body: { code: string }) => ({ indicator: 'work-starts', code: body.code }) },
  'a receipt withdrawn': { ask: () => [`/api/receipts/${mine.receipt}/withdraw`, post({ reason: '算错了' })], verb: 'figures.withdraw-receipt', facts: () => ({ code: mine.receipt }) },
  'likely twins': { ask: () => ['/api/twins'], verb: 'register.twins' },
  'two cards told apart': { ask: () => ['/api/twins/apart', post({ persons: [mine.persons[0], mine.persons[1]] })], verb: 'register.apart', subjects: () => [mine.persons[0]!, mine.persons[1]!] },
  // Nobody checks what she recorded herself.
  'a finding': { who: 'checker', ask: () => [`/api/checks/batches/${mine.batch}/findings`, post({ posting: mineToo.sample.posting, line: mineToo.sample.line, wrong: false })], verb: 'ledger.note-finding', facts: () => ({ batch: mine.batch, entry: `${mineToo.sample.posting}-${mineToo.sample.line}`, wrong: false }) },
  'a batch returned': { who: 'checker', ask: () => [`/api/checks/batches/${mine.batch}/closing`, post({ outcome: 'returned', reason: '重来' })], verb: 'ledger.close-batch', facts: () => ({ batch: mine.batch, outcome: 'returned' }) },
  'rows of an import': { ask: () => [`/api/imports/${mine.imports[1]}/rows`], verb: 'register.import-rows', facts: () => ({ import: mine.imports[1], page: 1 }) },
  'an import': { ask: () => [`/api/imports/${mine.imports[1]}`], verb: 'register.import-detail', facts: () => ({ import: mine.imports[1] }) },
  'an import left': { ask: () => [`/api/imports/${mine.imports[1]}`, { method: 'DELETE' }], verb: 'register.leave-import', facts: () => ({ import: mine.imports[1] }) },
  'two cards merged': { ask: () => ['/api/merges', post({ id: mergeId, stays: mine.persons[1], closes: mine.persons[2], reason: '重复建卡' })], verb: 'register.merge', subjects: () => [mine.persons[1]!, mine.persons[2]!], facts: () => ({ merge: mergeId }) },
}
const mergeId = uuidv7()
let names: string[] = []

describe('without a line nothing is done and nothing is seen', () => {
  const lock = (how: 'revoke' | 'grant') => sqlAs(`${how} execute on function ${schema()}.audit_write(text, text, text[], text, text, uuid[], jsonb, text, text, uuid, uuid, text) ${how === 'grant' ? 'to' : 'from'} ${testApp.role}`)
  const state = async () => {
    const tables = await sqlAs<{ name: string }>(`select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = $1::regnamespace order by 1`, [schema()])
    return Promise.all(tables.map(async ({ name }) => [name, (await sqlAs<{ digest: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${schema()}."${name}" t`))[0]!.digest]))
  }
  beforeAll(async () => {
    names = (await pei.ask('/api/persons')).body.persons.map((one: { name: string }) => one.name)
    await lock('revoke')
  })
  afterAll(() => lock('grant'))
  test.each(Object.keys(acts))('%s', async (name) => {
    const before = await state()
    const answer = await (acts[name]!.who ? checker : pei).ask(...acts[name]!.ask())
    expect([answer.status, answer.body?.code]).toEqual([500, 'fault'])
    for (const trace of ['王丽', '张英', '李秀兰', ...mine.persons]) expect(answer.text).not.toContain(trace)
    expect(await state()).toEqual(before)
  })
  test('the fault is the missing right, and nothing else', () => {
    expect(world.faults.length).toBe(Object.keys(acts).length)
    expect(world.faults.filter((fault) => (fault as { code?: string }).code !== '42501')).toEqual([])
  })
})

describe('one request, one line', () => {
  test.each(Object.keys(acts))('%s', async (name) => {
    const { who, ask, verb, subjects, facts } = acts[name]!
    const before = await lastId()
    const key = uuidv7()
    const [path, asking] = ask()
    const answer = await (who ? checker : pei).ask(path, { ...asking, headers: { 'idempotency-key': key } })
    expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()])
    const lines = await linesSince(before)
    expect(lines.map((line) => [line.verb, line.result])).toEqual([[verb, 'done']])
    expect(lines[0]).toMatchObject({ actor: who ? checkerActor : peiActor, unit_path: mine.county.path, request_id: key })
    expect(lines[0]!.roles.toSorted()).toEqual(who ? ['checker'] : ['checker', 'officer'])
    if (subjects) expect(lines[0]!.subjects.toSorted()).toEqual([...new Set(subjects())].toSorted())
    if (facts) expect(lines[0]!.facts).toEqual(facts(answer.body as never))
  })
  test('a roster that is written says in a line of its own, in its own transaction, what became of it', async () => {
    const before = await lastId()
    const id = await world.stage(pei, [{ '镇（街道）': '', '村（社区）': mine.village.name, 户编号: '320322-77', 户主姓名: '孙梅', 姓名: '孙梅', 与户主关系: '户主', 身份证号: idNumber(random(3), '320322', '1981-01-01', used), 建档日期: '2026-11-20' } as never])
    await world.until(pei, id, 'ready')
    await pei.ask(`/api/imports/${id}/write`, { method: 'POST' })
    await world.until(pei, id, 'done')
    const lines = (await linesSince(before)).filter(({ verb }) => verb !== 'register.import-detail')
    expect(lines.map(({ verb }) => verb)).toEqual(['register.stage-import', 'register.write-import', 'register.write-import'])
    expect(lines[2]).toMatchObject({ request_id: lines[1]!.request_id, facts: { import: id, new: 1, updated: 0, unchanged: 0, refused: 0 } })
    expect(await sqlAs(`select 1 from ${schema()}.ledger_journal where request_id = $1`, [id])).toHaveLength(1)
  })
  test('a file of many names all of them, 2,000 a line, under one request', async () => {
    const before = await lastId()
    const key = uuidv7()
    expect((await pei.ask('/api/persons.xlsx', { headers: { 'idempotency-key': key } })).status).toBe(200)
    const lines = await linesSince(before)
    expect(new Set(lines.map(({ request_id, verb }) => `${request_id} ${verb}`))).toEqual(new Set([`${key} register.export`]))
    // five were filed; one of them is the same as another
    expect(new Set(lines.flatMap(({ subjects }) => subjects)).size).toBe(4)
  })
  test('what may not be done, and what a rule refuses, leaves a line with its code', async () => {
    const before = await lastId()
    for (const [who, path, asking] of [
      [checker, '/api/persons', post(card())], [checker, '/api/persons.xlsx', undefined], [checker, '/api/audit', undefined], [checker, '/api/audit/seals', undefined],
      [pei, '/api/work-starts', post({ id: uuidv7(), personIds: [mine.persons[1]], trade: 'farming', startedOn: '2027-01-01' })],
      [pei, `/api/persons/${mine.persons[2]}/changes`, post({ id: uuidv7(), fields: { helper: '刘会计' }, effectiveOn: '2027-01-01' })],
    ] as const) expect((await who.ask(path, asking)).status).not.toBe(200)
    const lines = await linesSince(before)
    expect(lines.at(-1)).toMatchObject({ verb: 'register.change', result: 'change-in-future', subjects: [mine.persons[2]] })
    expect(lines.slice(0, -1).map(({ verb, result, facts }) => [verb, result, facts])).toEqual([
      ['register.file', 'not-allowed', { ability: 'register.write' }], ['register.export', 'not-allowed', { ability: 'register.export' }], ['audit.search', 'not-allowed', { ability: 'audit.read' }],
      ['GET /api/audit/seals', 'not-allowed', { ability: 'audit.read' }], ['care.start-work', 'started-in-future', {}],
    ])
  })
  test('a read that was rolled back for want of anything to show, and a question that cannot be read, leave none', async () => {
    const before = await lastId()
    expect((await pei.ask(`/api/persons/${uuidv7()}`)).status).toBe(404)
    expect((await pei.ask('/api/persons?page=nothing')).status).toBe(422)
    expect(await linesSince(before)).toEqual([])
  })
})

/** The server as somebody of these roles meets it, at a unit of Xuzhou, past the sign-in. */
function visitorOf(roles: readonly Role[], at: { path: string; id: number }) {
  const { db, workspace } = world
  const actor: Actor = { id: `account:${uuidv7()}`, name: roles.join(), roles, reach: [rangeOf(at.path)], unitPath: at.path, unitId: at.id }
  const app = new Hono()
  const now = Temporal.Instant.from('2026-11-22T02:00:00Z')
  mount(app, allRoutes(db.pool), {
    forbids: (ctx, may) => (may === 'self' ? null : forbids(ctx.actor, may)), now: () => now, log: { info() {}, error() {} }, checkAnswers: true,
    ctxOf: async (_c, base) => ({
      ...base, workspace, actor, today: dayIn(workspace.timeZone, now), levels: [], dataFolder: world.dataFolder,
      db: { pool: db.pool, schema: workspace.schema, reach: actor.reach, audits: forbids(actor, 'audit.read') === null,
        who: { actor: actor.id, roles, workspace: workspace.slug, unitPath: at.path, address: base.address, requestId: base.requestId, verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } } },
    }),
  } as Parameters<typeof mount>[2])
  return { actor, get: async (path: string) => { const answer = await app.request(path); return { status: answer.status, body: await answer.json() } } }
}
const top = () => ({ path: world.workspace.topPath, id: world.workspace.topUnitId })

describe('who may read the log', () => {
  test.each(grantedRoles)('%s', async (role) => {
    const { status } = await visitorOf([role], top()).get('/api/audit')
    expect(status).toBe(role === 'audit-admin' || role === 'auditor' ? 200 : 403)
  })
  test('straight in the database nobody reads a line who was not let, whatever she reaches', async () => {
    const app = new pg.Client({ connectionString: world.db.appUrl })
    await app.connect()
    const seen = async (settings: string) => (await app.query(`begin; set local search_path to "${schema()}", public; ${settings}; select (select count(*) from audit_line) + (select count(*) from public.audit_line) as n; rollback`) as unknown as { rows: { n: bigint }[] }[]).find(({ rows }) => rows?.length)!.rows[0]!.n
    expect(Number(await seen(`set local app.lo1 = ''; set local app.hi1 = '~'`))).toBe(0)
    expect(Number(await seen(`set local app.audits = 'off'`))).toBe(0)
    expect(Number(await seen(`set local app.audits = 'on'`))).toBeGreaterThan(10)
    for (const table of [`${schema()}.audit_line`, `${schema()}.audit_seal`, 'public.audit_line', 'public.audit_seal', `${schema()}.audit_request`]) {
      for (const statement of [`update ${table} set ${table.endsWith('request') ? `verb = ''` : table.endsWith('line') ? `verb = ''` : 'lines = 1'}`, `delete from ${table}`, `truncate ${table}`]) await expect(app.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
    await expect(app.query(`insert into ${schema()}.audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id) values (now(), 'xuzhou', 'a', '{}', '', 'v', '{}', '{}', 'done', '', gen_random_uuid())`)).rejects.toMatchObject({ code: '42501' })
    await app.end()
  })
  test('an auditor of a county reads what was done by those who work there, and nothing of another county or of the city', async () => {
    const feng = await world.visitor('feng')
    const city = await world.visitor('city')
    for (const who of [feng, city]) expect((await who.ask('/api/persons')).status).toBe(200)
    const paths = async (at: { path: string; id: number }) => {
      const { body } = await visitorOf(['auditor'], at).get('/api/audit?verb=register.list')
      return new Set(body.lines.map((line: { unitName: string }) => line.unitName))
    }
    expect(await paths(mine.county)).toEqual(new Set(['沛县']))
    expect(await paths(top())).toEqual(new Set(['沛县', '丰县', '徐州市']))
  })
})

test('while a server runs no line waits five seconds for its seal; when it stops, what is left is sealed and the heads leave the database', async () => {
  const faults: unknown[] = []
  const stop = startSealer(world.db.pool, world.dataFolder, { info() {}, error: (fault) => void faults.push(fault) })
  const log = logOf(world.db.pool, schema())
  for (let i = 0; i < 100 && (await verifyAudit(log, [])).unsealed.lines > 0; i += 1) await new Promise((done) => setTimeout(done, 100))
  const early = await verifyAudit(log, [])
  expect([early.unsealed.lines, early.faults]).toEqual([0, []])
  await pei.ask('/api/persons')
  await stop()
  for (const [name, db] of [['xuzhou', log], [sharedName, logOf(world.db.pool, 'public')]] as const) {
    const heads = await readAuditHeads(auditHeadsFile(world.dataFolder, name))
    const found = await verifyAudit(db, heads)
    expect([name, found.unsealed.lines, found.faults, found.witnesses, heads.at(-1)]).toEqual([name, 0, [], 1, { number: BigInt(found.head.number), hash: found.head.hash }])
  }
  expect(faults).toEqual([])
})

describe('searching', () => {
  const auditor = () => visitorOf(['auditor'], top())
  test('every filter keeps what fits and nothing else', async () => {
    const ask = async (query: string) => (await auditor().get(`/api/audit?${query}`)).body.lines as { actor: string; verb: string; result: string; subjects: string[]; at: string; requestId: string; by: string | null }[]
    const all = await ask('')
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted().toReversed())
    const found = await ask(`actor=${peiActor}&subject=${mine.persons[1]}&verb=register.change`)
    expect(found).toMatchObject([{ actor: peiActor, by: 'pei-妇联', subjects: [mine.persons[1]], verb: 'register.change', result: 'done' }])
    expect(await ask(`request=${found[0]!.requestId}`)).toHaveLength(1)
    expect(new Set((await ask('result=refused')).map(({ result }) => result))).toEqual(new Set(['not-allowed', 'started-in-future', 'change-in-future']))
    expect(await ask('to=2020-01-01')).toEqual([])
    expect(await ask('address=203.0.113.9')).toEqual([])
    expect((await ask(`from=${all[0]!.at.slice(0, 10)}`)).length).toBeGreaterThan(0)
    expect(await ask(`subject=${uuidv7()}`)).toEqual([])
  })
  test('page by page nothing is told twice and nothing is left out, sign-ins among them', async () => {
    for (let i = 0; i < 60; i += 1) await pei.ask(`/api/persons/${mine.persons[2]}`)
    const reader = auditor()
    const [{ n }] = await sqlAs<{ n: number }>(`select ((select count(*) from ${schema()}.audit_line) + (select count(*) from public.audit_line where workspace = 'xuzhou'))::int as n`) as [{ n: number }]
    const refs: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const { body } = await reader.get(`/api/audit${after ? `?after=${encodeURIComponent(after)}` : ''}`)
      refs.push(...body.lines.map((line: { ref: string }) => line.ref))
      after = body.next
    }
    expect(new Set(refs).size).toBe(refs.length)
    // What was there when the first page was asked for; the searches themselves came after it.
    expect(refs.length).toBe(n)
  })
  test('a card says who looked at it and what for, to those who reach it', async () => {
    const looks = (await pei.ask(`/api/persons/${mine.persons[1]}/looks`)).body.looks as { by: string; verb: string }[]
    expect(new Set(looks.map(({ by }) => by))).toEqual(new Set(['pei-妇联', 'city-妇联']))
    expect(looks.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['register.change', 'care.start-work', 'register.list', 'register.export']))
    expect(looks.map(({ verb }) => verb)).not.toContain('register.looks')
    const feng = await world.visitor('feng')
    expect((await feng.ask(`/api/persons/${mine.persons[1]}/looks`)).status).toBe(404)
  })
})
