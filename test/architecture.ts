import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripTypeScriptTypes } from 'node:module'
import { moduleOrder } from '../src/main/module-order.ts'

/** One import as written: which file, what it names, where that leads inside the tree (or null for a package). */
export type Edge = { from: string; named: string; to: string | null; typeOnly: boolean }
export type Violation = { rule: string; from: string; to: string }

const aliases: readonly [string, string][] = [
  ['#kernel/', 'src/kernel/'], ['#platform/', 'src/platform/'], ['#modules/', 'src/modules/'], ['#web/', 'src/web/'], ['#main/', 'src/main/'],
]

/** All imports, exports-from and dynamic imports of one file's text. Comments are left out; strings that look like imports are not. */
export function importsOf(file: string, text: string): Edge[] {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const found = [
    ...bare.matchAll(/^\s*(import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]/gm),
    ...bare.matchAll(/^\s*(import)\s+()['"]([^'"]+)['"]/gm),
    ...bare.matchAll(/\b(import)\(\s*()['"]([^'"]+)['"]/g),
  ]
  return found.map((match) => ({ from: file, named: match[3]!, to: resolve(file, match[3]!), typeOnly: Boolean(match[2]) }))
}

function resolve(from: string, named: string): string | null {
  if (named.startsWith('.')) return join(dirname(from), named)
  const alias = aliases.find(([short]) => named.startsWith(short))
  return alias ? alias[1] + named.slice(alias[0].length) : null
}

/** All source files of a tree and the edges between them. */
export function readTree(root: string): { files: string[]; edges: Edge[] } {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file)).sort()
  return { files, edges: files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8'))) }
}

const layerOf = (file: string) => /^src\/([a-z]+)\//.exec(file)?.[1] ?? ''
const moduleOf = (file: string) => /^src\/modules\/([a-z]+)\//.exec(file)?.[1]
const inUi = (file: string) => /^src\/modules\/[a-z]+\/ui\//.test(file)
const isBrowser = (file: string) => file.startsWith('src/web/') || inUi(file) || file === 'src/main/web.tsx'
const nameOf = (file: string) => file.split('/').at(-1)!
/** Files that hold no server: pure rules, shapes and words, which the browser may read as well. */
const isPure = (file: string) => /(^|\.)(model|contract|policy|entries|words|receipt-body)\.ts$/.test(nameOf(file)) || /\/messages\/.*\.json$/.test(file) || /^src\/modules\/[a-z]+\/(roster\/(hardships|columns|words|types)|[a-z-]+-words)\.ts$/.test(file)
const browserMayRead = (file: string) => layerOf(file) === 'kernel' || file.startsWith('src/platform/contract/') || file.startsWith('src/platform/i18n/') || isBrowser(file) || isPure(file)
const isStore = (file: string) => /(^|\.)store\.ts$/.test(nameOf(file))
const isDoor = (file: string) => /^src\/modules\/[a-z]+\/(index\.ts|ui\/index\.tsx?)$/.test(file)

/** The rules of direction; each answers whether one edge breaks it. */
export const rules: Record<string, (edge: Edge & { to: string }) => boolean> = {
  'kernel imports nothing': ({ from, to }) => layerOf(from) === 'kernel' && layerOf(to) !== 'kernel',
  'platform imports only kernel and platform': ({ from, to }) => layerOf(from) === 'platform' && !['kernel', 'platform'].includes(layerOf(to)),
  'modules are entered by their door': ({ from, to }) => {
    const [a, b] = [moduleOf(from), moduleOf(to)]
    if (!b || a === b || isDoor(to)) return false
    // main lists what each module is made of; a browser's screen may read another module's contract and words.
    return !(isBrowser(from) && isPure(to)) && layerOf(from) !== 'main'
  },
  'modules call only downward': ({ from, to }) => {
    const [a, b] = [moduleOf(from), moduleOf(to)]
    if (!a || !b || a === b || inUi(from)) return false
    return moduleOrder.indexOf(b as never) >= moduleOrder.indexOf(a as never)
  },
  'modules import no main, site or web on the server': ({ from, to }) => moduleOf(from) !== undefined && !inUi(from) && ['main', 'site', 'web'].includes(layerOf(to)),
  'model, policy and entries are pure': ({ from, to }) =>
    /(^|\.)(model|policy|entries)\.ts$/.test(nameOf(from)) && moduleOf(from) !== undefined && layerOf(to) !== 'kernel' &&
    !(moduleOf(from) === moduleOf(to) && isPure(to)) && !isDoor(to),
  'the browser reaches no server file': ({ from, to }) => isBrowser(from) && !browserMayRead(to),
  'no server file reaches the browser': ({ from, to }) => !isBrowser(from) && isBrowser(to),
}

