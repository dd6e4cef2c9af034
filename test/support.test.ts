import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, sql } from '../src/platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('a test database has every migration and a workspace that the application may enter', async () => {
  const found = await inTransaction(database.workspace, (tx) => tx.one<{ schema: string; role: string }>(sql`select current_schema() as schema, current_user as role`))
  expect(found).toEqual({ schema: 'ws_test', role: 'qiaoshou_test_app' })
})
