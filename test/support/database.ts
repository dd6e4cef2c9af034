import { everywhere } from '../../src/kernel/actor.ts'
import { randomBytes } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { inject } from 'vitest'
import { openPool } from '../../src/platform/database/pool.ts'
import type { WorkspaceDb } from '../../src/platform/database/transaction.ts'
import { testApp, testSchema, withOwner } from './template.ts'

export type TestDatabase = {
  /** Address for the owner, who may do everything. */
  readonly ownerUrl: string
  /** Address for the application's role, which may not change the ledger. */
  readonly appUrl: string
  /** A pool of the application's role. */
  readonly pool: Pool
  /** The migrated workspace `ws_test` over that pool: what `inTransaction` and `inSnapshot` take. */
  readonly workspace: WorkspaceDb
  /** Runs statements as the owner, outside any workspace. */
  asOwner<T>(work: (client: ClientBase) => Promise<T>): Promise<T>
  /** Ends the pool and drops the database. Call it in `afterAll`. */
  close(): Promise<void>
}

type Cluster = { ownerUrl: string; template: string; runId: string }
let given: Cluster | undefined

/** Says which cluster test databases are made in, where no test runner provides one. */
export function useCluster(cluster: Cluster): void {
  given = cluster
}

/** A fresh database with all migrations and an empty workspace; about 50 ms. One a test file is the rule. */
export async function testDatabase(): Promise<TestDatabase> {
  const { ownerUrl: cluster, template, runId } = given ?? inject('testCluster')
  const name = `test_${runId}_${randomBytes(6).toString('hex')}`
  await withOwner(cluster, 'postgres', (client) => client.query(`create database "${name}" template "${template}"`))
  const ownerUrl = new URL(cluster)
  ownerUrl.pathname = `/${name}`
  const appUrl = new URL(ownerUrl)
  appUrl.username = testApp.role
  appUrl.password = testApp.password
  const pool = openPool(appUrl.href)
  return {
    ownerUrl: ownerUrl.href,
    appUrl: appUrl.href,
    pool,
    workspace: { pool, schema: testSchema, reach: everywhere },
    asOwner: (work) => withOwner(cluster, name, work),
    async close() {
      await pool.end()
      await withOwner(cluster, 'postgres', (client) => client.query(`drop database if exists "${name}" with (force)`))
    },
  }
}
