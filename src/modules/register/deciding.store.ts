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
  await tx.copyIn('register_import_row', ['import_id', 'ordinal', 'sheet', 'row', 'verdict', 'code', 'marks', 'body'],
    rows.map((one) => [id, one.ordinal, one.sheet, one.row, one.body.verdict, one.code, `{${one.marks.join(',')}}`, JSON.stringify(one.body)]))
}
