import type { Refusal } from '#kernel/refusal.ts'
import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { refusalText, translate } from '#platform/i18n/index.ts'
import { checkRoster, type RosterFile } from './check.ts'
import { writeRefusals, type ReturnedRow } from './roster/index.ts'

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

/** Writes the gathered rows into a workbook of the form they came in. */
export async function writeReturnedRows(ctx: Ctx, path: string, rows: readonly ReturnedRow[]): Promise<void> {
  await writeRefusals(path, rows, translate(ctx.language, 'register:roster.reason.header'))
}

/** The same from the file, checked once more. */
export async function writeReturned(ctx: Ctx, file: string, path: string, decided: NonNullable<RosterFile['decided']>): Promise<Refusal | { rows: number }> {
  const { rows, onRefused } = returnedRows(ctx)
  const checked = await checkRoster(ctx, { path: file, onRefused, decided }, false)
  if (isRefusal(checked)) return checked
  await writeReturnedRows(ctx, path, rows)
  return { rows: rows.length }
}
