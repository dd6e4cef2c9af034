import { createHash } from 'node:crypto'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Entry } from './model.ts'

/** SHA-256 as 64 lower-case hex digits. */
export type Hash = string

/** What stands before the first journal row. */
export const noHash: Hash = '0'.repeat(64)

/**
 * The canonical form of an entry: one JSON array without white space, in this fixed order, facets with sorted keys,
 * amounts and postings as text. docs/LEDGER-EXPORT.md defines it for outsiders; the two must agree.
 */
export function canonicalEntry(line: number, entry: Entry): string {
  return JSON.stringify([
    line, entry.kind, entry.subject, entry.unitId, entry.unitPath, entry.happenedOn, entry.count,
    entry.amount === null ? null : String(entry.amount), entry.currency,
    Object.fromEntries(Object.keys(entry.facets).sort().map((name) => [name, entry.facets[name]])),
    entry.plan, entry.source, entry.refers ? [String(entry.refers.posting), entry.refers.line] : null,
  ])
}

/** The digest of a posting's entries as they come: SHA-256 over their canonical forms in order of line, each closed by a line feed. */
export class EntriesDigest {
  readonly #hash = createHash('sha256')
  lines = 0
  add(entries: Iterable<Entry>): this {
    for (const entry of entries) this.#hash.update(`${canonicalEntry((this.lines += 1), entry)}\n`, 'utf8')
    return this
  }
  hash(): Hash {
    return this.#hash.digest('hex')
  }
}

/** The same of entries that are all at hand. */
export const digestOf = (entries: Iterable<Entry>): Hash => new EntriesDigest().add(entries).hash()

/** One journal row as it is hashed. */
export type JournalRow = {
  number: bigint
  posting: bigint
  at: InstantText
  actor: string
  requestId: Uuid
  verb: string
  entries: number
  entriesDigest: Hash
  previousHash: Hash
  hash: Hash
}

/** The hash of a journal row, as `ledger_append` in the database computes it: SHA-256 over its fields, parted by line feeds. */
export function hashOf(row: Omit<JournalRow, 'hash'>): Hash {
  const fields = ['qiaoshou-journal-1', row.number, row.posting, row.at, row.actor, row.requestId, row.verb, row.entries, row.entriesDigest, row.previousHash]
  return createHash('sha256').update(fields.join('\n'), 'utf8').digest('hex')
}

/** What is wrong at one journal row, if anything. Rows must come in order; `previous` is the row before, or undefined at the start. */
export function faultOf(row: JournalRow, previous: JournalRow | undefined, entries: readonly Entry[]): ChainFault | undefined {
  const number = String(row.number)
  if (row.number !== (previous?.number ?? 0n) + 1n) return { journal: number, fault: 'number-missing' }
  if (row.previousHash !== (previous?.hash ?? noHash)) return { journal: number, fault: 'previous-hash-differs' }
  if (previous && row.at <= previous.at) return { journal: number, fault: 'time-runs-back' }
  if (entries.length !== row.entries) return { journal: number, fault: 'entries-missing' }
  if (digestOf(entries) !== row.entriesDigest) return { journal: number, fault: 'entries-differ' }
  if (hashOf(row) !== row.hash) return { journal: number, fault: 'hash-differs' }
  return undefined
}

export type ChainFaultCode =
  | 'number-missing' | 'previous-hash-differs' | 'time-runs-back' | 'entries-missing' | 'entries-differ' | 'hash-differs'
  | 'entries-without-journal' | 'head-differs' | 'witness-differs' | 'witness-ahead' | 'receipt-differs'
/** The first bad place: a journal number (or a receipt's code) and what is wrong there. */
export type ChainFault = { journal: string; fault: ChainFaultCode; receipt?: string }
