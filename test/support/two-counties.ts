import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { everywhere, rangeOf } from '../../src/kernel/actor.ts'
import { uuidv7, type Uuid } from '../../src/kernel/ids.ts'
import { inSnapshot, txOver } from '../../src/platform/database/transaction.ts'
import { grantAccount } from '../../src/modules/accounts/index.ts'
import { unitByCode, unitsBelow, type Unit, type Workspace } from '../../src/modules/organisation/index.ts'
import { buildApp } from '../../src/main/app.ts'
import type { Limits } from '../../src/platform/http/limits.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { testFolder } from './ctx.ts'
import { idNumber, random } from './people.ts'
import { smallRoster, type SmallRow } from './small-roster.ts'
import { unzipped } from './unzipped.ts'
import { testWorkspace } from './workspace.ts'

export type Answered = { status: number; body: any; text: string; headers: Headers } // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes, held against their schemas by the server
export type Asking = { method?: string; body?: unknown; bytes?: Uint8Array; headers?: Record<string, string> }
/** One person at the door: signed in, with her cookie. */
export type Visitor = { readonly cookie: string; ask(path: string, asking?: Asking): Promise<Answered> }
/** What one county has that another may never see. */
export type Belongings = { county: Unit; village: Unit; agency: Uuid; persons: Uuid[]; household: Uuid; subject: Uuid; batch: Uuid; entry: string; request: Uuid; imports: Uuid[]; receipt: string; person: string; ids: string[] }

export type TwoCounties = {
  db: TestDatabase; workspace: Workspace; app: Hono; dataFolder: string; faults: unknown[]; today: string
  visitor(name: string): Promise<Visitor>
  /** The same visitor at a server that lets everybody do everything to everything: row security alone holds her back. */
  withoutPolicy(who: Visitor): Visitor
  /** Waits until an import stands in one of these states. */
  until(who: Visitor, id: Uuid, ...states: string[]): Promise<Answered['body']>
  stage(who: Visitor, rows: readonly SmallRow[], id?: Uuid): Promise<Uuid>
  /** Lets a county do everything once: import, leave one open, start work, check, issue. `women` become its first persons. */
  live(who: Visitor, code: string, women: readonly string[], seed: number): Promise<Belongings>
  close(): Promise<void>
}

export const password = 'a-password-of-tests'
const ten = () => Temporal.Instant.from('2026-11-22T02:00:00Z')

