/** How long a workspace with the whole of China takes to make, and what its reads cost: `node bench/units.ts`. Uses a database of its own. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { rangeOf } from '#kernel/actor.ts'
import { migratePublic } from '#platform/database/migrate.ts'
import { openDatabase } from '#platform/database/embedded.ts'
import { openPool } from '#platform/database/pool.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { childrenOf, createWorkspace, scopeOf, searchUnits, unitByCode, unitsBelow } from '#modules/organisation/index.ts'

const app = { role: 'qiaoshou_bench_app', password: 'bench' }
const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-bench-'))
writeFileSync(join(folder, 'bench.yaml'), 'country: cn\nname: bench\n')
const database = await openDatabase({ databaseUrl: null, dataFolder: join(folder, 'data') }, () => {})

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`)
  return result
}

const owner = new pg.Client({ connectionString: database.ownerUrl, options: '-c TimeZone=UTC' })
await owner.connect()
try {
  await migratePublic(owner, app)
  for (const [slug, units] of [['xuzhou', '3203'], ['china', 'cn']] as const) {
    const made = await timed(`create ${units}`, () => createWorkspace(owner, { slug, programme: 'bench', units, now: Temporal.Now.instant(), app, programmes: folder }))
    console.log('units' in made ? made.units : made)
  }
  const pool = openPool(database.ownerUrl)
  const reach = [rangeOf('cn.')]
  await inSnapshot({ pool, schema: 'ws_china' }, async (tx) => {
    const pei = (await timed('by code', () => unitByCode(tx, reach, '320322')))!
    await timed('children of the nation', () => childrenOf(tx, reach, 1))
    await timed('search 张庄', () => searchUnits(tx, reach, '张庄'))
    await timed('villages of a county', () => unitsBelow(tx, reach, { path: pei.path, levels: [5] }))
    await timed('scope of the nation by county', () => scopeOf(tx, reach, 1, '2026-11-22', 3))
  })
  await pool.end()
} finally {
  await owner.end()
  await database.release()
}
console.log(`peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
