import type { Refusal } from '#kernel/refusal.ts'
import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { refusalText, translate } from '#platform/i18n/index.ts'
import { checkRoster, type RosterFile } from './importing.ts'
import { writeRefusals, type ReturnedRow, type RosterDecided, type RosterForm, type RosterRow, type RosterRowResult } from './roster/index.ts'

/** Gathers refused rows with the sentence that says why, in the reader's language. */
export function returnedRows(ctx: Ctx): { rows: ReturnedRow[]; onRow: NonNullable<RosterFile['onRow']> } {
  const rows: ReturnedRow[] = []
  const withOthers = (reason: string, also: readonly string[]) =>
    also.length ? translate(ctx.language, 'register:roster.reason.joined', { reason, also: also.join('') }) : reason
  return {
    rows,
    onRow: (result: RosterRowResult, form: RosterForm, row: RosterRow) => {
      if (!result.refusal) return
      const sentence = (code: string) => refusalText(ctx.language, { refused: code, facts: { value: result.refusal!.value } })
      rows.push({ form, row, reason: withOthers(sentence(result.refusal.code), result.refusal.also.map(sentence)) })
    },
  }
}

/** Writes the gathered rows into a workbook of the form they came in. */
export async function writeReturnedRows(ctx: Ctx, path: string, rows: readonly ReturnedRow[]): Promise<void> {
  await writeRefusals(path, rows, translate(ctx.language, 'register:roster.reason.header'))
}

/** The same from the file, checked once more. */
export async function writeReturned(ctx: Ctx, file: string, path: string, decided: (sheet: string, row: number) => RosterDecided | undefined): Promise<Refusal | { rows: number }> {
  const { rows, onRow } = returnedRows(ctx)
  const checked = await checkRoster(ctx, { path: file, onRow, decided }, false)
  if (isRefusal(checked)) return checked
  await writeReturnedRows(ctx, path, rows)
  return { rows: rows.length }
}
