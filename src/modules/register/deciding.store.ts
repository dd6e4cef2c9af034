import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { PreviewRow } from './imports.contract.ts'

/** A row of the preview as it is kept. */
export type KeptRow = { ordinal: number; sheet: string; row: number; code: string | null; marks: string[]; body: PreviewRow }

/** The rows named, as `<sheet>!<row>`: for decisions. The import was looked up in reach before. */
export async function rowsNamed(tx: Tx, id: Uuid, names: readonly string[]): Promise<KeptRow[]> {
  return tx.rows(sql<KeptRow>`select r.ordinal, r.sheet, r.row, r.code, r.marks, r.body from register_import_row r where r.import_id = ${id} and r.sheet || '!' || r.row = any(${names}::text[])`)
}

/** Puts rows in the place of what they were. */
export async function replaceRows(tx: Tx, id: Uuid, rows: readonly KeptRow[]): Promise<void> {
  await tx.run(sql`delete from register_import_row where import_id = ${id} and ordinal = any(${rows.map(({ ordinal }) => ordinal)}::int[])`)
  const of = <T>(pick: (row: KeptRow) => T) => rows.map(pick)
  await tx.run(sql`insert into register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body)
    select ${id}::uuid, r.ordinal, r.sheet, r.row, r.verdict, r.code, r.marks::text[], r.body::jsonb
    from unnest(${of((r) => r.ordinal)}::int[], ${of((r) => r.sheet)}::text[], ${of((r) => r.row)}::int[], ${of((r) => r.body.verdict)}::text[], ${of((r) => r.code)}::text[],
      ${of((r) => `{${r.marks.join(',')}}`)}::text[], ${of((r) => JSON.stringify(r.body))}::text[]) as r (ordinal, sheet, row, verdict, code, marks, body)`)
}
