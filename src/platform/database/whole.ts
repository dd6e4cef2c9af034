import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { whileNobodyMigrates } from './migrate.ts'

/*
 * The whole content of a database, table by table, as COPY's text. Names come from the catalogue, so that a table which a migration
 * adds is in the next backup without anybody thinking of it.
 */

/** A table to be carried over: the columns that hold something of their own (generated ones are made again). */
export type Carried = { readonly schema: string; readonly table: string; readonly columns: readonly string[]; readonly partitioned: boolean }
export type CarriedSequence = { readonly schema: string; readonly sequence: string; readonly last: string; readonly isCalled: boolean }

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const nameOf = ({ schema, table }: Pick<Carried, 'schema' | 'table'>) => `${quoted(schema)}.${quoted(table)}`

/** What COPY's text depends on is the same at every backup and restore; a policy that would hide rows is an error, not a gap; scans begin at the beginning. */
const plainSettings = `set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'; set timezone = 'UTC';
  set client_encoding = 'UTF8'; set row_security = off; set synchronize_seqscans = off; set statement_timeout = 0; set search_path = public`

/** The version of the server, as `18.4`. */
export async function serverVersion(client: ClientBase): Promise<string> {
  return (await client.query<{ server_version: string }>('show server_version')).rows[0]!.server_version
}

/** The schemas of this product: those that note what they were built by. The shared one first. */
export async function ourSchemas(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select n.nspname as name from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relname = 'platform_migration' order by n.nspname <> 'public', n.nspname`)
  return rows.map(({ name }) => name)
}

/** True where nothing of anybody's stands in the database: no table in any schema but the system's own and those of extensions. */
export async function isEmptyDatabase(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query(`select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'S', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e') limit 1`)
  return rows.length === 0
}

/** The tables of some schemas, each after those that its foreign keys point at. A partition goes with the table that it is a part of. */
export async function carriedTables(client: ClientBase, schemas: readonly string[]): Promise<Carried[]> {
  const { rows } = await client.query<Carried & { id: string; needs: string[] }>(
    `select c.oid::text as id, n.nspname as schema, c.relname as table, c.relkind = 'p' as partitioned,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
        array(select distinct k.confrelid::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and c.relname <> 'platform_migration'
      order by array_position($1::text[], n.nspname::text), c.relname`, [schemas])
  const placed = new Map<string, Carried>()
  for (let left = rows; left.length > 0; ) {
    const next = left.filter(({ needs }) => needs.every((id) => placed.has(id) || !rows.some((row) => row.id === id)))
    if (next.length === 0) throw new Error(`foreign keys go round in a circle: ${left.map(({ table }) => table).join(', ')}`)
    for (const { id, schema, table, columns, partitioned } of next) placed.set(id, { schema, table, columns, partitioned })
    left = left.filter(({ id }) => !placed.has(id))
  }
  return [...placed.values()]
}

/** Where the sequences of some schemas stand, those of identity columns too. They may be ahead of the tables of a snapshot, never behind. */
export async function carriedSequences(client: ClientBase, schemas: readonly string[]): Promise<CarriedSequence[]> {
  const { rows } = await client.query<{ schema: string; sequence: string }>(
    `select n.nspname as schema, c.relname as sequence from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and n.nspname = any($1) order by 1, 2`, [schemas])
  const found: CarriedSequence[] = []
  for (const { schema, sequence } of rows) {
    const { rows: [at] } = await client.query<{ last: string; isCalled: boolean }>(`select last_value::text as last, is_called as "isCalled" from ${quoted(schema)}.${quoted(sequence)}`)
    found.push({ schema, sequence, ...at! })
  }
  return found
}

export async function setSequences(client: ClientBase, sequences: readonly CarriedSequence[]): Promise<void> {
  for (const { schema, sequence, last, isCalled } of sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [`${quoted(schema)}.${quoted(sequence)}`, last, isCalled])
  }
}

/**
 * Reads in one view of the whole database, with all tables held against being changed or dropped while it lasts (as pg_dump does);
 * only reading and writing rows goes on beside it. Nobody migrates while the view is taken.
 */
export async function inWholeSnapshot<T>(client: ClientBase, work: (tables: Carried[], schemas: string[]) => Promise<T>): Promise<T> {
  await client.query(plainSettings)
  const [tables, schemas] = await whileNobodyMigrates(client, async () => {
    await client.query('begin isolation level repeatable read read only')
    const ours = await ourSchemas(client)
    const found = await carriedTables(client, ours)
    if (found.length > 0) await client.query(`lock table ${found.map(nameOf).join(', ')} in access share mode`)
    return [found, ours] as const
  })
  try {
    return await work(tables, schemas)
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

/** One transaction that fills a database: all of it stands, or nothing. */
export async function inWholeTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(plainSettings)
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

const columnsOf = ({ columns }: Carried) => columns.map(quoted).join(', ')

/** A table's rows as COPY's text, in the order in which they lie. Answers how many; `take` is given them in pieces. */
export async function copyOut(client: ClientBase, table: Carried, take: (piece: Buffer) => Promise<void> | void): Promise<number> {
  const rows = table.partitioned ? `(select ${columnsOf(table)} from ${nameOf(table)})` : `${nameOf(table)} (${columnsOf(table)})`
  const stream = client.query(copyTo(`copy ${rows} to stdout`, { highWaterMark: 256 * 1024 }))
  for await (const piece of stream) await take(piece as Buffer)
  // The count comes with the end of the command, which may be behind the end of the rows.
  await client.query('select 1')
  return stream.rowCount
}

/** Empties tables that migrations have put something into; all at once, because foreign keys tie them. */
export async function emptyTables(client: ClientBase, tables: readonly Carried[]): Promise<void> {
  if (tables.length > 0) await client.query(`truncate ${tables.map(nameOf).join(', ')}`)
}

/** Rows into an empty table of this transaction. Answers how many. */
export async function copyInto(client: ClientBase, table: Carried, lines: AsyncIterable<Uint8Array>): Promise<number> {
  const stream = client.query(copyFrom(`copy ${nameOf(table)} (${columnsOf(table)}) from stdin${table.partitioned ? '' : ' with (freeze)'}`))
  await pipeline(lines, stream)
  return stream.rowCount
}

/** Tells the planner what stands in a database that was filled at once. */
export async function analyzeAll(client: ClientBase): Promise<void> {
  await client.query('analyze')
}
