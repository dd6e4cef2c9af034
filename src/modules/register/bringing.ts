import { stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { noteExport } from '#modules/exports/index.ts'
import type { RosterFile } from './check.ts'
import { importRoster } from './importing.ts'
import type { ImportResult } from './imports.contract.ts'
import * as store from './imports.store.ts'
import { returnedRows, returnedWorkbook } from './returned.ts'

/**
 * Brings a roster in without anybody to ask: what waits for a decision is refused. The import stands in the list of imports.
 * In: the file; `refusalsTo` a workbook to write the refused rows to (only if there are any); `revealIds` leaves id numbers in the
 * answer whole. Out: the numbers; where the file as a whole is refused, `refusedFile` says why and all counts are 0.
 */
export async function bringRoster(
  ctx: Ctx, path: string, options: { dryRun?: boolean; refusalsTo?: string; revealIds?: boolean; progress?: RosterFile['progress'] },
): Promise<ImportResult> {
  const { rows, onRefused } = returnedRows(ctx)
  const raw = new Map<string, string>()
  const collect: NonNullable<RosterFile['onRefused']> = (row, form) => {
    if (options.refusalsTo !== undefined) onRefused(row, form)
    if (options.revealIds) raw.set(`${row.sheet}!${row.row}`, row.value)
  }
  const bytes = (await stat(path)).size
  const id = ctx.requestId
  const made = { id, fileName: basename(path), bytes, state: 'writing' as const, unitPath: ctx.actor.unitPath, createdAt: instantText(ctx.now), createdBy: ctx.actor.id }
  const result = await importRoster(ctx, { path, ...(options.refusalsTo !== undefined || options.revealIds ? { onRefused: collect } : {}), onStart: () => void (rows.length = 0), ...(options.progress ? { progress: options.progress } : {}) }, {
    dryRun: options.dryRun ?? false, importId: options.dryRun ? null : id,
    ...(options.dryRun ? {} : {
      before: async (tx) => void (await store.insertImport(tx, made)),
      after: async (tx, written) => void (await store.moveImport(tx, id, ['writing'], { state: 'done', result: { ...written, refused: written.refused.slice(0, 1000), warnings: written.warnings.slice(0, 1000) }, finishedAt: instantText(ctx.now) })),
    }),
  })
  if (isRefusal(result)) {
    const none = { new: 0, updated: 0, unchanged: 0 }
    return { rows: 0, accepted: 0, repeated: 0, refused: [], warnings: [], persons: none, households: none, journal: null, refusedFile: { code: result.refused, facts: result.facts } }
  }
  if (options.refusalsTo !== undefined && rows.length > 0) {
    await writeFile(options.refusalsTo, await returnedWorkbook(ctx, rows))
    const { unitId, unitPath } = ctx.actor
    await inTransaction(ctx.db, (tx) => noteExport(tx, ctx, { what: 'register.refusals', title: translate(ctx.language, 'exports:title.refusals'), unit: { id: unitId, path: unitPath }, filter: { import: id }, persons: rows.length, own: true }))
  }
  const whole = (one: ImportResult['refused'][number]) => ({ ...one, value: raw.get(`${one.sheet}!${one.row}`) ?? one.value })
  const refused = result.refused.map(whole)
  // A sheet's name tells rows apart only where there are several sheets.
  const sheets = new Set([...refused, ...result.warnings].map(({ sheet }) => sheet))
  if (sheets.size > 1) return { ...result, refused }
  return { ...result, refused: refused.map(({ sheet: _, ...one }) => one), warnings: result.warnings.map(({ sheet: _, ...one }) => one) }
}
