import { everywhere } from '#kernel/actor.ts'
import { instantText } from '#kernel/dates.ts'
import type { Pool } from 'pg'
import { inSnapshot, inTransaction, type Tx, type WorkspaceDb } from '#platform/database/transaction.ts'
import { LinesDigest, sealHash, type AuditSeal } from './model.ts'
import * as store from './store.ts'

/** Lines under one seal, so that a wrong one is found among so many; and lines that are read at a time. */
const linesASeal = 2_000n
const linesAPage = 2_000

/** The log of one schema as the house itself reads it: a workspace's, or `public` for what all share. */
export const logOf = (pool: Pool, schema: string): WorkspaceDb => ({ pool, schema, reach: everywhere, audits: true })

/**
 * Seals every line that has come to stay, in order, in batches chained one on the other. Several servers may do so at once: whoever
 * comes second at a number leaves it. Where nothing is new it costs one read. Out: how many seals were put.
 */
export async function seal(db: WorkspaceDb, now: () => Temporal.Instant): Promise<number> {
  const isNew = await inSnapshot(db, async (tx) => (await store.newestLine(tx)) > (await store.lastSeal(tx)).upto)
  if (!isNew) return 0
  // A transaction of its own: it waits for the lines that are being written, and lets the next be written at once.
  const upto = await inTransaction(db, store.settled)
  for (let seals = 0; ; seals += 1) if (!(await inTransaction(db, (tx) => sealNext(tx, upto, now())))) return seals
}

/** The next seal up to a settled line; false where all is sealed, or another server is at it. */
async function sealNext(tx: Tx, settled: bigint, now: Temporal.Instant): Promise<boolean> {
  const before = await store.lastSeal(tx)
  if (before.upto >= settled) return false
  const digest = new LinesDigest()
  let upto: bigint | null = before.number === 0n ? null : before.upto
  while (digest.lines < linesASeal) {
    const page = await store.linesAfter(tx, upto, settled, linesAPage)
    for (const line of page) digest.add(line)
    upto = page.at(-1)?.id ?? upto
    if (page.length < linesAPage) break
  }
  if (digest.lines === 0n || upto === null) return false
  const open: Omit<AuditSeal, 'hash'> = { number: before.number + 1n, upto, lines: digest.lines, at: instantText(now), digest: digest.hash(), previousHash: before.hash }
  return store.insertSeal(tx, { ...open, hash: sealHash(open) })
}