/** Packages that only some files may import. */
export const packageRules: Record<string, (edge: Edge) => boolean> = {
  'kernel has no packages': ({ from, named }) => layerOf(from) === 'kernel' && !named.startsWith('node:') && !named.startsWith('.') && !named.startsWith('#'),
}

/** Everything that breaks a rule, cycles included. */
export function violationsOf(edges: readonly Edge[]): Violation[] {
  const inside = edges.filter((edge): edge is Edge & { to: string } => edge.to !== null)
  const broken = inside.flatMap((edge) => Object.entries(rules).filter(([, breaks]) => breaks(edge)).map(([rule]) => ({ rule, from: edge.from, to: edge.to })))
  const packages = edges.filter((edge) => edge.to === null).flatMap((edge) => Object.entries(packageRules).filter(([, breaks]) => breaks(edge)).map(([rule]) => ({ rule, from: edge.from, to: edge.named })))
  return [...broken, ...packages, ...cyclesOf(inside)]
}

/** Circles of imports; those of types alone fall away when the program runs and are let be. */
function cyclesOf(edges: readonly (Edge & { to: string })[]): Violation[] {
  const next = new Map<string, string[]>()
  for (const { from, to, typeOnly } of edges) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'done'>()
  const found: Violation[] = []
  const visit = (file: string): void => {
    state.set(file, 'open')
    for (const to of next.get(file) ?? []) {
      if (state.get(to) === 'open') found.push({ rule: 'no circles', from: file, to })
      else if (!state.has(to)) visit(to)
    }
    state.set(file, 'done')
  }
  for (const file of next.keys()) if (!state.has(file)) visit(file)
  return found
}

/** SQL in a file: the `sql` tag or a client's query. Only stores, the database layer and the migrations' owner may hold it. */
export function sqlOutsideStores(root: string, files: readonly string[]): Violation[] {
  return files
    .filter((file) => !isStore(file) && !file.startsWith('src/platform/database/'))
    .filter((file) => /\bsql(<[^`]*>)?`|\.query(<[^`(]*>)?\(\s*[`'"]\s*(select|insert|update|delete|alter|create|drop|truncate)/i.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => ({ rule: 'SQL stands only in stores', from: file, to: 'sql' }))
}

/** Each table has one owner: only that module's stores name it. */
export function tablesOutsideOwner(root: string, files: readonly string[], tables: readonly string[]): Violation[] {
  return files.filter((file) => isStore(file)).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return tables
      .filter((table) => table.split('_')[0] !== moduleOf(file) && new RegExp(`\\b${table}\\b`).test(text))
      .map((table) => ({ rule: 'a table is named only by its owner', from: file, to: table }))
  })
}

/** Where entries are counted, verified, written out, or told to the person whom they are about, beyond the reach of whoever asks, on purpose (migration 0026). */
const readEveryEntry = ['store.ts', 'source.store.ts', 'conditions.store.ts', 'count.store.ts', 'tally.store.ts', 'behind.store.ts', 'changes.store.ts', 'passed.store.ts', 'about.store.ts', 'columns/source.store.ts', 'columns/tail.store.ts', 'columns/digest.store.ts'].map((name) => `src/modules/ledger/${name}`)

/** Single entries are read through the view that holds them against the reach; reversals (`r`), passings (`v`), what took these back (`t`) and merges (`m`) speak of an entry or a subject that was read before. */
export function entriesBesideTheView(root: string, files: readonly string[]): Violation[] {
  return files.filter((file) => isStore(file) && !readEveryEntry.includes(file))
    .filter((file) => /\b(from|join)\s+ledger_entry(?!_)(?!\s+(r|v|t|m)\b)/.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => ({ rule: 'single entries are read through ledger_entry_reached', from: file, to: 'ledger_entry' }))
}

/** Names of the tables that the migrations make. */
export function tablesOf(root: string): string[] {
  return globSync('migrations/*.sql', { cwd: root }).flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/create table (?:if not exists )?([a-z_]+)/g)].map((match) => match[1]!))
}

/** Whether a file still parses as TypeScript that Node can run (no enums, no parameter properties). */
export function runsInNode(root: string, file: string): boolean {
  stripTypeScriptTypes(readFileSync(join(root, file), 'utf8'))
  return true
}

