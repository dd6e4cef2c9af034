import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, type Tx } from '../src/platform/database/transaction.ts'
import { plainQuestion, type Question } from '../src/modules/ledger/question.ts'

const root = join(import.meta.dirname, '..')

/** What code does with lists; names that are also fields of ours (at, entries, values) are fields. */
const listVerbs = new Set(['map', 'flatMap', 'filter', 'forEach', 'some', 'every', 'find', 'join', 'slice', 'reduce', 'sort', 'includes', 'concat'])

/**
 * Stands for any argument: every property of it is such a thing again, as a list it has one element, as text it is `sample`.
 * So each store function runs in its fullest form, every optional condition given.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- it is a stand-in for everything
const anything: any = new Proxy({}, {
  get(_, name) {
    const list = [anything]
    if (name === Symbol.iterator) return list[Symbol.iterator].bind(list)
    if (name === Symbol.toPrimitive || name === 'toString' || name === 'valueOf' || name === 'toJSON') return () => 'sample'
    if (name === 'then' || name === 'toOperationNode') return undefined
    if (name === 'length' || name === 'size') return 1
    if (typeof name === 'string' && listVerbs.has(name)) return (list as unknown as Record<string, () => unknown>)[name]!.bind(list)
    return anything
  },
  ownKeys: () => ['sample'],
  getOwnPropertyDescriptor: () => ({ value: anything, enumerable: true, configurable: true, writable: true }),
})

/** The same, but for these properties. */
const anythingWith = (own: Record<string, unknown>) => new Proxy(own, { get: (_, name) => (typeof name === 'string' && name in own ? own[name] : anything[name]) })

const question: Question = {
  ...plainQuestion,
  kinds: ['register.classified'], take: 'every', where: { ability: ['full'] }, without: ['care.work-started'], counts: 'subjects', from: '2017-01-01', to: '2018-12-31',
  asOf: 1n, level: 'county', ranges: [{ key: '3203', lo: 'cn.u1.', hi: 'cn.u1/' }], classKind: 'register.classified', classFacets: ['ability', 'wish', 'hardship'],
  near: [{ kinds: ['care.work-started'], where: {}, fromDays: 0, toDays: 180, newestOf: null, not: false }],
  among: [{ of: { ...plainQuestion, kinds: ['care.work-started'], take: 'first', through: 'members', ranges: null }, not: true }],
}
/** Arguments that decide the shape of a statement, by the name of the parameter. */
const samples: Record<string, unknown> = {
  q: question, cut: { by: 'facet', facet: 'ability' }, across: { by: 'facet', facet: 'ability' }, part: { cut: { by: 'facet', facet: 'ability' }, key: 'full' },
  reach: [{ lo: 'cn.u1.', hi: 'cn.u1/' }], range: { lo: 'cn.u1.', hi: 'cn.u1/' }, ranges: question.ranges, asOf: 1n, entries: [], batches: (async function* () { yield [{ facets: {} }] })(), schema: 'ws_sample', field: 'idNumber', facet: 'ability', text: 'sample', plain: 'sample', f: { reach: [{ lo: 'cn.u1.', hi: 'cn.u1/' }], text: 'sample', wanted: { by: 'name', text: 'sample', sound: 'sample' }, ranges: [{ lo: 'cn.u1.', hi: 'cn.u1/' }], ability: ['full'], wish: ['none'], hardship: ['disabled'], sex: 'female', worked: 'yes' },
  filter: anythingWith({ q: 'sample' }), e: anythingWith({ filter: 'sample' }), page: { sort: 'place', limit: 50, offset: 0 }, paths: ['cn.u1.'], path: 'cn.u1.',
}

/** A transaction that keeps what it is asked and answers as an empty database would, or with anything where a row must be there. */
function recorder(): { tx: Tx; said: string[] } {
  const said: string[] = []
  const keep = (statement: Parameters<Tx['run']>[0]) => void said.push(tidy(compile(statement).text))
  const tx: Tx = {
    rows: async (statement) => (keep(statement), []),
    one: async (statement) => (keep(statement), anything),
    maybe: async (statement) => (keep(statement), anything),
    run: async (statement) => (keep(statement), 1),
    closeWith: async (statement) => (keep(statement), anything),
    note: () => {},
    beyondReach: (work) => work(tx),
    copyIn: async (table, columns) => (said.push(`copy ${table} (${columns.join(', ')}) from stdin`), 1),
    copyLinesIn: async (table, columns) => void said.push(`copy ${table} (${columns.join(', ')}) from stdin`),
  }
  return { said, tx }
}

/** The statement without the template's blank lines and common indent. */
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd()).filter((line) => line.trim() !== '')
  const indent = Math.min(...lines.slice(1).map((line) => line.length - line.trimStart().length), 40)
  return lines.map((line, index) => (index === 0 ? line.trim() : line.slice(Math.min(indent, line.length - line.trimStart().length)))).join('\n').replaceAll(/(?<=\S) {2,}/g, ' ')
}

const parametersOf = (work: unknown) => (/^[^(]*\(([^)]*)\)/.exec(String(work))?.[1] ?? '').split(',').map((name) => name.trim().split(/[\s=:]/)[0]!)

/** Lets a function ask the database, one that gives page after page to its first; answers its fault. */
async function asked(work: () => unknown): Promise<Error | null> {
  try {
    const answer = work()
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) await (answer as AsyncGenerator).next()
    else await answer
    return null
  } catch (error) {
    return error as Error
  }
}

/** The SQL of every store function that takes a transaction: `<module>/<function>.sql` → text. */
export async function sqlOfStores(): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  for (const file of globSync('src/modules/*/*store.ts', { cwd: root }).sort()) {
    const store = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>
    const module = file.split('/')[2]!
    for (const [name, work] of Object.entries(store)) {
      if (typeof work !== 'function') continue
      const parameters = parametersOf(work)
      if (parameters[0] !== 'tx') continue
      const { tx, said } = recorder()
      // What a function makes of an empty answer is not asked here; that it asked is.
      const fault = await asked(() => (work as (...args: unknown[]) => unknown)(tx, ...parameters.slice(1).map((parameter) => samples[parameter] ?? anything)))
      if (said.length === 0) throw new Error(`${file}: ${name} says nothing to the database with the samples it is given; add one in scripts/store-sql.ts`, { cause: fault })
      const place = basename(file) === 'store.ts' ? name : `${basename(file).replace('.store.ts', '')}.${name}`
      made.set(`${module}/${place}.sql`, `-- ${module}: ${name} (${parameters.slice(1).join(', ')})\n${said.map((statement) => `${statement};\n`).join('')}`)
    }
  }
  return made
}
