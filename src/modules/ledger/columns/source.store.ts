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

/** A frozen view of a workspace's tables, the journal's head in it, and its name, by which other connections see the same. */
export type SourceView = { number: number; hash: string; snapshot: string }

/** Opens one. */
export async function openView(client: Client, schema: string): Promise<SourceView> {
  await client.query('begin isolation level repeatable read read only')
  await client.query(`set local search_path to "${schema}", public`)
  const { rows } = await client.query<{ number: bigint; hash: string; snapshot: string }>(`select number, encode(hash, 'hex') as hash, pg_export_snapshot() as snapshot from ledger_head where id = 1`)
  return { ...rows[0]!, number: Number(rows[0]!.number) }
}

/** Sees on another connection what that view shows, as long as it is open. */
export async function joinView(client: Client, schema: string, { snapshot }: SourceView): Promise<void> {
  await client.query('begin isolation level repeatable read read only')
  await client.query(`set transaction snapshot '${snapshot}'`)
  await client.query(`set local search_path to "${schema}", public`)
}

/** Writes what the read model is made of into files: entries, what speaks of entries, the journal's numbers. Each connection takes the next when it is free. */
export async function copyOut(clients: readonly Client[], files: { entries: readonly string[]; acts: string; journal: string }): Promise<void> {
  const { rows } = await clients[0]!.query<{ last: bigint }>('select coalesce(max(posting), 0) as last from ledger_journal')
  const part = (i: number) => `posting > ${(rows[0]!.last * BigInt(i)) / BigInt(files.entries.length)}${i + 1 === files.entries.length ? '' : ` and posting <= ${(rows[0]!.last * BigInt(i + 1)) / BigInt(files.entries.length)}`}`
  const copies: [string, string][] = [
    ...files.entries.map((file, i): [string, string] => [
      `select kind, posting, line, subject, case when kind = '${joinedKind}' then source end, unit_path, happened_on, count, amount, currency, facets::text
       from ledger_entry where kind not in (${quoted(foldedKinds)}) and ${part(i)}`, file]),
    [`select kind, posting, line, subject, source, facets ->> 'level', refers_posting, refers_line from ledger_entry where kind in (${quoted(foldedKinds)})`, files.acts],
    ['select number, posting from ledger_journal', files.journal],
  ]
  await Promise.all(clients.map(async (client) => {
    for (let next = copies.shift(); next; next = copies.shift()) {
      await pipeline(client.query(copyTo(`copy (${next[0]}) to stdout (format csv)`)), createWriteStream(next[1], { highWaterMark: 1 << 20 }))
    }
  }))
}
