import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSegment } from '../src/modules/ledger/columns/build.ts'
import { buildInChild } from '../src/modules/ledger/columns/builder.ts'
import { inSnapshot } from '../src/platform/database/transaction.ts'
import { unitsBelow } from '../src/modules/organisation/index.ts'
import { everywhere, rangeOf } from '../src/kernel/actor.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { testCtx, testFolder } from './support/ctx.ts'
import { histories, live } from './support/history.ts'
import { testWorkspace } from './support/workspace.ts'

const folder = testFolder()
let db: TestDatabase
beforeAll(async () => void (db = await testDatabase()))
afterAll(async () => {
  await db.close()
  folder.remove()
})

test('a file is made of the whole ledger, in this process or another', async () => {
  const workspace = await testWorkspace(db, { slug: 'built', units: '320322' })
  const ctx = await testCtx(db, workspace, { dataFolder: folder.path })
  const all = await inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: workspace.topPath }))
  await live(ctx, all.slice(0, 10), fc.sample(histories, { numRuns: 1, seed: 7 })[0]!)
  const order = { databaseUrl: db.appUrl, schema: workspace.schema, folder: folder.path, wait: false, threads: 2, memoryMb: 300 }
  const here = await buildSegment(order, () => {})
  const there = await buildInChild(order)
  console.log(here, there)
  expect(there!.entries).toBe(here!.entries)
})