/** The whole server over a test database: the city of Xuzhou, accounts `city`, `pei`, `feng` (officers and checkers), and a checker each who records nothing: `checker`, `pei-checker`, `feng-checker`. */
export async function twoCounties({ now = ten, limits = 'off', webFolder = join(import.meta.dirname, 'no-web') }: { now?: () => Temporal.Instant; limits?: Limits | 'off'; webFolder?: string } = {}): Promise<TwoCounties> {
  const db = await testDatabase()
  const folder = testFolder()
  const workspace = await testWorkspace(db, { slug: 'xuzhou', units: '3203', programme: 'xuzhou-666' })
  const place = { pool: db.pool, schema: workspace.schema, reach: everywhere }
  const everything = [rangeOf('cn.')]
  const unit = async (code: string) => (await inSnapshot(place, (tx) => unitByCode(tx, everything, code)))!
  await db.asOwner(async (owner) => {
    for (const [name, code, roles] of [['city', '3203', ['officer', 'checker', 'leader']], ['pei', '320322', ['officer', 'checker']], ['feng', '320321', ['officer', 'checker']], ['checker', '320322', ['checker']], ['pei-checker', '320322', ['checker']], ['feng-checker', '320321', ['checker']]] as const) {
      await grantAccount(txOver(owner), { name, displayName: `${name}-妇联`, password, roles, workspace, unit: await unit(code), now: now() })
    }
  })
  const faults: unknown[] = []
  const log = { info() {}, error: (fault: unknown) => void faults.push(fault) }
  const options = { pool: db.pool, dataFolder: folder.path, webFolder, log, now, checkAnswers: true, limits }
  const app = buildApp(options)

  const open = buildApp({ ...options, takenFor: (actor) => ({ ...actor, roles: [...actor.roles, 'operator'], reach: everywhere }) })

  const asking = (cookie: string, server = app): Visitor => ({
    cookie,
    async ask(path, { method = 'GET', body, bytes, headers } = {}) {
      const answer = await server.request(path, {
        method, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(bytes ? { body: bytes as BodyInit } : {}),
        headers: { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      })
      const came = Buffer.from(await answer.arrayBuffer())
      const text = came.subarray(0, 2).toString() === 'PK' ? unzipped(came) : came.toString('utf8')
      return { status: answer.status, text, headers: answer.headers, body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : null }
    },
  })
  const visitor = async (name: string) => {
    const answer = await app.request('/api/sign-in', { method: 'POST', body: JSON.stringify({ name, password }), headers: { 'content-type': 'application/json' } })
    if (answer.status !== 200) throw new Error(`${name} cannot sign in: ${await answer.text()}`)
    return asking(answer.headers.get('set-cookie')!.split(';')[0]!)
  }
  const until: TwoCounties['until'] = async (who, id, ...states) => {
    for (let i = 0; i < 400; i += 1) {
      const { body } = await who.ask(`/api/imports/${id}`)
      if (states.includes(body.state) && body.progress === null) return body
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`the import never came to ${states.join(', ')}`)
  }
  const stage: TwoCounties['stage'] = async (who, rows, id = uuidv7()) => {
    const file = await smallRoster(folder.path, rows, '2026-11-01')
    const { status, text } = await who.ask(`/api/imports?filename=roster.xlsx&id=${id}`, { method: 'POST', bytes: await readFile(file) })
    if (status !== 200) throw new Error(text)
    return id
  }
  const must = async (answer: Promise<Answered>) => {
    const { status, body, text } = await answer
    if (status !== 200) throw new Error(text)
    return body
  }
  const live: TwoCounties['live'] = async (who, code, women, seed) => {
    const county = await unit(code)
    const villages = await inSnapshot(place, (tx) => unitsBelow(tx, everything, { path: county.path, levels: [4, 5] }))
    const village = villages.find((one) => one.level === 5)!
    const town = villages.find((one) => one.id === village.parentId)!
    const [pick, used] = [random(seed), new Set<string>()]
    const rows = women.map((name, i): SmallRow => ({
      '镇（街道）': town.name, '村（社区）': village.name, 户编号: `${code}-${i}`, 户主姓名: name, 姓名: name, 与户主关系: '户主', 身份证号: idNumber(pick, code, '1980-05-14', used), 劳动能力: '有', 就业意愿: '有', 困难类型: '低保',
      联系电话: `138${seed}000${i}`.padEnd(11, '0'), 文化程度: '初中', 家庭人口: '3', 建档日期: '2026-11-01',
    }))
    const written = await stage(who, rows)
    await until(who, written, 'ready')
    await must(who.ask(`/api/imports/${written}/write`, { method: 'POST' }))
    await until(who, written, 'done')
    const waiting = await stage(who, [{ ...rows[0]!, 姓名: `${women[0]}二`, 身份证号: idNumber(pick, code, '1990-01-02', used), '村（社区）': `${village.name}某` }])
    await until(who, waiting, 'ready')
    const { persons } = await must(who.ask('/api/persons'))
    const started = await must(who.ask('/api/work-starts', { method: 'POST', body: { id: uuidv7(), personIds: [persons[0].id], trade: 'handicraft', startedOn: '2026-11-10' } }))
    if (started.recorded !== 1) throw new Error('no start of work')
    const card = await must(who.ask(`/api/persons/${persons[0].id}`))
    // Nobody checks what she recorded herself.
    const colleague = await visitor(code === '320322' ? 'pei-checker' : 'feng-checker')
    const batch = await must(colleague.ask('/api/checks/batches', { method: 'POST', body: { level: 'county', unitId: county.id, group: 'filing' } }))
    const receipt = await must(who.ask('/api/receipts', { method: 'POST', body: { indicator: 'persons-filed' } }))
    const request = await must(who.ask(`/api/persons/${persons[0].id}/requests`, { method: 'POST', body: { id: uuidv7(), kind: 'access', channel: 'paper' } }))
    const agency = uuidv7()
    await must(who.ask('/api/agencies', { method: 'POST', body: { id: agency, name: `${county.name}银行`, kind: 'bank', unitId: county.id, joinedOn: '2026-11-01' } }))
    const { rows: subjects } = await db.asOwner((owner) => owner.query(`select id from ${workspace.schema}.ledger_subject where record_id = $1`, [persons[0].id]))
    return {
      county, village, agency, persons: persons.map((one: { id: Uuid }) => one.id), household: persons[0].householdId, subject: subjects[0].id, batch: batch.id, request: request.id, receipt: receipt.code, imports: [written, waiting],
      entry: card.timeline.find((one: { kind: string }) => one.kind === 'care.work-started').ref, person: women[0]!, ids: rows.map((row) => row.身份证号!),
    }
  }
  return { withoutPolicy: ({ cookie }) => asking(cookie, open), db, workspace, app, dataFolder: folder.path, faults, today: '2026-11-22', visitor, until, stage, live, async close() { await db.close(); folder.remove() } }
}
