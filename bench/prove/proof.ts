import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { random, type Random } from '../../test/support/people.ts'

/** What a proof tells while it runs. */
export type Report = {
  /** Adds to a figure. */
  add(what: string, by?: number): void
  /** Keeps the largest value of a figure. */
  most(what: string, value: number): void
  /** A case that failed: adds one to the figure and prints it, with how to make it fail again. */
  fail(what: string, index: number, how: string): void
  /** All cases before `upTo` are judged: what a stopped run goes on from. */
  done(upTo: number): void
}

/** A claim with a number: so many cases, and nothing of what `target` names. Case `i` of a seed is the same case whenever it runs. */
export type Proof = {
  readonly id: string
  /** Cases of the test in the suite, and of the proof that is made once. */
  readonly suiteSize: number
  readonly proofSize: number
  /** The most that each figure may be. */
  readonly target: Readonly<Record<string, number>>
  /** Runs the cases from `from` to `n` (not included), in order or some at once. Fails by `report.fail`; throws only where it cannot go on. */
  run(seed: number, n: number, from: number, report: Report): Promise<void>
}

/** The line that `npm run prove` prints. `got` holds every figure of `target` and whatever else was counted. */
export type Proved = { id: string; seed: number; n: number; target: Record<string, number>; got: Record<string, number>; pass: boolean; seconds: number; failures: string[] }

type Progress = { done: number; got: Record<string, number>; failures: string[]; seconds: number }

/** Failures beyond these are counted, not kept. */
const keptFailures = 50

/** The draw of one case: depends on the seed and its number alone, so that a run may begin anywhere. */
export function drawOf(seed: number, index: number): Random {
  return random((Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0)
}

/**
 * Runs a proof. In: `folder` where progress is kept (none: it is not), `only` the one case to run, `target` where another bound holds,
 * `say` for a line to people. A run of the same proof, seed and size goes on where the last one was stopped.
 */
export async function prove(proof: Proof, options: { seed: number; n: number; only?: number; folder?: string; target?: Record<string, number>; say?: (line: string) => void }): Promise<Proved> {
  const { seed, n, only, say = () => {} } = options
  const target = { ...proof.target, ...options.target }
  const file = options.folder && only === undefined ? join(options.folder, `${proof.id}-${seed}-${n}.json`) : null
  const before: Progress = (file && read(file)) || { done: 0, got: Object.fromEntries(Object.keys(target).map((key) => [key, 0])), failures: [], seconds: 0 }
  if (before.done > 0) say(`${proof.id}: goes on at case ${before.done} of ${n}`)
  const [got, failures, begun] = [{ ...before.got }, [...before.failures], performance.now()]
  const seconds = () => Math.round(before.seconds + (performance.now() - begun) / 1000)
  let told = performance.now()
  const report: Report = {
    add: (what, by = 1) => void (got[what] = (got[what] ?? 0) + by),
    most: (what, value) => void (got[what] = Math.max(got[what] ?? 0, Math.round(value))),
    fail(what, index, how) {
      got[what] = (got[what] ?? 0) + 1
      const line = `${what}: case ${index}: ${how}`
      if (failures.length < keptFailures) failures.push(line)
      say(`${line}\n  again: npm run prove -- ${proof.id} --seed ${seed} --case ${index}`)
    },
    done(upTo) {
      if (file) write(file, { done: upTo, got, failures, seconds: seconds() })
      if (performance.now() - told > 10_000) {
        told = performance.now()
        say(`${proof.id}: ${upTo} of ${n}, ${seconds()} s, ${JSON.stringify(got)}`)
      }
    },
  }
  const [from, to] = only === undefined ? [before.done, n] : [only, only + 1]
  if (from < to) await proof.run(seed, to, from, report)
  if (file) rmSync(file, { force: true })
  const pass = Object.entries(target).every(([key, most]) => (got[key] ?? 0) <= most)
  return { id: proof.id, seed, n: only === undefined ? n : 1, target, got, pass, seconds: seconds(), failures }
}

function read(file: string): Progress | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress
  } catch {
    return null
  }
}

/** Under another name first, so that a run which is killed while it notes leaves the note before. */
function write(file: string, progress: Progress): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(progress))
  renameSync(`${file}.new`, file)
}

/** Does `work` for the cases `from` to `to`, `hands` at a time. */
export async function each(from: number, to: number, hands: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = from
  const hand = async () => {
    while (next < to) await work(next++)
  }
  await Promise.all(Array.from({ length: hands }, hand))
}
