import { everywhere } from '../../src/kernel/actor.ts'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { openPool } from '#platform/database/pool.ts'
import { inTransaction, sql, type Tx, type WorkspaceDb } from '#platform/database/transaction.ts'
import { entryOf, post, type Entry } from '#modules/ledger/index.ts'
import { digestOf } from '../../src/modules/ledger/chain.ts'
import { workStarted } from '../../src/modules/care/entries.ts'
import { interleaved, rate, took } from '../load.ts'
import { compared, type Line } from '../report.ts'
import type { World } from '../world.ts'

const clients = 16
const actor = { id: 'bench' }

/** Entries of the floor got no journal row while the clock ran; they get it afterwards, so that the chain stays whole. */
async function adopt(world: World, unjournaled: readonly { posting: bigint; entries: readonly Entry[] }[]): Promise<void> {
  for (const { posting, entries } of unjournaled) {
    await world.owner.query('select ledger_append($1, $2, $3, $4, $5, $6)', [posting, actor.id, uuidv7(), 'bench.floor', entries.length, Buffer.from(digestOf(entries), 'hex')])
  }
}

async function someone(world: World): Promise<() => Entry> {
  const { rows } = await world.owner.query<{ subject: string; unitId: number; unitPath: string }>(
    `select subject, unit_id as "unitId", unit_path as "unitPath" from ledger_entry where kind = 'register.person-filed' order by subject limit 5000`)
  let place = 0
  return () => entryOf(workStarted, { ...rows[(place += 1) % rows.length]!, happenedOn: '2018-11-12', facets: { trade: 'handicraft' }, source: randomId() })
}

/** The statement that a posting of one entry sends, and nothing more: same table, same indexes, same transaction. */
function insertOne(tx: Tx, e: Entry): Promise<{ n: bigint }> {
  return tx.one(sql<{ n: bigint }>`insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on, count, amount, currency, facets, plan, source, refers_posting, refers_line)
    values (nextval('ledger_posting_seq'), 1, ${e.kind}, ${e.subject}, ${e.unitId}, ${e.unitPath}, ${e.happenedOn}, ${e.count}, null, null, ${JSON.stringify(e.facets)}::jsonb, null, ${e.source}, null, null) returning posting as n`)
}

/** Single entries by sixteen at once, beside the same transaction without journal, chain and gapless number. */
export async function postings(world: World): Promise<Line[]> {
  const pool = openPool(world.appUrl, clients)
  const db: WorkspaceDb = { pool, schema: world.workspace.schema, reach: everywhere }
  const entry = await someone(world)
  const left: { posting: bigint; entries: Entry[] }[] = []
  try {
    const rounds = await interleaved(5,
      async () => (await rate(() => inTransaction(db, (tx) => post(tx, { actor, requestId: uuidv7() }, 'care.start-work', [entry()])), clients, 2_000)).perSecond,
      async () => (await rate(async () => {
        const e = entry()
        const { n } = await inTransaction(db, (tx) => insertOne(tx, e))
        left.push({ posting: n, entries: [e] })
      }, clients, 2_000)).perSecond)
    await adopt(world, left)
    return [compared('postings of one entry, 16 clients, against the same transaction without the journal', 'postings/s', rounds, { atLeast: 0.25 })]
  } finally {
    await pool.end()
  }
}

const columns = ['posting', 'line', 'kind', 'subject', 'unit_id', 'unit_path', 'happened_on', 'count', 'facets', 'source']

/** One posting of many entries, beside COPY alone into the same table with the same indexes. */
export async function bulk(world: World): Promise<Line[]> {
  const db: WorkspaceDb = { pool: world.installation.pool, schema: world.workspace.schema, reach: everywhere }
  const entry = await someone(world)
  const size = Math.max(2_000, 50_000 * world.scale)
  const batch = () => Array.from({ length: size }, entry)
  const rounds = await interleaved(5,
    async () => {
      const entries = batch()
      return size / ((await took(() => inTransaction(db, (tx) => post(tx, { actor, requestId: uuidv7() }, 'care.start-work', entries)))) / 1000)
    },
    async () => {
      const entries = batch()
      let posting = 0n
      const milliseconds = await took(() => inTransaction(db, async (tx) => {
        posting = (await tx.one(sql<{ n: bigint }>`select nextval('ledger_posting_seq') as n`)).n
        await tx.copyIn('ledger_entry', columns, entries.map((e, i) => [posting, i + 1, e.kind, e.subject, e.unitId, e.unitPath, e.happenedOn, e.count, JSON.stringify(e.facets), e.source]))
      }))
      await adopt(world, [{ posting, entries }])
      return size / (milliseconds / 1000)
    })
  return [compared(`one posting of ${size.toLocaleString('en')} entries, against COPY into the same table`, 'rows/s', rounds, { atLeast: 0.5 })]
}
