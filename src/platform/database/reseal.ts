import type { ClientBase } from 'pg'
import type { Box } from '../crypto/box.ts'
import type { SealedColumn } from '../crypto/sealed.ts'

/** Values that are read, sealed anew and written at a time: a transaction of its own each, so that whoever is cut off goes on from there. */
const batch = 5_000

const names = (schema: string, { table, column, id }: SealedColumn) => ({ table: `"${schema}"."${table}"`, column: `"${column}"`, id: `"${id}"` })

/** A policy that would hide rows is an error, not a gap: a value that is passed over would be lost with its key. */
export const seeAllRows = async (client: ClientBase): Promise<void> => void (await client.query('set row_security = off'))

/** How many values of a column are sealed under each key: number of the key → values. */
export async function valuesByKey(client: ClientBase, schema: string, sealed: SealedColumn): Promise<Map<number, number>> {
  const { table, column } = names(schema, sealed)
  const { rows } = await client.query<{ number: number; values: number }>(`select get_byte(${column}, 0) as number, count(*)::int as values from ${table} where ${column} is not null group by 1`)
  return new Map(rows.map(({ number, values }) => [number, values]))
}

/** Seals a column's values anew that are not under the box's newest key. Told of each batch that stands. */
export async function resealColumn(client: ClientBase, schema: string, sealed: SealedColumn, box: Box, done: (values: number) => Promise<void> | void): Promise<void> {
  const { table, column, id } = names(schema, sealed)
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ id: string; value: Buffer }>(
      `select ${id} as id, ${column} as value from ${table} where ${id} > $1 and ${column} is not null and get_byte(${column}, 0) <> $2 order by ${id} limit ${batch}`, [after, box.newest])
    if (rows.length === 0) return
    after = rows.at(-1)!.id
    const fresh = rows.map(({ value }) => box.seal(sealed.purpose, box.open(sealed.purpose, value)))
    // Only where the value is still the one that was read.
    const { rowCount } = await client.query(
      `update ${table} t set ${column} = v.fresh from unnest($1::uuid[], $2::bytea[], $3::bytea[]) v (id, value, fresh) where t.${id} = v.id and t.${column} = v.value`,
      [rows.map((row) => row.id), rows.map((row) => row.value), fresh])
    await done(rowCount ?? 0)
  }
}

/** Columns of the schemas that by their name hold sealed values (`…_cipher`), as `table.column`. */
export async function cipherColumns(client: ClientBase, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct table_name || '.' || column_name as name from information_schema.columns where table_schema = any($1) and column_name like '%\\_cipher' order by 1`, [schemas])
  return rows.map(({ name }) => name)
}
