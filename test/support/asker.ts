import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { everywhere } from '../../src/kernel/actor.ts'
import { closeColumns, useColumns } from '../../src/platform/columnar/home.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { inSnapshot } from '../../src/platform/database/transaction.ts'
import { tally } from '../../src/modules/ledger/counting.ts'
import { noTally, type Question, type Tally } from '../../src/modules/ledger/question.ts'

type Order = { appUrl: string; schema: string; folder: string }

/** Another process that reads the same read model: what a second server is to the first. */
export function startAsker(order: Order): { ask(q: Question): Promise<Tally>; close(): Promise<void> } {
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(import.meta.url), 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.stdin.write(`${JSON.stringify(order)}\n`)
  return {
    async ask(q) {
      child.stdin.write(`${JSON.stringify(q, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('the other process ended')
      return JSON.parse(value) as Tally
    },
    async close() {
      child.stdin.end()
      await new Promise((ended) => (child.exitCode === null ? child.once('exit', ended) : ended(null)))
    },
  }
}

async function serve(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const { appUrl, schema, folder } = JSON.parse((await lines.next()).value as string) as Order
  const pool = openPool(appUrl, 2)
  useColumns(pool, { folder, mode: 'always', builds: false, log: () => {} })
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const q = JSON.parse(line.value) as Question
    const rows = await inSnapshot({ pool, schema, reach: everywhere }, (tx) => tally(tx, { ...q, asOf: q.asOf === null ? null : BigInt(q.asOf) }, { units: false, across: null }))
    const { subjects, times, entries, amount } = rows[0] ?? noTally
    process.stdout.write(`${JSON.stringify({ subjects, times, entries, amount })}\n`)
  }
  await closeColumns(pool)
  await pool.end()
}

if (process.argv[2] === 'serve') await serve()
