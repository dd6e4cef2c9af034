import { everywhere } from '../../src/kernel/actor.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import { readSheets } from '#platform/spreadsheets/index.ts'
import { entryOf, post } from '#modules/ledger/index.ts'
import { importRoster } from '#modules/register/index.ts'
import { workStarted } from '../../src/modules/care/entries.ts'
import { writeRoster } from '../../test/support/roster-generator.ts'
import { interleaved, took } from '../load.ts'
import { alone, compared, type Line } from '../report.ts'
import { folder, rosterUnitsOf, type World } from '../world.ts'

const root = join(import.meta.dirname, '../..')

async function rosterOf(world: World, rows: number, seed: number): Promise<string> {
  const path = join(folder, `bench-${rows}-${seed}.xlsx`)
  const units = await rosterUnitsOf(world.installation, world.workspace, world.counties[seed % world.counties.length]!)
  await writeRoster(path, { units, rows, seed, form: 0, titles: true, totalLine: true, sheetDate: '2018-03-20', repairs: 0.05, faults: { 'id-checkdigit': 0.005, 'village-unknown': 0.005 } })
  return path
}

/** A roster of 10,000 rows with all its checks, beside reading the same file and COPY of its cells into a bare table. */
export async function imported(world: World): Promise<Line[]> {
  const rows = Math.max(500, 10_000 * world.scale)
  const ctx = () => ({ ...world.installation.operatorCtx(world.workspace, 'zh-Hans'), now: Temporal.Instant.from('2018-04-02T02:00:00Z'), today: '2018-04-02' })
  const width = 23
  const names = Array.from({ length: width }, (_, i) => `c${i}`)
  await world.owner.query(`create table if not exists bench_cells (${names.map((name) => `${name} text`).join(', ')}); grant insert on bench_cells to ${world.installation.app.role}`)
  let seed = 7_000
  let path = ''
  const rounds = await interleaved(3,
    async () => {
      path = await rosterOf(world, rows, (seed += 1))
      let kept = 0
      const milliseconds = await took(async () => {
        const done = await importRoster(ctx(), { path }, { importId: null })
        if (isRefusal(done)) throw new Error(done.refused)
        kept = done.accepted
      })
      if (kept < rows * 0.9) throw new Error(`only ${kept} rows were accepted`)
      return rows / (milliseconds / 1000)
    },
    async () => {
      const milliseconds = await took(() => inTransaction({ pool: world.installation.pool, schema: world.workspace.schema, reach: everywhere }, async (tx) => {
        const cells: (string | null)[][] = []
        for await (const { rows: part } of readSheets(path)) {
          for (const row of part) cells.push(names.map((_, i) => textOf(row.cells[i])))
        }
        await tx.copyIn('bench_cells', names, cells)
      }))
      await rm(path)
      return rows / (milliseconds / 1000)
    })
  return [compared(`roster of ${rows.toLocaleString('en')} rows with all checks, against reading it and COPY alone`, 'rows/s', rounds, { atLeast: 0.5 })]
}

const textOf = (cell: unknown) => (cell === null || cell === undefined ? null : typeof cell === 'object' ? JSON.stringify(cell) : String(cell))

const status = (pid: number, name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0)

/** Peaks of a process and all below it, in MB: of each alone, and of all together at one moment. */
class TreePeak {
  readonly #pid: number
  readonly each = new Map<number, number>()
  together = 0
  constructor(pid: number) {
    this.#pid = pid
  }
  look(): void {
    const parents = new Map<number, number>()
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      try {
        parents.set(Number(name), status(Number(name), 'PPid'))
      } catch {
        // It ended while we read.
      }
    }
    let sum = 0
    for (const pid of parents.keys()) {
      let up: number | undefined = pid
      while (up !== undefined && up !== this.#pid) up = parents.get(up)
      if (up === undefined) continue
      try {
        sum += status(pid, 'VmRSS') / 1024
        this.each.set(pid, status(pid, 'VmHWM') / 1024)
      } catch {
        // The same.
      }
    }
    this.together = Math.max(this.together, sum)
  }
}

/** A roster of 100,000 rows on the command line: the memory of its processes, and how long a posting beside it waits. */
export async function large(world: World): Promise<Line[]> {
  const rows = 100_000 * world.scale
  const path = await rosterOf(world, rows, 9_000)
  const { rows: [subject] } = await world.owner.query<{ subject: string; unitId: number; unitPath: string }>(`select subject, unit_id as "unitId", unit_path as "unitPath" from ledger_entry where kind = 'register.person-filed' limit 1`)
  const ctx = world.installation.operatorCtx(world.workspace, 'zh-Hans')
  const from = performance.now()
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, 'bin/qiaoshou', 'import', 'bench', 'roster', path, '--json'], {
    cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DATABASE_URL: world.ownerUrl, QIAOSHOU_DATA: world.dataFolder },
  })
  let running = true
  const ended = once(child, 'exit').then(([code]) => ((running = false), code as number))
  const peak = new TreePeak(child.pid!)
  const waits: number[] = []
  const posting = (async () => {
    while (running) {
      waits.push(await took(() => inTransaction(ctx.db, (tx) => post(tx, { actor: ctx.actor, requestId: uuidv7() }, 'care.start-work',
        [entryOf(workStarted, { ...subject!, happenedOn: '2018-11-12', facets: { trade: 'farming' }, source: randomId() })]))))
      await after(20)
    }
  })()
  while (running) {
    peak.look()
    await Promise.race([ended, after(50)])
  }
  const seconds = (performance.now() - from) / 1000
  await posting
  const code = await ended
  await rm(path)
  if (code !== 0) throw new Error(`import ended with ${code}`)
  const what = `roster of ${rows.toLocaleString('en')} rows`
  return [
    alone(`${what}: all of it`, 's', [seconds], null),
    alone(`${what}: peak memory of the largest process`, 'MB', [Math.max(...peak.each.values())], { atMost: 300 }),
    alone(`${what}: peak memory of the process and its reader together`, 'MB', [peak.together], { atMost: 300 }),
    alone(`${what}: longest wait of a posting beside it`, 'ms', [Math.max(...waits)], { atMost: 1_000 }),
  ]
}
