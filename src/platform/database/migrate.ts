import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'

/** One file of `migrations/`: `0003_ledger_journal.sql`; its first line says whether it builds the shared schema or each workspace's. */
type Migration = { number: number; name: string; scope: 'public' | 'workspace'; statements: string[]; sha256: string }

const folder = join(import.meta.dirname, '../../../migrations')

/** Splits a file at the semicolons that end lines, leaving bodies between $$ whole: one statement a call, as sharded databases demand. */
export function statementsOf(text: string): string[] {
  const statements: string[] = []
  let current = ''
  let inBody = false
  for (const line of text.split('\n')) {
    if (!current.trim() && /^\s*(--.*)?$/.test(line)) continue
    current += `${line}\n`
    if ((line.match(/\$\$/g)?.length ?? 0) % 2 === 1) inBody = !inBody
    if (!inBody && /;\s*$/.test(line)) {
      statements.push(current.trim().replace(/;$/, ''))
      current = ''
    }
  }
  if (current.trim()) statements.push(current.trim())
  return statements
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      const scope = /^-- scope: (public|workspace)\n/.exec(text)?.[1] as Migration['scope'] | undefined
      const number = Number(/^(\d{4})_[a-z]+_[a-z0-9-]+\.sql$/.exec(name)?.[1])
      if (!scope || !number) throw new Error(`migrations/${name}: name NNNN_module_what.sql and first line "-- scope: public|workspace"`)
      return { number, name, scope, statements: statementsOf(text), sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** The table that says which files a schema was built by: whatever schema has it is ours. */
const noteTable = (schema: string) => `create table if not exists "${schema}".platform_migration (
    number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`

/** Runs one file in the transaction that is open, and notes it. */
async function run(client: ClientBase, schema: string, migration: Migration, appRole: string): Promise<void> {
  await client.query(`set local search_path to "${schema}", public`)
  for (const statement of migration.statements) await client.query(statement.replaceAll(':app', `"${appRole}"`).replaceAll(':schema', `"${schema}"`))
  await client.query(`insert into "${schema}".platform_migration (number, name, sha256) values ($1, $2, $3)`, [migration.number, migration.name, migration.sha256])
}

async function apply(client: ClientBase, schema: string, scope: Migration['scope'], appRole: string): Promise<number> {
  await client.query(noteTable(schema))
  const applied = new Map<number, string>()
  for (const row of (await client.query(`select number, sha256 from "${schema}".platform_migration`)).rows) applied.set(row.number, row.sha256)
  let count = 0
  for (const migration of (await readMigrations()).filter((m) => m.scope === scope)) {
    const before = applied.get(migration.number)
    if (before === migration.sha256) continue
    if (before) throw new Error(`migrations/${migration.name} was changed after it had been applied; add a new file instead`)
    await client.query('begin')
    try {
      await run(client, schema, migration, appRole)
      await client.query('commit')
      count += 1
    } catch (error) {
      await client.query('rollback')
      throw new Error(`migrations/${migration.name}: ${(error as Error).message}`, { cause: error })
    }
  }
  return count
}

/** Two starting servers do not migrate at once: the second waits for the first. */
export async function whileNobodyMigrates<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(`select pg_advisory_lock(hashtext('qiaoshou.migrate'))`)
  try {
    return await work()
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('qiaoshou.migrate'))`).catch(() => {})
  }
}

async function makeRole(client: ClientBase, app: { role: string; password: string }): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [app.role])
  await client.query(`${found.rowCount ? 'alter' : 'create'} role "${app.role}" login password ${client.escapeLiteral(app.password)}`)
  await client.query(`grant usage on schema public to "${app.role}"`)
}

async function makeSchema(client: ClientBase, schema: string, app: { role: string }): Promise<void> {
  await client.query(`create schema if not exists "${schema}"`)
  await client.query(`grant usage on schema "${schema}" to "${app.role}"`)
}

/** Builds or brings up to date the shared schema. `client` is the owner's. Answers how many files were applied. */
export async function migratePublic(client: ClientBase, app: { role: string; password: string }): Promise<number> {
  return whileNobodyMigrates(client, async () => {
    await makeRole(client, app)
    return apply(client, 'public', 'public', app.role)
  })
}

/** Builds or brings up to date one workspace's schema. */
export async function migrateWorkspace(client: ClientBase, schema: string, app: { role: string }): Promise<number> {
  return whileNobodyMigrates(client, async () => {
    await makeSchema(client, schema, app)
    return apply(client, schema, 'workspace', app.role)
  })
}

/** A file that built a schema, as the schema notes it. */
export type Applied = { readonly number: number; readonly name: string; readonly sha256: string }

/** What a schema was built by, in order. */
export async function appliedIn(client: ClientBase, schema: string): Promise<Applied[]> {
  return (await client.query<Applied>(`select number, name, sha256 from "${schema}".platform_migration order by number`)).rows
}

/** The files among these that this version does not have, or has with other content. */
export async function unknownOf(applied: readonly Applied[]): Promise<Applied[]> {
  const known = new Set((await readMigrations()).map(({ number, sha256 }) => `${number} ${sha256}`))
  return applied.filter(({ number, sha256 }) => !known.has(`${number} ${sha256}`))
}

/** Builds schemas anew by exactly these files, in the transaction that is open: what a backup was made of. All of them must be known (`unknownOf`). */
export async function rebuild(client: ClientBase, schemas: readonly { readonly schema: string; readonly applied: readonly Applied[] }[], app: { role: string; password: string }): Promise<void> {
  const all = await readMigrations()
  await makeRole(client, app)
  for (const { schema, applied } of schemas) {
    if (schema !== 'public') await makeSchema(client, schema, app)
    await client.query(noteTable(schema))
    const numbers = new Set(applied.map(({ number }) => number))
    for (const migration of all) if (numbers.has(migration.number)) await run(client, schema, migration, app.role)
  }
}
