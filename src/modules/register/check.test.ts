import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { Hono } from 'hono'
import { serve, type ServerType } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { letGo } from '#platform/spreadsheets/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { unitsOfCounty } from '../../../test/support/division-units.ts'
import { writeRoster } from '../../../test/support/roster-generator.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { type Checked, checkRoster, type RosterFile } from './check.ts'
import { importRoster } from './importing.ts'

const rows = 30_000
const folder = testFolder()
const large = join(folder.path, 'large.xlsx')
const sample = join(import.meta.dirname, 'roster/samples/roster-peixian-messy.xlsx')
let db: TestDatabase
let ctx: Ctx
beforeAll(async () => {
  db = await testDatabase()
  const workspace = await testWorkspace(db, { slug: 'xuzhou', units: '320322' })
  ctx = await testCtx(db, workspace, { dataFolder: folder.path })
  await writeRoster(large, { units: await unitsOfCounty('320322'), rows, seed: 320322, faults: { 'id-checkdigit': 0.01 } })
})
afterAll(async () => {
  letGo()
  await db.close()
  folder.remove()
})

async function checked(file: RosterFile, keep = false): Promise<Checked> {
  const found = await checkRoster(ctx, file, keep)
  if (isRefusal(found)) throw new Error(found.refused)
  return found
}
/** Ends the process that checks when so many rows are checked. */
function killedAt(path: string, at: number): RosterFile {
  let pid: number | undefined
  return {
    path,
    onProcess: (started) => (pid = started),
    progress: (step, done) => {
      if (step === 'checking' && done >= at && pid !== undefined) {
        process.kill(pid, 'SIGKILL')
        pid = undefined
      }
    },
  }
}

describe('a roster is checked in a process of its own', () => {
  let server: ServerType
  let origin: string
  beforeAll(async () => {
    const app = new Hono()
    app.get('/', async (c) => c.json(await inSnapshot(ctx.db, (tx) => tx.rows(sql`select 1 as one`))))
    await new Promise<void>((resolve) => (server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      origin = `http://127.0.0.1:${port}/`
      resolve()
    })))
  })
  afterAll(() => void server.close())

  test('and while it is, and its preview written down, others are answered', { timeout: 120_000 }, async () => {
    let running = true
    let previewed = 0
    const checking = checked({ path: large, preview: { importId: '019a0000-0000-7000-8000-000000000000', lines: async (lines) => void (previewed += lines.split('\n').length - 1) } }, true)
      .finally(() => (running = false))
    const waits: number[] = []
    while (running) {
      const [from, worked] = [performance.now(), process.cpuUsage()]
      await (await fetch(origin)).json()
      const { user, system } = process.cpuUsage(worked)
      // What others do on this machine is not ours: a wait counts as far as this process was at work.
      waits.push(Math.min(performance.now() - from, (user + system) / 1000))
      await after(5)
    }
    const found = await checking
    expect([found.counts.rows, previewed]).toEqual([rows, rows])
    expect(waits.length).toBeGreaterThan(20)
    expect(Math.max(...waits)).toBeLessThan(200)
  })

  test.each<[string, string, number]>([['a large file', large, 2_000], ['a small one, warm', sample, 1]])('killed in the middle of %s, the file is refused, nothing is kept, and the next is checked', async (_, path, at) => {
    const before = await inSnapshot(ctx.db, (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from register_person`))
    expect(await importRoster(ctx, killedAt(path, at), { importId: null })).toMatchObject({ refused: 'file-broken', facts: { why: 'process' } })
    expect(await inSnapshot(ctx.db, (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from register_person`))).toEqual(before)
    expect((await checked({ path: sample })).counts.rows).toBe(1200)
  })

  test.each<[string, RosterFile['limits'], string]>([
    ['too little memory', { memoryMegabytes: 12 }, 'file-too-large'],
    ['too little time', { milliseconds: 50 }, 'file-timeout'],
    ['too many rows', { rows: 1000 }, 'file-too-large'],
  ])('%s is a refusal', async (_, limits, refused) => {
    expect(await checkRoster(ctx, { path: large, limits }, true)).toMatchObject({ refused })
  })
  test('what was decided is told to it', async () => {
    const before = await checked({ path: sample })
    const born = before.refused.filter(({ code, also }) => code === 'birth-differs-from-id' && also.length === 0)
    const decided = await checked({ path: sample, decided: Object.fromEntries(born.map(({ sheet, row }) => [`${sheet}!${row}`, { useIdBirth: true }])) })
    expect(decided.counts.accepted).toBe(before.counts.accepted + born.length)
  })
})
