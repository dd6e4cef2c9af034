import type { Refusal } from '#kernel/refusal.ts'
import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { refusalText, translate } from '#platform/i18n/index.ts'
import { checkRoster, type RosterFile } from './check.ts'
import { refusalsWorkbook, type ReturnedRow } from './roster/index.ts'

/** Gathers refused rows with the sentence that says why, in the reader's language. */
export function returnedRows(ctx: Ctx): { rows: ReturnedRow[]; onRefused: NonNullable<RosterFile['onRefused']> } {
  const rows: ReturnedRow[] = []
  const withOthers = (reason: string, also: readonly string[]) =>
    also.length ? translate(ctx.language, 'register:roster.reason.joined', { reason, also: also.join('') }) : reason
  return {
    rows,
    onRefused: ({ sheet, row, cells, code, value, also }, form) => {
      const sentence = (one: string) => refusalText(ctx.language, { refused: one, facts: { value } })
      rows.push({ form, row: { sheet, number: row, cells: cells! }, reason: withOthers(sentence(code), also.map(sentence)) })
    },
  }
}

/** The gathered rows as a workbook of the form they came in. */
export function returnedWorkbook(ctx: Ctx, rows: readonly ReturnedRow[]): Promise<Uint8Array<ArrayBuffer>> {
  return refusalsWorkbook(rows, translate(ctx.language, 'register:roster.reason.header'))
}

/** The same from a staged file, checked once more. It never lies on disk. */
export async function returnedOf(ctx: Ctx, path: string, decided: NonNullable<RosterFile['decided']>): Promise<Refusal | { workbook: Uint8Array<ArrayBuffer>; rows: number }> {
  const { rows, onRefused } = returnedRows(ctx)
  const checked = await checkRoster(ctx, { path, sealed: true, onRefused, decided }, false)
  return isRefusal(checked) ? checked : { workbook: await returnedWorkbook(ctx, rows), rows: rows.length }
}
