import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/web')

/**
 * What the browser's application may be built from: all that a screen is allowed to import, and more rather than less. The server's
 * stores, services and routes are left out, since no screen reaches them and changing one must not cost a build.
 */
const sources = [
  'index.html', 'vite.config.ts', 'package-lock.json', 'src/main/web*', 'src/web/**/*', 'src/kernel/**/*.ts', 'src/**/messages/*.json',
  'src/platform/{i18n,contract}/**/*.ts', 'src/platform/**/types.ts', 'src/modules/*/ui/**/*', 'src/modules/**/*.ts',
]
const isServers = /(?:^|\/|\.)(?:store|service|routes)\.ts$|\.test\.tsx?$/

/** The files that the application is built from, from the root, in order. */
export function sourceFiles(): string[] {
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile() && !isServers.test(entry.name))
  return [...new Set(files.map((entry) => relative(root, join(entry.parentPath, entry.name))))].sort()
}

/** A digest of the sources' names and content: a clone has new dates on old files. */
function sourceState(): string {
  const state = createHash('sha256')
  for (const file of sourceFiles()) state.update(file).update('\0').update(readFileSync(join(root, file))).update('\0')
  return state.digest('hex')
}

/**
 * Builds the web application into `dist/web` where that is missing or made from other sources; answers whether it built.
 * The new build takes the old one's place when it is whole, so a running server never serves half of one.
 */
export async function ensureWebBuilt(log: (line: string) => void): Promise<boolean> {
  const marker = join(target, '.sources')
  const state = sourceState()
  if (existsSync(marker) && readFileSync(marker, 'utf8') === state) return false
  log('Building the web application.')
  const draft = join(root, `dist/web-${process.pid}`)
  try {
    mkdirSync(join(root, 'dist'), { recursive: true })
    sweepDrafts()
    await vite(['build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'])
    writeFileSync(join(draft, '.sources'), state)
    const old = `${draft}-old`
    if (existsSync(target)) renameSync(target, old)
    renameSync(draft, target)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return true
}

/** Removes what killed builds left: a draft carries the pid of the process that made it. */
function sweepDrafts(): void {
  for (const name of readdirSync(join(root, 'dist'))) {
    const pid = /^web-(\d+)/.exec(name)?.[1]
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(root, 'dist', name), { recursive: true, force: true })
  }
}

/** In a process of its own: the builder's memory is not the server's to keep. */
function vite(args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], {
      // started from a test, it would otherwise build the slow pages meant for tests
      cwd: root, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', (part) => (said += part))
    child.stderr.on('data', (part) => (said += part))
    child.once('error', failed)
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`The web application does not build:\n${said.trim()}`))))
  })
}

if (import.meta.main) {
  const built = await ensureWebBuilt((line) => process.stderr.write(`${line}\n`))
  if (!built) process.stderr.write('The web application is up to date.\n')
}
