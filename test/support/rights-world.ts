import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { rangeOf, type Role } from '../../src/kernel/actor.ts'
import { uuidv7, type Uuid } from '../../src/kernel/ids.ts'
import { boxIn } from '../../src/platform/crypto/box.ts'
import { inSnapshot, txOver } from '../../src/platform/database/transaction.ts'
import type { Ctx } from '../../src/platform/http/ctx.ts'
import { readLimits } from '../../src/platform/spreadsheets/types.ts'
import { packedBytes, zipDirectory } from '../../src/platform/spreadsheets/zip.ts'
import { allRoutes } from '../../src/main/modules.ts'
import { grantAccount } from '../../src/modules/accounts/index.ts'
import { unitById, unitsBelow, type Workspace } from '../../src/modules/organisation/index.ts'
import { testCtx, testFolder } from './ctx.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { caller, type Caller } from './http.ts'
import { idNumber, type Random } from './people.ts'
import { smallRoster } from './small-roster.ts'
import { testWorkspace } from './workspace.ts'

/** One woman with the strings that are hers alone. `held`: those that her file must hold. */
export type Woman = { index: number; id: Uuid; name: string; idNumber: string; phone: string; held: string[] }
export type RightsWorld = {
  db: TestDatabase; workspace: Workspace; folder: string; base: Ctx; women: Woman[]; officer: Caller; leader: Caller
  as(role: Role, actor: string, more?: Partial<Ctx['actor']>): Promise<Ctx>
  /** The file of her access request, as text. */
  fileOf(woman: Woman): Promise<string>
  /** Asked by the officer, approved by the leader. */
  erase(woman: Woman): Promise<void>
  /** Of these strings those that stand in a row of any table, a file of the data folder, or the log. */
  found(marks: readonly string[]): Promise<string[]>
  /** What says who she is: her strings, and the keyed hashes of her numbers. */
  marksOf(woman: Woman): string[]
  /** Figures and receipts as an officer sees them, without the instants at which they were asked. */
  figures(): Promise<string>
  close(): Promise<void>
}

export const must = async (answer: ReturnType<Caller['get']>) => {
  const { status, body, response } = await answer
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body ?? Buffer.from(await response.arrayBuffer())
}
const digit = '零一二三四五六七八九'
const spelled = (i: number) => [...String(i).padStart(5, '0')].map((d) => digit[Number(d)]).join('')
const unzipped = (bytes: Buffer) => [...zipDirectory(bytes, readLimits).values()].map((entry) => { const packed = packedBytes(bytes, entry); return (entry.method === 0 ? packed : inflateRawSync(packed)).toString('utf8') }).join('\n')

/**
 * A county in which everything has happened to each of these women that can: filed, changed, her number shown, a start of work, a consent, a
 * request, a checker's note, an account (every tenth), a roster with her in it that is still looked over. `drawOf` draws for one of them.
 */
