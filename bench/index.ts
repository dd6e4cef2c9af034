/**
 * What the product costs beside its floor: `npm run bench`, `npm run bench -- --scale 0.1`, `npm run bench -- list card`; and `npm run bench -- figures`, the
 * figures over ten million entries (bench/figures).
 * Ratios are printed and stored in results/, and never make the command fail.
 */
import { parseArgs } from 'node:util'
import { backup } from './measures/backup.ts'
import * as http from './measures/http.ts'
import { figures } from './measures/figures.ts'
import { figures as tenMillion } from './figures/index.ts'
import { bulk, postings } from './measures/postings.ts'
import { imported, large } from './measures/roster.ts'
import { reach } from './measures/reach.ts'
import { china, warmStart } from './measures/start.ts'
import { store, textOf, type Line } from './report.ts'
import { openWorld, type World } from './world.ts'

type Measure = { readonly name: string; readonly servers?: boolean; readonly onlyNamed?: boolean; run(world: World, pair: http.Pair): Promise<Line[]> }

/** In this order, what only reads before what adds. */
const measures: readonly Measure[] = [
  { name: 'list', servers: true, run: http.list },
  { name: 'card', servers: true, run: http.card },
  { name: 'search', servers: true, run: http.search },
  { name: 'figures-1m', servers: true, run: figures },
  { name: 'export', servers: true, run: http.exported },
  { name: 'create', servers: true, run: http.create },
  { name: 'postings', run: postings },
  { name: 'bulk', run: bulk },
  { name: 'import', run: imported },
  { name: 'large', run: large },
  { name: 'backup', run: backup },
  { name: 'reach', run: reach },
  { name: 'start', run: warmStart },
  { name: 'china', onlyNamed: true, run: china },
]

if (process.argv[2] === 'figures') {
  await tenMillion(process.argv.slice(3))
  process.exit()
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '1' } } })
const scale = Number(values.scale)
const strange = positionals.filter((name) => !measures.some((measure) => measure.name === name))
if (!(scale > 0 && scale <= 1) || strange.length > 0) {
  process.stderr.write(`usage: npm run bench -- [--scale 0.02…1] [${measures.map(({ name }) => name).join(' | ')}]…\n`)
  process.exit(1)
}
const say = (line: string) => void process.stderr.write(`${line}\n`)
const wanted = measures.filter(({ name, onlyNamed }) => (positionals.length > 0 ? positionals.includes(name) : !onlyNamed))

const world = await openWorld(scale, say)
const day = Temporal.Now.plainDateISO().toString()
let written = ''
let pair: http.Pair | undefined
try {
  say(`${world.persons.toLocaleString('en')} persons, ${world.entries.toLocaleString('en')} entries`)
  for (const { name, servers, run } of wanted) {
    if (servers) pair ??= await http.startPair(world)
    else {
      await pair?.close()
      pair = undefined
    }
    say(`— ${name}`)
    const lines = await run(world, pair!).catch((fault: Error) => {
      say(`${name} could not be measured: ${fault.stack}`)
      return []
    })
    for (const line of lines) process.stdout.write(`${textOf(line)}\n`)
    written = store(world, day, lines)
  }
} finally {
  await pair?.close()
  await world.close()
}
say(`written to ${written}`)
