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

async function apply(client: ClientBase, schema: string, scope: Migration['scope'], appRole: string): Promise<number> {
  await client.query(`create table if not exists "${schema}".platform_migration (
    number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`)
  const applied = new Map<number, string>()
  for (const row of (await client.query(`select number, sha256 from "${schema}".platform_migration`)).rows) applied.set(row.number, row.sha256)
  let count = 0
  for (const migration of (await readMigrations()).filter((m) => m.scope === scope)) {
    const before = applied.get(migration.number)
    if (before === migration.sha256) continue
    if (before) throw new Error(`migrations/${migration.name} was changed after it had been applied; add a new file instead`)
    await client.query('begin')
    try {
      await client.query(`set local search_path to "${schema}", public`)
      for (const statement of migration.statements) await client.query(statement.replaceAll(':app', `"${appRole}"`).replaceAll(':schema', `"${schema}"`))
      await client.query(`insert into "${schema}".platform_migration (number, name, sha256) values ($1, $2, $3)`, [migration.number, migration.name, migration.sha256])
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
async function alone<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(`select pg_advisory_lock(hashtext('qiaoshou.migrate'))`)
  try {
    return await work()
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('qiaoshou.migrate'))`).catch(() => {})
  }
}

/** Builds or brings up to date the shared schema. `client` is the owner's. Answers how many files were applied. */
export async function migratePublic(client: ClientBase, app: { role: string; password: string }): Promise<number> {
  return alone(client, async () => {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [app.role])
    const password = client.escapeLiteral(app.password)
    await client.query(`${found.rowCount ? 'alter' : 'create'} role "${app.role}" login password ${password}`)
    await client.query(`grant usage on schema public to "${app.role}"`)
    return apply(client, 'public', 'public', app.role)
  })
}

/** Builds or brings up to date one workspace's schema. */
export async function migrateWorkspace(client: ClientBase, schema: string, app: { role: string }): Promise<number> {
  return alone(client, async () => {
    await client.query(`create schema if not exists "${schema}"`)
    await client.query(`grant usage on schema "${schema}" to "${app.role}"`)
    return apply(client, schema, 'workspace', app.role)
  })
}
