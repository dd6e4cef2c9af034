import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot, inTransaction, sql, type WorkspaceDb } from '#platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testSchema } from '../../../test/support/template.ts'
import { auditHeadsFile, logOf, looksAt, readAuditHeads, seal, verifyAudit, writeAuditHead } from './index.ts'
import { canonicalLine, noSeal, sealHash } from './model.ts'

/* The chain of seals: what is written is sealed, and whatever the owner of the database does to it afterwards is named. */

let db: TestDatabase
let log: WorkspaceDb
const now = () => Temporal.Now.instant()
/** A context of a request of its own, as the edge makes it. */
const asking = (verb = 'register.card'): WorkspaceDb => ({
  ...db.workspace,
  who: { actor: 'account:pei', roles: ['officer'], workspace: 'test', unitPath: 'cn.u1.', address: '192.0.2.7', requestId: uuidv7(), verb, look: true, repeat: null, result: 'done', written: { lines: 0 } },
})
const look = (subjects = [uuidv7()]) => inSnapshot(asking(), async (tx) => { tx.note({ subjects, facts: { page: 1 } }) })
const owner = <T>(work: (client: ClientBase) => Promise<T>) => db.asOwner(async (client) => { await client.query(`set search_path to ${testSchema}`); return work(client) })
const faults = async (witnesses = [] as { number: bigint; hash: string }[]) => (await verifyAudit(log, witnesses)).faults.map(({ fault, seal: number }) => `${fault} ${number}`)

/** Three seals of two lines each. */
async function threeSeals(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await look()
    await look([uuidv7(), uuidv7()])
    expect(await seal(log, now)).toBe(1)
  }
}

beforeAll(async () => {
  db = await testDatabase()
  log = logOf(db.pool, testSchema)
})
afterAll(() => db.close())
beforeEach(() => owner((client) => client.query('truncate audit_line, audit_seal restart identity')))

describe('sealing', () => {
  test('where nothing is new nothing is sealed', async () => {
    expect(await seal(log, now)).toBe(0)
    await threeSeals()
    expect(await seal(log, now)).toBe(0)
    expect(await verifyAudit(log, [])).toMatchObject({ seals: 3, lines: 6, head: { number: '3' }, unsealed: { lines: 0, oldestAt: null }, faults: [] })
  })
  test('what no seal vouches for yet is told, with the age of the oldest', async () => {
    await threeSeals()
    const before = now()
    await look()
    await look()
    const { unsealed, faults: found } = await verifyAudit(log, [])
    expect(found).toEqual([])
    expect(unsealed.lines).toBe(2)
    expect(Math.abs(Temporal.Instant.from(unsealed.oldestAt!).since(before).total('seconds'))).toBeLessThan(5)
  })
  test('five hundred lines written by five at once while two sealers run: each is sealed once, none is passed over', async () => {
    let writing = true
    const sealers = [0, 1].map(async () => { while (writing) await seal(log, now) })
    await Promise.all(Array.from({ length: 5 }, async () => { for (let i = 0; i < 100; i += 1) await (i % 2 ? look() : inTransaction(asking('register.change'), async (tx) => tx.note({ subjects: [uuidv7()] }))) }))
    writing = false
    await Promise.all(sealers)
    await seal(log, now)
    expect(await verifyAudit(log, [])).toMatchObject({ lines: 500, unsealed: { lines: 0 }, faults: [] })
    const { rows } = await owner((client) => client.query('select sum(lines)::int as n from audit_seal'))
    expect(rows[0].n).toBe(500)
  })
  test('a transaction that is at work and has not come to its end does not hold the sealer up', async () => {
    await look()
    await inTransaction(asking('register.change'), async (tx) => {
      tx.note({ subjects: [uuidv7()] })
      await tx.rows(sql`select 1`)
      expect(await seal(log, now)).toBe(1)
    })
    expect(await seal(log, now)).toBe(1)
  })
  test('more lines than one seal holds make more seals', async () => {
    await owner((client) => client.query(`insert into audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id)
      select clock_timestamp(), 'test', 'a', '{}', '', 'v', '{}', '{}', 'done', '', gen_random_uuid() from generate_series(1, 4500)`))
    expect(await seal(log, now)).toBe(3)
    expect(await verifyAudit(log, [])).toMatchObject({ seals: 3, lines: 4500, faults: [] })
  })
})

