import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { FiguresWorld } from './world.ts'

/** Times of one measure: ours over HTTP, DuckDB's bare query, PostgreSQL's. */
export type Line = {
  readonly name: string
  readonly unit: 'ms' | 's' | 'MB' | 'wrong'
  readonly ours: Spread
  readonly bare: Spread | null
  readonly postgres: Spread | null
  /** What is wanted, in words, and whether it is so; null where a line only tells. */
  readonly wanted: string | null
  readonly met: boolean | null
  readonly rounds: number
}
export type Spread = { readonly p50: number; readonly p95: number }

/** The value that so many of the values are not above, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}
export const spreadOf = (values: readonly number[]): Spread => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) })

type Wanted = { readonly atMost: number } | { readonly bareAnd: number } | { readonly timesFaster: number }

/** A line out of times. `atMost`: p95 in its unit; `bareAnd`: p95 against that of the bare query and so much; `timesFaster`: by medians, than PostgreSQL. */
export function lineOf(name: string, times: { ours: number[]; bare?: number[]; postgres?: number[] }, wanted: Wanted | null = null, unit: Line['unit'] = 'ms'): Line {
  const [ours, bare, postgres] = [spreadOf(times.ours), times.bare?.length ? spreadOf(times.bare) : null, times.postgres?.length ? spreadOf(times.postgres) : null]
  const [said, met]: [string | null, boolean | null] =
    wanted === null ? [null, null]
    : 'atMost' in wanted ? [`≤ ${wanted.atMost} ${unit}`, ours.p95 <= wanted.atMost]
    : 'bareAnd' in wanted ? [`≤ bare + ${wanted.bareAnd} ms`, bare === null ? null : ours.p95 <= bare.p95 + wanted.bareAnd]
    : [wanted.timesFaster === 1 ? 'not slower than PostgreSQL' : `≥ ${wanted.timesFaster} × PostgreSQL`, postgres === null ? null : postgres.p50 / ours.p50 >= wanted.timesFaster * 0.95]
  return { name, unit, ours, bare, postgres, wanted: said, met, rounds: times.ours.length }
}

const shown = (value: number) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(0) : value.toFixed(1))
const pair = (spread: Spread | null) => (spread === null ? '–' : spread.p50 === spread.p95 ? shown(spread.p95) : `${shown(spread.p50)} / ${shown(spread.p95)}`)
const verdict = ({ met }: Line) => (met === null ? '–' : met ? 'yes' : 'no')

export function textOf(line: Line): string {
  const beside = [line.bare && `bare ${pair(line.bare)}`, line.postgres && `PostgreSQL ${pair(line.postgres)}`].filter(Boolean).join(', ')
  return `${line.name}: ${pair(line.ours)} ${line.unit}${beside && ` (${beside})`}${line.wanted ? `, wanted ${line.wanted}  ${line.met === null ? '' : line.met ? 'met' : 'SHORT'}` : ''}`
}

/** Writes `results/<day>-figures-<millions>m.json` and the table beside it. A run of some measures leaves the lines of the others as they were. */
export function store(world: Pick<FiguresWorld, 'millions' | 'persons' | 'entries' | 'units'>, seed: number, day: string, measured: readonly Line[]): string {
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${day}-figures-${world.millions}m.json`)
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { lines: Line[] }).lines : []
  const fresh = new Map(measured.map((line) => [line.name, line]))
  const lines = [...before.map((line) => fresh.get(line.name) ?? line), ...measured.filter((line) => !before.some(({ name }) => name === line.name))]
  const machine = { cores: cpus().length, memoryGigabytes: Math.round(totalmem() / 2 ** 30), node: process.version }
  const [persons, entries, units] = [world.persons, world.entries, world.units.length]
  writeFileSync(file, `${JSON.stringify({ day, machine, seed, persons, entries, units, lines }, null, 1)}\n`)
  const head = `${entries.toLocaleString('en')} entries, ${persons.toLocaleString('en')} persons, ${units.toLocaleString('en')} units on five levels, 24 kinds, 8 years; seed ${seed}; ${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}; ${day}. Times: median / 95th percentile, over HTTP and signed in; 2 servers at most, one asker.`
  const table = ['| what | Qiaoshou | bare DuckDB | PostgreSQL | wanted | met |', '| --- | ---: | ---: | ---: | --- | --- |',
    ...lines.map((line) => `| ${line.name} | ${pair(line.ours)} ${line.unit} | ${pair(line.bare)} | ${pair(line.postgres)} | ${line.wanted ?? '–'} | ${verdict(line)} |`)].join('\n')
  writeFileSync(file.replace('.json', '.md'), `${head}\n\n${table}\n`)
  writeGrowth(folder, day)
  return file.replace('.json', '.md')
}

/** One table of all the worlds measured on a day: how each line grows with the entries. A line that a world was not asked for stays open. */
function writeGrowth(folder: string, day: string): void {
  const worlds = readdirSync(folder).flatMap((name) => {
    const found = /^(.*)-figures-([\d.]+)m\.json$/.exec(name)
    return found?.[1] === day ? [{ millions: Number(found[2]), lines: (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { lines: Line[] }).lines }] : []
  }).sort((a, b) => a.millions - b.millions)
  const names = [...new Set(worlds.flatMap(({ lines }) => lines.filter(({ unit }) => unit !== 'wrong').map(({ name }) => name)))]
  const cell = (lines: readonly Line[], name: string, of: (line: Line) => Spread | null) => pair(lines.find((line) => line.name === name) === undefined ? null : of(lines.find((line) => line.name === name)!))
  const table = [`| what | ${worlds.map(({ millions }) => `${millions} M | bare`).join(' | ')} |`, `| --- |${' ---: | ---: |'.repeat(worlds.length)}`,
    ...names.map((name) => `| ${name} | ${worlds.map(({ lines }) => `${cell(lines, name, (line) => line.ours)} | ${cell(lines, name, (line) => line.bare)}`).join(' | ')} |`)].join('\n')
  writeFileSync(join(folder, `${day}-figures-growth.md`), `How the figures grow with the entries (median / 95th percentile): Qiaoshou over HTTP, and the bare DuckDB query beside it.\n\n${table}\n`)
}
