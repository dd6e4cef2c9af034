import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { median } from './load.ts'
import type { World } from './world.ts'

/** One line of the report: what it took, what its floor took in the same rounds, how they stand to each other. */
export type Line = {
  readonly name: string
  /** What of the ratio is good: at least or at most so much; null where only the value is printed. */
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number } | null
  readonly unit: 'requests/s' | 'rows/s' | 'postings/s' | 'ms' | 's' | 'MB' | 'MB/s'
  readonly ours: number
  readonly floor: number | null
  /** Ours to floor, median of the rounds; for a value without a floor the value itself. */
  readonly ratio: number
  readonly met: boolean | null
  readonly rounds: { readonly ours: readonly number[]; readonly floor: readonly number[] }
}

type Wanted = Line['wanted']
const isMet = (wanted: Wanted, ratio: number) => (wanted === null ? null : 'atLeast' in wanted ? ratio >= wanted.atLeast : ratio <= wanted.atMost)

/** A line out of interleaved rounds. The ratio is the median of the rounds' own ratios, so that a slow spell of the machine drops out. */
export function compared(name: string, unit: Line['unit'], rounds: { ours: number[]; floor: number[] }, wanted: Wanted): Line {
  const ratio = median(rounds.ours.map((value, round) => value / rounds.floor[round]!))
  return { name, wanted, unit, ours: median(rounds.ours), floor: median(rounds.floor), ratio, met: isMet(wanted, ratio), rounds }
}

/** A line of a value that is held against a number and not against a floor. */
export function alone(name: string, unit: Line['unit'], values: number[], wanted: Wanted): Line {
  const value = median(values)
  return { name, wanted, unit, ours: value, floor: null, ratio: value, met: isMet(wanted, value), rounds: { ours: values, floor: [] } }
}

const shown = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2))
const goal = (wanted: Wanted) => (wanted === null ? '' : 'atLeast' in wanted ? `≥ ${wanted.atLeast}` : `≤ ${wanted.atMost}`)

export function textOf(line: Line): string {
  const verdict = line.met === null ? '' : line.met ? '  met' : '  SHORT'
  const against = line.floor === null ? '' : ` against ${shown(line.floor)}: ratio ${line.ratio.toFixed(2)}`
  return `${line.name}: ${shown(line.ours)} ${line.unit}${against}${goal(line.wanted) && `, wanted ${goal(line.wanted)}`}${verdict}`
}

/** The lines as the table that documents quote. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line) => `| ${line.name} | ${shown(line.ours)} ${line.unit} | ${line.floor === null ? '–' : `${shown(line.floor)} ${line.unit}`} | ${line.floor === null ? '–' : line.ratio.toFixed(2)} | ${goal(line.wanted) || '–'} | ${line.met === null ? '–' : line.met ? 'yes' : 'no'} |`)
  return ['| what | Qiaoshou | floor | ratio | wanted | met |', '| --- | ---: | ---: | ---: | --- | --- |', ...rows].join('\n')
}

/** Writes `results/<day>.json` and the table beside it. A run of some measures leaves the lines of the others as they were. */
export function store(world: Pick<World, 'scale' | 'persons' | 'entries'>, day: string, measured: readonly Line[]): string {
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  const name = world.scale === 1 ? day : `${day}-scale-${world.scale}`
  const file = join(folder, `${name}.json`)
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { lines: Line[] }).lines : []
  const fresh = new Map(measured.map((line) => [line.name, line]))
  const lines = [...before.map((line) => fresh.get(line.name) ?? line), ...measured.filter((line) => !before.some(({ name: old }) => old === line.name))]
  const machine = { cores: cpus().length, memoryGigabytes: Math.round(totalmem() / 2 ** 30), node: process.version }
  writeFileSync(file, `${JSON.stringify({ day, machine, persons: world.persons, entries: world.entries, lines }, null, 1)}\n`)
  const head = `${world.persons.toLocaleString('en')} persons, ${world.entries.toLocaleString('en')} entries; ${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}; ${day}.`
  writeFileSync(join(folder, `${name}.md`), `${head}\n\n${tableOf(lines)}\n`)
  return join(folder, `${name}.md`)
}
