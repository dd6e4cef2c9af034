import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { checkRoster, type RosterFile } from './check.ts'
import { importRoster } from './importing.ts'
import type { ImportResult } from './imports.contract.ts'
import * as store from './imports.store.ts'
import { countsView, formView } from './preview.ts'
import type { RosterForm } from './roster/index.ts'
import { StageFile } from './stage.ts'

type Progress = NonNullable<RosterFile['progress']>

/** Reads and checks a staged file and puts its preview in place of the one before. Faults of ours are logged and leave the import `failed`. */
export async function readStaged(ctx: Ctx, id: Uuid, path: string, progress: Progress): Promise<void> {
  const fresh = { ...ctx, log: ctx.log }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const rows = new StageFile(dirname(path))
  try {
    const row = await inSnapshot(ctx.db, (tx) => store.importById(tx, ctx.actor.reach, id))
    if (!row || row.state === 'left') return
    const understood = new Map<string, RosterForm>()
    const checked = await checkRoster(fresh, {
      path, sealed: true, decided: row.decided, progress, preview: { importId: id, lines: (lines) => rows.add(lines) },
      onForm: (form) => void understood.set(form.sheet, form),
    }, false)
    await rows.end()
    const missing = [...understood.values()].filter((form) => form.missing.length > 0)
    await inTransaction(ctx.db, async (tx) => {
      const from = ['reading', 'columns', 'ready', 'failed'] as const
      // Decided meanwhile: the file is checked again after this, and what stands there now is nearer to that.
      await store.lockImport(tx, id)
      const current = await store.importById(tx, ctx.actor.reach, id)
      if (JSON.stringify(current?.decided) !== JSON.stringify(row.decided)) return
      if (isRefusal(checked)) {
        const isForm = checked.refused === 'file-header-missing' && missing.length > 0
        await store.clearRows(tx, id)
        await store.moveImport(tx, id, from, isForm ? { state: 'columns', forms: missing.map((form) => formView(form, [])) } : { state: 'refused', refusal: checked, finishedAt: instantText(ctx.now) })
        return
      }
      const counts = countsView(checked.counts, checked)
      const forms = checked.forms.map(({ form, samples }) => formView(form, samples))
      if (!(await store.moveImport(tx, id, from, { state: 'ready', forms, counts }))) return
      await store.clearRows(tx, id)
      await store.addRows(tx, rows.lines())
    })
  } catch (error) {
    ctx.log.error(error, `import ${id}: reading`)
    await inTransaction(ctx.db, (tx) => store.moveImport(tx, id, ['reading'], { state: 'failed' })).catch(() => {})
  } finally {
    await rm(rows.path, { force: true })
  }
}

/** Lists are cut for the screen; the workbook of refusals and the preview hold them whole. */
const listed = 1_000
const forScreen = (result: ImportResult): ImportResult => ({ ...result, refused: result.refused.slice(0, listed), warnings: result.warnings.slice(0, listed) })

/** Writes a staged file. What is written says `done` in the same transaction; a fault leaves the import `failed` and nothing kept. */
export async function writeStaged(ctx: Ctx, id: Uuid, path: string, progress: Progress): Promise<void> {
  try {
    const row = await inSnapshot(ctx.db, (tx) => store.importById(tx, ctx.actor.reach, id))
    if (!row || row.state !== 'writing') return
    const result = await importRoster(ctx, { path, sealed: true, progress, decided: row.decided }, {
      importId: id,
      after: async (tx, written) => {
        await store.moveImport(tx, id, ['writing'], { state: 'done', result: forScreen(written), finishedAt: instantText(ctx.now) })
        await store.clearRows(tx, id)
      },
    })
    if (isRefusal(result)) await inTransaction(ctx.db, (tx) => store.moveImport(tx, id, ['writing'], { state: 'refused', refusal: result }))
  } catch (error) {
    ctx.log.error(error, `import ${id}: writing`)
    await inTransaction(ctx.db, (tx) => store.moveImport(tx, id, ['writing'], { state: 'failed' })).catch(() => {})
  }
}
