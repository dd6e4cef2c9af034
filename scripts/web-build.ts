import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/web')

/** Everything the browser's application is built from. Server files are left out: changing one must not cost a build. */
const sources = [
  'index.html', 'vite.config.ts', 'package-lock.json', 'src/main/web*', 'src/web/**/*', 'src/kernel/*.ts', 'src/platform/i18n/**/*',
  'src/modules/*/ui/**/*', 'src/**/messages/*.json', 'src/modules/*/{contract,model,policy,entries}.ts', 'src/modules/*/*.{contract,model,policy}.ts',
]

/** A digest of the sources' names and content: a clone has new dates on old files. */
function sourceState(): string {
  const state = createHash('sha256')
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    state.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
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
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
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
