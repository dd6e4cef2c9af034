import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { isRunning } from '../../src/platform/database/embedded.process.ts'
import { migratePublic, migrateWorkspace } from '../../src/platform/database/migrate.ts'

export const testApp = { role: 'qiaoshou_test_app', password: 'test' } as const
/** The workspace every test database comes with. */
export const testSchema = 'ws_test'

export async function withOwner<T>(ownerUrl: string, database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(ownerUrl)
  url.pathname = `/${database}`
  const client = new pg.Client({ connectionString: url.href, options: '-c TimeZone=UTC' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The name of a database with all migrations applied and one workspace in it: made once for each state of `migrations/`. */
export async function makeTemplate(ownerUrl: string): Promise<string> {
  const folder = join(import.meta.dirname, '../../migrations')
  const state = createHash('sha256')
  for (const name of readdirSync(folder).sort()) if (name.endsWith('.sql')) state.update(name).update(readFileSync(join(folder, name)))
  state.update(readFileSync(join(import.meta.dirname, '../../src/platform/database/migrate.ts')))
  const template = `template_${state.digest('hex').slice(0, 16)}`
  await withOwner(ownerUrl, 'postgres', async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('qiaoshou.template'))`)
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like 'template\\_%'`)
    const names = rows.map((row) => row.datname)
    if (names.includes(template)) return
    // What is only a test's needs no protection from a power cut.
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) await client.query(`alter system set ${setting} = off`)
    await client.query('select pg_reload_conf()')
    for (const name of names) await client.query(`drop database if exists "${name}" with (force)`)
    const draft = `template_draft`
    await client.query(`create database ${draft}`)
    await withOwner(ownerUrl, draft, (owner) => migratePublic(owner, testApp))
    await withOwner(ownerUrl, draft, (owner) => migrateWorkspace(owner, testSchema, testApp))
    await client.query(`alter database ${draft} rename to "${template}"`)
  })
  return template
}

/** Drops the test databases of runs that are over, or those of one run. Each carries its run's pid: `test_<pid>_…`. */
export async function sweepTestDatabases(ownerUrl: string, runPid?: number): Promise<void> {
  await withOwner(ownerUrl, 'postgres', async (client) => {
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like 'test\\_%'`)
    for (const { datname } of rows) {
      const pid = Number(datname.split('_')[1])
      if (runPid === undefined ? !isRunning(pid) : pid === runPid) await client.query(`drop database if exists "${datname}" with (force)`)
    }
  })
}
