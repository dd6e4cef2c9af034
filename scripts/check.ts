import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser, hasChineseFonts } from './browser.ts'
import { ensureWebBuilt } from './web-build.ts'

const root = join(import.meta.dirname, '..')
const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** What a step found. Steps that are not tests count nothing where all is well, and one failure where it is not. */
type Outcome = { passed: number; failed: number; note?: string }
const good: Outcome = { passed: 0, failed: 0 }
const bad: Outcome = { passed: 0, failed: 1 }

/** The steps in the order in which they run: the quick and telling ones first. */
const steps: Record<string, () => Promise<Outcome>> = {
  lint: () => tool('node_modules/oxlint/bin/oxlint', ['--deny-warnings', '.']),
  types: () => tool('node_modules/typescript/bin/tsc', ['-p', '.']),
  generated: () => tool('scripts/generate.ts', ['--check']),
  build: async () => ((await ensureWebBuilt(print)) ? good : { ...good, note: 'up to date' }),
  tests: () => vitest('tests', 'vitest.config.ts', {}),
  journeys: async () => {
    if (globSync('test/journeys/*.journey.ts', { cwd: root }).length === 0) return { ...bad, note: 'there are none' }
    const browser = ensureBrowser(print)
    if (!hasChineseFonts()) print('Warning: no font with Chinese characters is installed (fonts-noto-cjk); pictures will show boxes.')
    const env = { ...browser.env, CHROME: browser.path }
    // A journey waits for pages and disks half of its time: two halves beside each other, each with a server of its own.
    const halves = await Promise.all([1, 2].map((half) => vitest(`journeys-${half}`, 'vitest.journeys.config.ts', env, ['--shard', `${half}/2`])))
    return together(halves)
  },
}

/** Runs one of the project's tools under this Node; its words go straight to the terminal. */
function tool(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, file), ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
    running.add(child)
    child.once('error', () => done(bad))
    child.once('close', (code) => {
      running.delete(child)
      done(code === 0 ? good : bad)
    })
  })
}

/** What several runs found, as one. */
function together(outcomes: readonly Outcome[]): Outcome {
  const sum = (of: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[of], 0)
  return found(sum('passed'), sum('failed'))
}

const found = (passed: number, failed: number): Outcome => ({ passed, failed, note: `${passed} passed, ${failed} failed` })

async function vitest(name: string, config: string, env: Record<string, string>, more: readonly string[] = []): Promise<Outcome> {
  const folder = join(root, 'test/.tmp')
  mkdirSync(folder, { recursive: true })
  const report = join(folder, `${name}.json`)
  rmSync(report, { force: true })
  const ended = await tool('node_modules/vitest/vitest.mjs', ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...more], env)
  if (!existsSync(report)) return bad
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: { status: string }[] }[]
  }
  // A file that does not even load has no tests to count; it is one failure.
  const unloaded = counts.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length
  const failed = counts.numFailedTests + unloaded
  return found(counts.numPassedTests, failed === 0 && ended.failed > 0 ? 1 : failed)
}

const running = new Set<ReturnType<typeof spawn>>()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    for (const child of running) child.kill(name)
    process.exitCode = 130
    stopped = true
  })
}
let stopped = false

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !(name in steps))
  if (unknown.length > 0) {
    process.stderr.write(`There is no step "${unknown[0]}". The steps are: ${Object.keys(steps).join(', ')}.\n`)
    return 1
  }
  const total: Outcome = { passed: 0, failed: 0 }
  const summary: string[] = []
  for (const [name, step] of Object.entries(steps)) {
    if (stopped || (wanted.length > 0 && !wanted.includes(name))) continue
    print(`── ${name}`)
    const begun = performance.now()
    const outcome = await step().catch((error: Error): Outcome => {
      print(error.message)
      return bad
    })
    total.passed += outcome.passed
    total.failed += outcome.failed
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    summary.push(`${outcome.failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${seconds.padStart(6)} s${outcome.note ? `  ${outcome.note}` : ''}`)
    print(summary.at(-1)!)
  }
  print(`\n${summary.join('\n')}\n`)
  print(`${total.passed} passed, ${total.failed} failed`)
  return stopped ? 130 : total.failed === 0 ? 0 : 1
}

process.exitCode = await main([...process.argv.slice(2), ...(process.env['QIAOSHOU_CHECK'] ?? '').split(',')].filter((name) => name !== ''))
