import { createHash } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { ClientBase } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitsBelow, type Workspace } from '#modules/organisation/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { histories, live } from '../../../test/support/history.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { exportLedger, headsFile, issueReceipt, noWitnesses, readWitnesses, receiptJson, verify, writeHead, type Witnesses } from './index.ts'

let db: TestDatabase
let workspace: Workspace
const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-verify-'))

const ctx = (): Ctx => ({
  db: { pool: db.pool, schema: workspace.schema, reach: everywhere }, workspace, language: 'zh-Hans', address: 'test', dataFolder: folder, log: { info() {}, error() {} },
  actor: { id: 'operator:cli', name: 'operator', roles: ['operator'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: workspace.topUnitId },
  now: Temporal.Now.instant(), today: '2026-11-22', levels: programmeOf('xuzhou-666').levels, requestId: uuidv7(),
})
const check = (witnesses: Witnesses = noWitnesses) => verify(ctx(), witnesses, () => {})
const against = async (path: string) => {
  const read = await readWitnesses(path, 'pei')
  if (isRefusal(read)) throw new Error(JSON.stringify(read))
  return check(read)
}
/** What somebody with the database's own password does, in the workspace's schema. */
const tamper = (work: (owner: ClientBase) => Promise<unknown>) =>
  db.asOwner(async (owner) => {
    await owner.query(`set search_path to ${workspace.schema}, public`)
    await work(owner)
  })

/** Makes the chain anew from the entries as they stand, so that it is whole in itself: what a careful forger does. Receipts are left. */
async function rehash(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query(`select number::text, posting::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, request_id, verb, entries from ledger_journal j order by j.number`)
  let previous = '0'.repeat(64)
  for (const row of rows) {
    const entries = (await owner.query(`select *, happened_on::text as day from ledger_entry where posting = $1 order by line`, [row.posting])).rows
    const digest = createHash('sha256')
    for (const e of entries) {
      const facets = Object.fromEntries(Object.keys(e.facets).sort().map((key) => [key, e.facets[key]]))
      const refers = e.refers_posting === null ? null : [String(e.refers_posting), e.refers_line]
      digest.update(`${JSON.stringify([e.line, e.kind, e.subject, e.unit_id, e.unit_path, e.day, e.count, e.amount === null ? null : String(e.amount), e.currency, facets, e.plan, e.source, refers])}\n`)
    }
    const entriesDigest = digest.digest('hex')
    const hash = createHash('sha256').update(['qiaoshou-journal-1', row.number, row.posting, row.at, row.actor, row.request_id, row.verb, row.entries, entriesDigest, previous].join('\n')).digest('hex')
    await owner.query(`update ledger_journal set entries_digest = decode($2, 'hex'), previous_hash = decode($3, 'hex'), hash = decode($4, 'hex') where number = $1`, [row.number, entriesDigest, previous, hash])
    previous = hash
  }
  await owner.query(`update ledger_head set hash = decode($1, 'hex')`, [previous])
}

let copied = ''
beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322', programme: 'xuzhou-666' })
  const all = await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  await live(ctx(), all.filter((unit) => unit.level === 5).slice(0, 4), fc.sample(histories, { seed: 7, numRuns: 1 })[0]!)
  copied = (await db.pool.query<{ n: bigint }>(`select max(number) as n from ${workspace.schema}.ledger_journal`)).rows[0]!.n.toString()
  await tamper(async (owner) => {
    for (const table of ['ledger_journal', 'ledger_entry', 'ledger_head', 'figures_receipt', 'figures_receipt_withdrawal']) await owner.query(`create table kept_${table} as table ${table}`)
  })
}, 60_000)
beforeEach(() =>
  tamper(async (owner) => {
    await owner.query('begin')
    await owner.query('truncate figures_receipt_withdrawal, figures_receipt, ledger_journal, ledger_entry, ledger_head')
    for (const table of ['ledger_journal', 'ledger_entry', 'ledger_head']) await owner.query(`insert into ${table} table kept_${table}`)
    await owner.query('commit')
  }),
)
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

test('what nobody touched is whole', async () => {
  expect(await check()).toMatchObject({ journal: copied, faults: [] })
})

