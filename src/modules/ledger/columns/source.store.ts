import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { joinedKind } from '../question.ts'
import { foldedKinds } from './shape.ts'

const quoted = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(', ')

/** Takes the lock that one builder of a workspace holds until its connection ends. False: another builds. */
export async function lockBuilder(client: Client, schema: string, wait: boolean): Promise<boolean> {
  const key = `hashtextextended('${schema}.columns', 0)`
  if (wait) {
    await client.query(`select pg_advisory_lock(${key})`)
    return true
  }
  const { rows } = await client.query<{ free: boolean }>(`select pg_try_advisory_lock(${key}) as free`)
  return rows[0]!.free
}

/** Opens one frozen view of a workspace's tables; answers the journal's head in it. */
export async function openView(client: Client, schema: string): Promise<{ number: number; hash: string }> {
  await client.query('begin isolation level repeatable read read only')
  await client.query(`set local search_path to "${schema}", public`)
  const { rows } = await client.query<{ number: bigint; hash: string }>(`select number, encode(hash, 'hex') as hash from ledger_head where id = 1`)
  return { number: Number(rows[0]!.number), hash: rows[0]!.hash }
}

/** Writes what the read model is made of into three files: entries, what speaks of entries, the journal's numbers. */
export async function copyOut(client: Client, files: { entries: string; acts: string; journal: string }): Promise<void> {
  const copy = (what: string, file: string) => pipeline(client.query(copyTo(`copy (${what}) to stdout (format csv)`)), createWriteStream(file, { highWaterMark: 1 << 20 }))
  await copy('select number, posting from ledger_journal', files.journal)
  await copy(`select kind, posting, line, subject, source, facets ->> 'level', refers_posting, refers_line from ledger_entry where kind in (${quoted(foldedKinds)})`, files.acts)
  await copy(
    `select kind, posting, line, subject, case when kind = '${joinedKind}' then source end, unit_path, happened_on, count, amount, currency, facets::text
     from ledger_entry where kind not in (${quoted(foldedKinds)})`, files.entries)
}
