import { createHash } from 'node:crypto'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'

/** SHA-256 as 64 lower-case hex digits. */
export type Hash = string

/** One line of the log as it is sealed. */
export type AuditLine = {
  readonly id: bigint
  readonly at: InstantText
  readonly workspace: string
  readonly actor: string
  readonly roles: readonly string[]
  readonly unitPath: string
  readonly verb: string
  readonly subjects: readonly Uuid[]
  /** The facts as the database writes its jsonb as text. */
  readonly facts: string
  readonly result: string
  readonly address: string
  readonly requestId: Uuid
}

/** What vouches for a batch of lines: all with an id above the seal before and up to `upto`. */
export type AuditSeal = { readonly number: bigint; readonly upto: bigint; readonly lines: bigint; readonly at: InstantText; readonly digest: Hash; readonly previousHash: Hash; readonly hash: Hash }

/** What stands before the first seal. */
export const noSeal: Pick<AuditSeal, 'number' | 'upto' | 'hash'> = { number: 0n, upto: 0n, hash: '0'.repeat(64) }

/**
 * The canonical form of a line: one JSON array without white space, in this order, the id and the facts as text.
 * The README of this module defines it for outsiders; the two must agree.
 */
export function canonicalLine(line: AuditLine): string {
  return JSON.stringify([
    String(line.id), line.at, line.workspace, line.actor, line.roles, line.unitPath, line.verb, line.subjects, line.facts, line.result, line.address, line.requestId,
  ])
}

/** The digest of a batch: SHA-256 over the canonical forms of its lines in the order of their ids, each closed by a line feed. */
export class LinesDigest {
  readonly #hash = createHash('sha256')
  lines = 0n
  add(line: AuditLine): void {
    this.#hash.update(`${canonicalLine(line)}\n`, 'utf8')
    this.lines += 1n
  }
  hash(): Hash {
    return this.#hash.digest('hex')
  }
}

/** The hash of a seal: SHA-256 over its fields, parted by line feeds. */
export function sealHash(seal: Omit<AuditSeal, 'hash'>): Hash {
  return createHash('sha256').update(['qiaoshou-audit-seal-1', seal.number, seal.upto, seal.lines, seal.at, seal.digest, seal.previousHash].join('\n'), 'utf8').digest('hex')
}

/**
 * `seal-missing`: a number of the chain is not there · `seal-changed`: it does not hash to what it says, or not onto the one before ·
 * `lines-missing`, `lines-added`, `lines-changed`: the lines are not those that were sealed · `witness-differs`, `witness-ahead`: a head kept outside says otherwise.
 */
export type AuditFaultKind = 'seal-missing' | 'seal-changed' | 'lines-missing' | 'lines-added' | 'lines-changed' | 'witness-differs' | 'witness-ahead'
/** A fault at a seal, whose lines are those with ids from `from` to `to`. */
export type AuditFault = { readonly fault: AuditFaultKind; readonly seal: string; readonly from: string; readonly to: string }

/** What is wrong with a seal by itself and against the one before; null where nothing is. */
export function sealFault(seal: AuditSeal, before: Pick<AuditSeal, 'number' | 'upto' | 'hash'>): AuditFaultKind | null {
  if (seal.number !== before.number + 1n) return 'seal-missing'
  if (seal.previousHash !== before.hash || seal.upto <= before.upto || sealHash(seal) !== seal.hash) return 'seal-changed'
  return null
}

/** What is wrong with the lines under a seal; null where they are those that were sealed. */
export function linesFault(seal: AuditSeal, found: { lines: bigint; digest: Hash }): AuditFaultKind | null {
  if (found.lines < seal.lines) return 'lines-missing'
  if (found.lines > seal.lines) return 'lines-added'
  return found.digest === seal.digest ? null : 'lines-changed'
}
