import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { closeColumns, columnsOf, useColumns } from '#platform/columnar/home.ts'
import { openPool } from '#platform/database/pool.ts'
import { segmentFiles, workspaceFolder } from '../../src/modules/ledger/columns/build.ts'
import { buildInChild } from '../../src/modules/ledger/columns/builder.ts'
import { orderOf } from '../../src/modules/ledger/columns/models.ts'
import { openPostgres } from './asking.ts'
import { openBare } from './bare.ts'
import * as measures from './measures.ts'
import { people } from './people.ts'
import { lineOf, store, textOf, type Line } from './report.ts'
import { columnsFolder, startFiguresServer } from './server.ts'
import { openFiguresWorld, seed, type FiguresWorld } from './world.ts'

/** In this order, what only reads before what adds. */
const all = {
  one: measures.one, parts: measures.parts, everything: measures.everything, dashboard: measures.dashboard, pivot: measures.pivot, funnel: measures.funnel,
  people, difference: measures.difference, levels: measures.levels, memory: measures.memory, fresh: measures.fresh,
}

/** Makes the read model's file anew; answers its place, and what it took. */
async function rebuild(world: FiguresWorld, always: boolean): Promise<{ file: string; lines: Line[] }> {
  const folder = columnsFolder(world.dataFolder)
  const [newest] = segmentFiles(workspaceFolder(folder, world.workspace.schema))
  if (newest && existsSync(newest.file) && BigInt(newest.number) === world.head && !always) return { file: newest.file, lines: [] }
  const pool = openPool(world.appUrl, 1)
  useColumns(pool, { folder, mode: 'auto', builds: false, log: () => {} })
  try {
    const built = await buildInChild(orderOf(columnsOf(pool, world.workspace.schema)!, true))
    if (!built) throw new Error('another builder is at work')
    return { file: built.file, lines: [lineOf('rebuild of the read model', { ours: [built.seconds] }, { atMost: 60 }, 's'), lineOf('file of the read model', { ours: [built.bytes / 1e6] }, { atMost: 300 }, 'MB')] }
  } finally {
    await closeColumns(pool)
    await pool.end()
  }
}

/** `npm run bench -- figures [--scale 10] [--rounds 200] [--only one,parts]`. In: the arguments after `figures`. */
export async function figures(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { scale: { type: 'string', default: '10' }, rounds: { type: 'string', default: '200' }, only: { type: 'string' } } })
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const millions = Number(values.scale)
  const wanted = values.only?.split(',') ?? ['rebuild', ...Object.keys(all)]
  const strange = wanted.filter((name) => name !== 'rebuild' && !(name in all))
  if (!(millions >= 0.1 && millions <= 100) || strange.length > 0) {
    say(`usage: npm run bench -- figures [--scale 1…30, millions of entries] [--rounds 200] [--only rebuild,${Object.keys(all).join(',')}]`)
    process.exit(1)
  }
  const world = await openFiguresWorld(millions, say)
  say(`${world.entries.toLocaleString('en')} entries, ${world.persons.toLocaleString('en')} persons, ${world.units.length.toLocaleString('en')} units; seed ${seed}`)
  const day = Temporal.Now.plainDateISO().toString()
  let written = ''
  const tell = (lines: Line[]) => {
    for (const line of lines) process.stdout.write(`${textOf(line)}\n`)
    written = store(world, seed, day, lines)
  }
  try {
    const { file, lines } = await rebuild(world, wanted.includes('rebuild'))
    if (wanted.includes('rebuild')) tell(lines)
    const bare = await openBare(file)
    const postgres = openPostgres(world)
    const server = await startFiguresServer(world)
    try {
      for (const [name, measure] of Object.entries(all)) {
        if (!wanted.includes(name)) continue
        say(`— ${name}`)
        tell(await measure({ world, server, bare, postgres, rounds: Number(values.rounds), say }).catch((fault: Error) => {
          say(`${name} could not be measured: ${fault.stack}`)
          return []
        }))
      }
    } finally {
      await server.close()
      await postgres.close()
      bare.close()
    }
  } finally {
    await world.close()
  }
  say(`written to ${written}`)
}