export async function rightsWorld(indexes: readonly number[], drawOf: (index: number) => Random): Promise<RightsWorld> {
  const db = await testDatabase()
  const folder = testFolder()
  const logged: string[] = []
  const workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  const as: RightsWorld['as'] = async (role, actor, more = {}) => {
    const ctx = await testCtx(db, workspace, { dataFolder: folder.path, roles: [role] })
    const told = { ...ctx.actor, id: actor, ...more }
    const who = { actor, roles: [role], workspace: workspace.slug, unitPath: told.unitPath, address: 'test', requestId: uuidv7(), verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } }
    return { ...ctx, actor: told, db: { ...ctx.db, reach: told.reach, own: told.personId ?? null, who }, log: { info: (line) => void logged.push(line), error: (fault, line) => void logged.push(`${line} ${String(fault)}`) } }
  }
  const base = await as('officer', 'account:officer')
  const routes = allRoutes(db.pool)
  const [officer, leader, checker] = [caller(routes, base), caller(routes, await as('leader', 'account:leader')), caller(routes, await as('checker', 'account:checker'))]
  const place = { ...base.db, who: undefined } as Ctx['db']
  const units = await inSnapshot(place, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath, levels: [4, 5] }))
  const villages = units.filter(({ level }) => level === 5)
  const used = new Set<string>()
  const women: Woman[] = []
  for (const [place0, index] of indexes.entries()) women.push(await live(index, place0, drawOf(index)))
  await check()
  await stage()

  async function live(index: number, at: number, pick: Random): Promise<Woman> {
    const village = villages[pick.below(villages.length)]!
    const her = (what: string) => `${what}·${index}·${pick.below(1e9)}`
    const held: string[] = []
    const said = (what: string) => { const text = her(what); held.push(text); return text }
    const [id, number, phone, before] = [uuidv7(), idNumber(pick, '320322', '1981-02-03', used), `139${String(10_000_000 + index).padStart(8, '0')}`, `138${String(10_000_000 + index).padStart(8, '0')}`]
    const [name, old] = [`甄${spelled(index)}`, `旧${spelled(index)}`]
    const household = at % 3 === 0 ? {} : { householdNumber: said('户'), householdSize: 3 }
    const texts = { relation: said('关系'), education: said('学历'), health: said('健康'), trade: said('行当'), helper: said('帮扶'), note: said('旧记事'), ethnicity: said('民族') }
    await must(officer.send('POST', '/api/persons', { id, name: old, idNumber: number, unitId: village.id, hardships: ['low-income'], wish: 'work-at-home', phone: before, ...texts, ...household }))
    await must(officer.send('POST', `/api/persons/${id}/changes`, { id: uuidv7(), fields: { name, note: said('记事'), phone, wish: 'start-business' } }))
    await must(officer.send('POST', `/api/persons/${id}/reveal`, { field: 'idNumber', reason: said('理由') }))
    await must(officer.send('POST', '/api/work-starts', { id: uuidv7(), personIds: [id], trade: 'handicraft', startedOn: '2026-11-10', note: said('活计') }))
    const { consents } = await must(officer.get(`/api/persons/${id}/rights`))
    await must(officer.send('POST', `/api/persons/${id}/consents`, { id: uuidv7(), purpose: 'support-programme', given: true, version: consents[0].version, channel: 'paper', note: said('同意') }))
    await must(officer.send('POST', `/api/persons/${id}/requests`, { id: uuidv7(), kind: 'access', channel: 'in-person', details: said('请求') }))
    const member = at % 10 === 0 ? her('账号') : null
    if (member !== null) {
      await db.asOwner(async (owner) => {
        const top = (await inSnapshot(place, (tx) => unitById(tx, [rangeOf('cn.')], workspace.topUnitId)))!
        await owner.query(`set search_path to ${workspace.schema}, public`)
        await grantAccount(txOver(owner), { name: member, displayName: member, password: 'a password of tests', roles: ['member'], workspace, unit: top, now: base.now, personId: id })
      })
    }
    return { index, id, name, idNumber: number, phone, held: [...held, name, old, number, phone, ...(member === null ? [] : [member])] }
  }

  /** A checker's words beside the entries that were drawn. */
  async function check(): Promise<void> {
    const batch = await must(checker.send('POST', '/api/checks/batches', { level: 'county', unitId: base.actor.unitId, group: 'work' }))
    const { rows: drawn } = await db.asOwner((owner) => owner.query<{ posting: string; line: number; person: string }>(`select m.posting::text, m.line, s.record_id as person from ${workspace.schema}.ledger_batch_member m
      join ${workspace.schema}.ledger_entry e using (posting, line) join ${workspace.schema}.ledger_subject s on s.id = e.subject where m.batch_id = $1 and sampled is not null`, [batch.id]))
    for (const { posting, line, person } of drawn) {
      const woman = women.find(({ id }) => id === person)!
      const note = `核验·${woman.index}·${posting}`
      woman.held.push(note)
      await must(checker.send('POST', `/api/checks/batches/${batch.id}/findings`, { posting, line, wrong: false, note }))
    }
  }

  /** A roster with all of them, older than their cards, that somebody has not decided on yet. */
  async function stage(): Promise<void> {
    const town = units.find(({ id }) => id === villages[0]!.parentId)!
    const files = join(folder.path, 'roster')
    mkdirSync(files)
    const file = await smallRoster(files, women.map((one) => ({ '镇（街道）': town.name, '村（社区）': villages[0]!.name, 户主姓名: one.name, 姓名: one.name, 身份证号: one.idNumber, 出生日期: '1981-02-03', 劳动能力: '有', 就业意愿: '有', 联系电话: one.phone })), '2026-10-01')
    const id = uuidv7()
    await must(officer.upload(`/api/imports?filename=roster.xlsx&id=${id}`, readFileSync(file)))
    rmSync(files, { recursive: true })
    for (let i = 0; (await must(officer.get(`/api/imports/${id}`))).state !== 'ready'; i += 1) {
      if (i > 1_200) throw new Error('the import never came to ready')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Every row of every table of every schema, as text. */
  const allRows = () => db.asOwner(async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and c.relname <> 'organisation_unit'`)
    const all: string[] = []
    for (const { name } of tables) all.push(...(await owner.query<{ t: string }>(`select t::text as t from ${name} t`)).rows.map(({ t }) => t))
    return all.join('\n')
  })
  return {
    db, workspace, folder: folder.path, base, women, officer, leader, as,
    async fileOf(woman) {
      const { requests } = await must(officer.get(`/api/persons/${woman.id}/rights`))
      return unzipped(await must(officer.get(`/api/requests/${requests[0].id}/held.xlsx`)))
    },
    async erase(woman) {
      const request = await must(officer.send('POST', `/api/persons/${woman.id}/requests`, { id: uuidv7(), kind: 'erasure', channel: 'paper', details: woman.held[0] }))
      await must(leader.send('POST', `/api/requests/${request.id}/approve`, { id: uuidv7() }))
    },
    async found(marks) {
      const rows = await allRows()
      const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).map((name) => join(folder.path, name)).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path))
      const all = [...files, Buffer.from(logged.join('\n'))]
      return marks.filter((mark) => rows.includes(mark) || all.some((file) => file.includes(mark)))
    },
    marksOf(woman) {
      const box = boxIn(folder.path)
      return [...woman.held, box.hash('idNumber', woman.idNumber).toString('hex').slice(0, 32), box.hash('phone', woman.phone).toString('hex')]
    },
    async figures() {
      const paths = ['/api/figures', '/api/figures/persons-filed?by=unit', '/api/figures/work-starts?by=trade', '/api/figures/households-filed?by=unit', '/api/receipts']
      const seen = await Promise.all(paths.map((path) => must(officer.get(path))))
      const { rows } = await db.asOwner((owner) => owner.query(`select body, encode(journal_hash, 'hex') as hash from ${workspace.schema}.figures_receipt order by id`))
      return JSON.stringify([seen, rows], (key, value) => (['at', 'askedAt'].includes(key) ? undefined : value))
    },
    async close() {
      await db.close()
      folder.remove()
    },
  }
}