describe('each thing that somebody with the owner’s password changes is named at its line', () => {
  test.each([
    ['a day', `update ledger_entry set happened_on = happened_on + 1 where (posting, line) = (select posting, 1 from ledger_journal where number = 5)`, { journal: '5', fault: 'entries-differ' }],
    ['a facet', `update ledger_entry set facets = facets || '{"trade": "farming"}' where (posting, line) = (select posting, 1 from ledger_journal where number = 6)`, { journal: '6', fault: 'entries-differ' }],
    ['an entry taken out', `delete from ledger_entry where (posting, line) = (select posting, 1 from ledger_journal where number = 4)`, { journal: '4', fault: 'entries-missing' }],
    ['an entry slipped in', `insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on) select posting, entries + 1, 'register.person-filed', gen_random_uuid(), 1, 'cn.u1.', '2018-01-01' from ledger_journal where number = 3`, { journal: '3', fault: 'entries-missing' }],
    ['an entry of no posting', `insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on) values (999999, 1, 'register.person-filed', gen_random_uuid(), 1, 'cn.u1.', '2018-01-01')`, { journal: 'posting 999999', fault: 'entries-without-journal' }],
    ['who posted', `update ledger_journal set actor = 'account:other' where number = 7`, { journal: '7', fault: 'hash-differs' }],
    ['a row of the journal taken out', `delete from ledger_journal where number = 8`, { journal: '9', fault: 'number-missing' }],
    ['the last row taken out', `delete from ledger_journal where number = (select max(number) from ledger_journal)`, { fault: 'head-differs' }],
    ['the head', `update ledger_head set hash = decode(repeat('ab', 32), 'hex')`, { journal: 'head', fault: 'head-differs' }],
  ])('%s', async (what, statement, expected) => {
    await tamper((owner) => owner.query(statement))
    const { faults } = await check()
    const fault = 'journal' in expected && expected.journal === 'head' ? { fault: expected.fault, journal: copied } : expected
    expect(faults[0], what).toMatchObject(fault)
  })

  test('a receipt’s figure, made to look right in itself', async () => {
    const receipt = await issueReceipt(ctx(), { indicator: 'persons-filed' })
    if (isRefusal(receipt)) throw new Error('refused')
    await tamper(async (owner) => {
      const body = receipt.row.body.replace(`"value":${receipt.body.value!}}`, `"value":${receipt.body.value! + 1000}}`).replace(/,"value":\d+,"workspace"/, `,"value":${receipt.body.value! + 1000},"workspace"`)
      await owner.query(`update figures_receipt set body = $1, body_hash = sha256(convert_to($1, 'UTF8'))`, [body])
    })
    expect((await check()).faults).toEqual([expect.objectContaining({ fault: 'receipt-differs', receipt: receipt.row.code })])
  })
})

describe('a chain changed and hashed anew from end to end', () => {
  const forge = () => tamper(async (owner) => {
    await owner.query(`update ledger_entry set happened_on = happened_on + 1 where (posting, line) = (select posting, 1 from ledger_journal where number = 5)`)
    await rehash(owner)
  })

  test('is whole in itself: verify alone finds nothing', async () => {
    await forge()
    expect((await check()).faults).toEqual([])
  })

  test('is found by a head kept outside, by an export, by its journal file, and by a receipt', async () => {
    await writeHead(db.pool, folder, workspace)
    const receipt = await issueReceipt(ctx(), { indicator: 'persons-filed' })
    if (isRefusal(receipt)) throw new Error('refused')
    const receiptFile = join(folder, 'receipt.json')
    writeFileSync(receiptFile, JSON.stringify(receiptJson(receipt)))
    const out = join(folder, 'export')
    await exportLedger(ctx(), out, () => {})
    for (const path of [headsFile(folder, 'pei'), out, join(out, 'journal.ndjson'), receiptFile]) expect((await against(path)).faults, path).toEqual([])

    await tamper((owner) => owner.query('delete from figures_receipt'))
    await forge()
    expect((await check()).faults).toEqual([])
    expect((await against(headsFile(folder, 'pei'))).faults[0]).toEqual({ journal: copied, fault: 'witness-differs' })
    expect((await against(out)).faults[0]).toEqual({ journal: '5', fault: 'witness-differs' })
    expect((await against(join(out, 'journal.ndjson'))).faults[0]).toEqual({ journal: '5', fault: 'witness-differs' })
    const { faults } = await against(receiptFile)
    expect(faults[0]).toEqual({ journal: copied, fault: 'witness-differs' })
    expect(faults).toContainEqual({ journal: '', fault: 'receipt-differs', receipt: receipt.row.code })
  })

  test('and a chain that was cut short is found by the head beyond its end', async () => {
    rmSync(headsFile(folder, 'pei'), { force: true })
    await writeHead(db.pool, folder, workspace)
    await writeHead(db.pool, folder, workspace)
    expect(readFileSync(headsFile(folder, 'pei'), 'utf8').trim().split('\n')).toHaveLength(1)
    await tamper(async (owner) => {
      await owner.query('delete from ledger_entry where posting in (select posting from ledger_journal where number > 5)')
      await owner.query('delete from ledger_journal where number > 5')
      await owner.query('update ledger_head h set (number, at, hash) = (select number, at, hash from ledger_journal where number = 5)')
    })
    expect((await check()).faults).toEqual([])
    expect((await against(headsFile(folder, 'pei'))).faults).toEqual([{ journal: copied, fault: 'witness-ahead' }])
  })
})

test.each([
  ['no such file', () => join(folder, 'nothing'), 'witness-unreadable'],
  ['a receipt of another workspace', () => {
    const path = join(folder, 'other.json')
    writeFileSync(path, JSON.stringify({ code: 'x', bodyHash: 'y', body: { form: 'qiaoshou-receipt-1', workspace: 'feng', journal: { number: '1', hash: 'ab' } } }))
    return path
  }, 'witness-unreadable'],
  ['something else', () => {
    const path = join(folder, 'notes.txt')
    appendFileSync(path, 'hello\n')
    return path
  }, 'witness-unreadable'],
])('%s cannot be held against', async (_what, path, code) => {
  expect(await readWitnesses(path(), 'pei')).toMatchObject({ refused: code })
})

test('an export replaces an earlier one of the same workspace and nothing else', async () => {
  const out = join(folder, 'again')
  await exportLedger(ctx(), out, () => {})
  expect(isRefusal(await exportLedger(ctx(), out, () => {}))).toBe(false)
  writeFileSync(join(out, 'thesis.docx'), 'mine')
  expect(await exportLedger(ctx(), out, () => {})).toMatchObject({ refused: 'export-folder-used' })
  expect(readFileSync(join(out, 'thesis.docx'), 'utf8')).toBe('mine')
})