describe('tampering is named', () => {
  const tampering: [string, string, string[]][] = [
    ['another account', `update audit_line set actor = 'account:other' where id = 3`, ['lines-changed 2']],
    ['another role', `update audit_line set roles = '{leader}' where id = 3`, ['lines-changed 2']],
    ['another unit', `update audit_line set unit_path = 'cn.u2.' where id = 3`, ['lines-changed 2']],
    ['another verb', `update audit_line set verb = 'register.list' where id = 4`, ['lines-changed 2']],
    ['a moment later', `update audit_line set at = at + interval '1 microsecond' where id = 4`, ['lines-changed 2']],
    ['a subject less', `update audit_line set subjects = subjects[1:1] where id = 4`, ['lines-changed 2']],
    ['a subject changed for another', `update audit_line set subjects[1] = gen_random_uuid() where id = 5`, ['lines-changed 3']],
    ['another fact', `update audit_line set facts = '{"page": 2}' where id = 1`, ['lines-changed 1']],
    ['a refusal made good', `update audit_line set result = 'refused' where id = 1`, ['lines-changed 1']],
    ['another address', `update audit_line set address = '' where id = 1`, ['lines-changed 1']],
    ['another request', `update audit_line set request_id = gen_random_uuid() where id = 6`, ['lines-changed 3']],
    ['another workspace', `update audit_line set workspace = 'other' where id = 6`, ['lines-changed 3']],
    ['two lines in the place of each other', `update audit_line set verb = case id when 3 then 'x' else verb end, actor = case id when 4 then 'x' else actor end where id in (3, 4)`, ['lines-changed 2']],
    ['a line gone', 'delete from audit_line where id = 2', ['lines-missing 1']],
    ['a line put in before all', `insert into audit_line overriding system value select -1, at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id from audit_line where id = 1`, ['lines-added 1']],
    ['a line moved under another seal', `insert into audit_line overriding system value select 0, at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id from audit_line where id = 5; delete from audit_line where id = 5`, ['lines-added 1', 'lines-missing 3']],
    ['a seal changed', `update audit_seal set digest = sha256('') where number = 2`, ['seal-changed 2', 'lines-changed 2']],
    ['a seal that vouches for fewer lines', 'update audit_seal set lines = 1 where number = 2', ['seal-changed 2', 'lines-added 2']],
    ['a seal and its lines gone', 'delete from audit_line where id in (3, 4); delete from audit_seal where number = 2', ['seal-missing 3']],
    ['a seal put at another time', `update audit_seal set at = at - interval '1 day' where number = 3`, ['seal-changed 3']],
    ['a seal that covers more', 'update audit_seal set upto = 5 where number = 2', ['seal-changed 2', 'lines-added 2', 'lines-missing 3']],
  ]
  test.each(tampering)('%s', async (_, statement, expected) => {
    await threeSeals()
    expect(await faults()).toEqual([])
    await owner((client) => client.query(statement))
    expect(await faults()).toEqual(expected)
  })

  const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-audit-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const kept = async () => {
    rmSync(join(folder, 'heads'), { recursive: true, force: true })
    await writeAuditHead(log, folder, 'test')
    await writeAuditHead(log, folder, 'test')
    return readAuditHeads(auditHeadsFile(folder, 'test'))
  }
  test('the end cut off: a head that was kept outside knows better', async () => {
    await threeSeals()
    const heads = await kept()
    expect(heads).toHaveLength(1)
    await owner((client) => client.query('delete from audit_line where id > 4; delete from audit_seal where number = 3'))
    expect(await faults()).toEqual([])
    expect(await faults(heads)).toEqual(['witness-ahead 3'])
  })
  test('a line changed and all seals made anew: a head that was kept outside knows better', async () => {
    await threeSeals()
    const heads = await kept()
    await owner((client) => client.query(`update audit_line set actor = 'account:other' where id = 1; truncate audit_seal`))
    await seal(log, now)
    await look()
    await seal(log, now)
    await look()
    await seal(log, now)
    expect(await faults()).toEqual([])
    expect(await faults(heads)).toEqual(['witness-differs 3'])
  })
})

test('the form that a stranger recomputes, to the byte', () => {
  const line = {
    id: 7n, at: '2026-11-22T02:00:00.000000Z', workspace: 'xuzhou', actor: 'account:01a1d8a0-0000-7000-8000-000000000001', roles: ['officer'], unitPath: 'cn.u10.u300.', verb: 'register.list',
    subjects: ['01a1d8a0-0000-7000-8000-000000000002'], facts: '{"page": 1}', result: 'done', address: '192.0.2.7', requestId: '01a1d8a0-0000-7000-8000-000000000003',
  }
  expect(canonicalLine(line)).toBe('["7","2026-11-22T02:00:00.000000Z","xuzhou","account:01a1d8a0-0000-7000-8000-000000000001",["officer"],"cn.u10.u300.","register.list",["01a1d8a0-0000-7000-8000-000000000002"],"{\\"page\\": 1}","done","192.0.2.7","01a1d8a0-0000-7000-8000-000000000003"]')
  expect(sealHash({ number: 1n, upto: 7n, lines: 7n, at: line.at, digest: 'ab'.repeat(32), previousHash: noSeal.hash })).toMatch(/^[0-9a-f]{64}$/)
})

test('whoever opens the list of looks often does not push out of it who looked at the card', async () => {
  const card = uuidv7()
  await look([card])
  await owner((client) => client.query(`insert into audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id)
    select now(), 'test', 'account:pei', '{}', 'cn.u1.', 'register.looks', array[$1::uuid], '{}', 'done', '', gen_random_uuid() from generate_series(1, 2000)`, [card]))
  const told = await inSnapshot(log, (tx) => looksAt(tx, card, now(), 50))
  expect(told.map(({ verb }) => verb)).toEqual(['register.card'])
})
