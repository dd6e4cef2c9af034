import type { Reach } from '#kernel/actor.ts'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

export type ReceiptRow = {
  id: Uuid; code: string; issuedAt: InstantText; issuedBy: string; indicator: string; unitId: number; unitPath: string
  journal: bigint; journalHash: string; membersDigest: string; body: string; bodyHash: string
  withdrawnAt: InstantText | null; reason: string | null; successor: string | null
}

const columns = sql.raw(`r.id, r.code, r.issued_at as "issuedAt", r.issued_by as "issuedBy", r.indicator, r.unit_id as "unitId", r.unit_path as "unitPath",
  r.journal_number as journal, encode(r.journal_hash, 'hex') as "journalHash", encode(r.members_digest, 'hex') as "membersDigest", r.body,
  encode(r.body_hash, 'hex') as "bodyHash", w.at as "withdrawnAt", w.reason, w.successor`)
const from = sql.raw('figures_receipt r left join figures_receipt_withdrawal w on w.code = r.code')

/** Keeps a receipt. */
export async function insertReceipt(tx: Tx, r: Omit<ReceiptRow, 'withdrawnAt' | 'reason' | 'successor'>): Promise<void> {
  await tx.run(sql`
    insert into figures_receipt (id, code, issued_at, issued_by, indicator, unit_id, unit_path, journal_number, journal_hash, members_digest, body, body_hash)
    values (${r.id}, ${r.code}, ${r.issuedAt}, ${r.issuedBy}, ${r.indicator}, ${r.unitId}, ${r.unitPath}, ${r.journal}, decode(${r.journalHash}, 'hex'),
      decode(${r.membersDigest}, 'hex'), ${r.body}, decode(${r.bodyHash}, 'hex'))`)
}

/** The receipt that a request issued, if it did. */
export async function receiptOfRequest(tx: Tx, reach: Reach, id: Uuid): Promise<ReceiptRow | undefined> {
  return tx.maybe(sql<ReceiptRow>`select ${columns} from ${from} where r.id = ${id} and ${inReach('r.unit_path', reach)}`)
}

/** The receipt with that code, if the reach holds its unit; `null` as reach is the public, who may see every receipt. */
export async function receiptByCode(tx: Tx, reach: Reach | null, code: string): Promise<ReceiptRow | undefined> {
  return tx.maybe(sql<ReceiptRow>`select ${columns} from ${from} where r.code = ${code} ${reach === null ? sql`` : sql`and ${inReach('r.unit_path', reach)}`}`)
}

/** Receipts of units in reach, newest first, with how many there are. */
export async function receipts(tx: Tx, reach: Reach, filter: { indicator: string | null; limit: number; offset: number }): Promise<{ total: number; rows: ReceiptRow[] }> {
  const where = sql`where ${inReach('r.unit_path', reach)} ${filter.indicator === null ? sql`` : sql`and r.indicator = ${filter.indicator}`}`
  const { n } = await tx.one(sql<{ n: number }>`select count(*)::int as n from figures_receipt r ${where}`)
  const rows = await tx.rows(sql<ReceiptRow>`select ${columns} from ${from} ${where} order by r.issued_at desc, r.code limit ${filter.limit} offset ${filter.offset}`)
  return { total: n, rows }
}

/** All receipts in order of issue, a page at a time: for exports and `verify`. */
export async function receiptsAfter(tx: Tx, after: { at: InstantText; code: string } | null, limit: number): Promise<ReceiptRow[]> {
  return tx.rows(sql<ReceiptRow>`
    select ${columns} from ${from} ${after === null ? sql`` : sql`where (r.issued_at, r.code) > (${after.at}::timestamptz, ${after.code})`}
    order by r.issued_at, r.code limit ${limit}`)
}

/** Takes a receipt back; a second time changes nothing. */
export async function insertWithdrawal(tx: Tx, w: { code: string; at: InstantText; by: string; reason: string; successor: string | null }): Promise<void> {
  await tx.run(sql`insert into figures_receipt_withdrawal (code, at, by, reason, successor) values (${w.code}, ${w.at}, ${w.by}, ${w.reason}, ${w.successor})`)
}
