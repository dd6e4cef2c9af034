import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, sql } from '../src/platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'

let db: TestDatabase
beforeAll(async () => void (db = await testDatabase()))
afterAll(() => db.close())

test('a connection that dies while it is lent, between two statements, fails its transaction and nothing else', async () => {
  const unheard: unknown[] = []
  const hear = (fault: unknown) => void unheard.push(fault)
  process.on('uncaughtException', hear)
  const cutOff = inTransaction(db.workspace, async (tx) => {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await db.asOwner((owner) => owner.query('select pg_terminate_backend($1)', [pid]))
    await new Promise((resolve) => setTimeout(resolve, 100))
    return tx.one(sql`select 1`)
  })
  await expect(cutOff).rejects.toThrow()
  expect(await inTransaction(db.workspace, (tx) => tx.one<{ one: number }>(sql`select 1 as one`))).toEqual({ one: 1 })
  process.off('uncaughtException', hear)
  expect(unheard).toEqual([])
})
