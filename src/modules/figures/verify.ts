import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { chain, entriesOfPostings, head, journalPage, postingsWithoutJournal, type StoredEntry } from '#modules/ledger/index.ts'
import { recheck } from './recheck.ts'
import * as receipts from './receipt.store.ts'

/** What was known outside of the database: at journal number n the hash was this; a receipt of that code had that body hash. */
export type Witness = { number: bigint; hash: string }
export type Witnesses = { heads: readonly Witness[]; receipts: readonly { code: string; bodyHash: string }[] }
export const noWitnesses: Witnesses = { heads: [], receipts: [] }

/** How a verification went. `faults` names the first bad line of the chain, every receipt that does not agree, every witness that differs. */
export type Verification = { journal: string; hash: string; entries: number; receipts: number; witnesses: number; faults: chain.ChainFault[] }

const journalsAPage = 500
const entriesAPage = 20_000

/**
 * Recomputes the whole chain from the entries, the head, every issued receipt, and holds it against witnesses.
 * In: witnesses in any order; a listener for progress (journal number reached, of how many). One snapshot; constant memory but for one page.
 */
export async function verify(ctx: Ctx, witnesses: Witnesses, progress: (done: bigint, of: bigint) => void): Promise<Verification> {
  return inSnapshot(ctx.db, async (tx) => {
    const last = await head(tx)
    const witnessed = new Map<bigint, string[]>()
    for (const { number, hash } of witnesses.heads) witnessed.set(number, [...(witnessed.get(number) ?? []), hash])
    const faults: chain.ChainFault[] = []
    const walked = await walk(tx, witnessed, (number) => progress(number, last.number))
    if (walked.fault) faults.push(walked.fault)
    faults.push(...walked.differing)
    if (!walked.fault && (walked.previous?.number ?? 0n) !== last.number) faults.push({ journal: String(last.number), fault: 'head-differs' })
    else if (!walked.fault && walked.previous && walked.previous.hash !== last.hash) faults.push({ journal: String(last.number), fault: 'head-differs' })
    for (const number of witnessed.keys()) {
      if (number > (walked.previous?.number ?? 0n) && !(walked.fault && number <= last.number)) faults.push({ journal: String(number), fault: 'witness-ahead' })
    }
    const strays = await postingsWithoutJournal(tx)
    if (strays.length > 0) faults.push({ journal: `posting ${strays[0]}`, fault: 'entries-without-journal' })

    let seen = 0
    const outside = new Map(witnesses.receipts.map(({ code, bodyHash }) => [code, bodyHash]))
    for (let page = await receipts.receiptsAfter(tx, null, 100); page.length > 0; page = await receipts.receiptsAfter(tx, { at: page.at(-1)!.issuedAt, code: page.at(-1)!.code }, 100)) {
      for (const row of page) {
        seen += 1
        const differs = (outside.get(row.code) ?? row.bodyHash) !== row.bodyHash
        outside.delete(row.code)
        if (differs || (await recheck(tx, ctx.workspace, row, ctx.now))) faults.push({ journal: String(row.journal), fault: 'receipt-differs', receipt: row.code })
      }
    }
    for (const code of outside.keys()) faults.push({ journal: '', fault: 'receipt-differs', receipt: code })
    return { journal: String(last.number), hash: last.hash, entries: walked.entries, receipts: seen, witnesses: witnesses.heads.length + witnesses.receipts.length, faults }
  })
}

/** Walks the journal in order until its end or its first fault. */
async function walk(tx: Tx, witnessed: ReadonlyMap<bigint, readonly string[]>, progress: (number: bigint) => void) {
  let previous: chain.JournalRow | undefined
  let entries = 0
  const differing: chain.ChainFault[] = []
  for (;;) {
    const page = await journalPage(tx, previous?.number ?? 0n, journalsAPage)
    if (page.length === 0) return { previous, entries, differing, fault: undefined }
    const reader = entryReader(tx, page.map((row) => row.posting))
    for (const row of page) {
      const mine = await reader(row.posting)
      entries += mine.length
      const fault = chain.faultOf(row, previous, mine)
      if (fault) return { previous, entries, differing, fault }
      if (witnessed.get(row.number)?.some((hash) => hash !== row.hash)) differing.push({ journal: String(row.number), fault: 'witness-differs' })
      previous = row
    }
    progress(previous!.number)
  }
}

/** Entries of some postings, handed out posting by posting. Postings are nearly, not wholly, in the order of the journal: what comes early is kept. */
function entryReader(tx: Tx, postings: readonly bigint[]) {
  const kept = new Map<bigint, StoredEntry[]>()
  let after = { posting: -1n, line: 0 }
  let done = false
  return async (posting: bigint): Promise<StoredEntry[]> => {
    while (!done && after.posting <= posting) {
      const page = await entriesOfPostings(tx, postings, after, entriesAPage)
      for (const entry of page) kept.set(entry.posting, push(kept.get(entry.posting), entry))
      if (page.length < entriesAPage) done = true
      else after = { posting: page.at(-1)!.posting, line: page.at(-1)!.line }
    }
    const mine = kept.get(posting) ?? []
    kept.delete(posting)
    return mine
  }
}
const push = (list: StoredEntry[] | undefined, entry: StoredEntry) => {
  if (!list) return [entry]
  list.push(entry)
  return list
}
