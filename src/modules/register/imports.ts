import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { instantText } from '#kernel/dates.ts'
import { isUuid, uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf, OutOf } from '#platform/contract/endpoint.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { seal } from '#platform/crypto/frames.ts'
import { inSnapshot, inTransaction, type Tx, type WorkspaceDb } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { outlasting, repeatable, uploadLimitBytes } from '#platform/http/route.ts'
import { translate } from '#platform/i18n/index.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { noteCounted, noteExport } from '#modules/exports/index.ts'
import { numbersOfRequests } from '#modules/ledger/index.ts'
import { cleanStages } from './cleaning.ts'
import { keepDecisions } from './deciding.ts'
import { enqueue, progressOf, settled } from './import-jobs.ts'
import { readStaged, writeStaged } from './import-work.ts'
import type { decideRows, ImportDetail, listImportRows, listImports, setColumns } from './imports.contract.ts'
import * as store from './imports.store.ts'
import { forbidsImport } from './policy.ts'
import { returnedOf } from './returned.ts'
import { resealStaged } from './sealed.ts'

/** Where the files of staged imports lie, sealed: one folder each, named by id; the file's own name stands in the database only. */
export const importFolder = (dataFolder: string, id: Uuid) => join(dataFolder, 'imports', id)
const fileOf = (ctx: Ctx, id: Uuid) => join(importFolder(ctx.dataFolder, id), 'roster')

/** Days for which a staged file is kept. */
const keepDays = 30
/** More came than may. */
class TooLarge extends Error {}
const open: readonly store.ImportState[] = ['columns', 'ready', 'failed']

/** Takes a roster in and begins to read it. Sent twice under one id it is staged once; another file under that id is `request-reused`. Refuses `not-allowed`, `file-empty`. */
export async function stage(ctx: Ctx, file: { name: string; id: Uuid | undefined; body: ReadableStream<Uint8Array> | null }): Promise<{ id: Uuid } | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  const id = file.id ?? uuidv7(ctx.now.epochMilliseconds)
  const folder = importFolder(ctx.dataFolder, id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `draft-${randomBytes(4).toString('hex')}`)
  let bytes = 0
  const content = createHash('sha256')
  async function* counted(stream: AsyncIterable<Uint8Array>) {
    for await (const chunk of stream) {
      bytes += chunk.length
      if (bytes > uploadLimitBytes) throw new TooLarge()
      content.update(chunk)
      yield chunk
    }
  }
  try {
    if (file.body) await pipeline(Readable.fromWeb(file.body as Parameters<typeof Readable.fromWeb>[0]), counted, seal(boxIn(ctx.dataFolder).newFile()), createWriteStream(draft, { mode: 0o600 }))
    if (bytes === 0) return refuse('file-empty')
    const made = { id, fileName: file.name.split(/[\\/]/).at(-1)!, bytes, state: 'reading' as const, unitPath: ctx.actor.unitPath, createdAt: instantText(ctx.now), createdBy: ctx.actor.id }
    // The id is taken before the file is put down, so that nobody's file is ever put over another's.
    const isNew = await inTransaction(repeatable(ctx, id, content.digest('hex')).db, async (tx) => {
      tx.note({ facts: { import: id, bytes } })
      if (!(await store.insertImport(tx, made))) return false
      await rename(draft, fileOf(ctx, id))
      return true
    })
    if (isNew) void read(ctx, id)
    else if (!(await inSnapshot(ctx.db, (tx) => store.importById(tx, ctx.actor.reach, id)))) return refuse('request-reused')
    return { id }
  } catch (fault) {
    if (fault instanceof TooLarge) return refuse('body-too-large', { megabytes: uploadLimitBytes / 1_000_000 })
    throw fault
  } finally {
    await rm(draft, { force: true })
    // Where nothing was put down nothing is left behind.
    await rmdir(folder).catch(() => {})
  }
}

const read = (ctx: Ctx, id: Uuid) => enqueue(id, (progress) => readStaged(outlasting(ctx), id, fileOf(ctx, id), progress))

/** One import in reach: state, forms, counts, progress, result. Work that a restart cut off is taken up again. */
export async function detail(ctx: Ctx, id: Uuid): Promise<ImportDetail | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  const found = await inSnapshot(ctx.db, async (tx) => {
    const row = await store.importById(tx, ctx.actor.reach, id)
    // Forms show samples of their rows, and the result the rows that were refused.
    tx.note({ facts: { import: id } })
    return row && { row, brief: (await briefsOf(tx, ctx, [row]))[0]! }
  })
  if (!found) return refuse('import-not-found')
  let { row } = found
  const { brief } = found
  if (progressOf(id) === null && (row.state === 'reading' || row.state === 'writing')) {
    if (row.state === 'reading') void read(ctx, id)
    // It was not written: what is written says `done` in the same transaction.
    else {
      await inTransaction(ctx.db, (tx) => store.moveImport(tx, id, ['writing'], { state: 'ready' }))
      row = { ...row, state: 'ready' }
    }
  }
  const { journal } = brief
  // Read once, the file is known to have so many rows.
  const doing = progressOf(id)
  return { ...brief, state: row.state, forms: row.forms, counts: row.counts, result: row.result && { ...row.result, journal }, refusal: row.refusal, progress: doing && { ...doing, total: doing.total ?? row.counts?.rows ?? null } }
}

/** A writing that nobody does was cut off and waits to be written again. */
const shownState = ({ id, state }: store.ImportRow) => (state === 'writing' && progressOf(id) === null ? 'ready' : state)

/** Imports as lists show them, with who made them and the number of what they posted. */
async function briefsOf(tx: Tx, ctx: Ctx, rows: readonly store.ImportRow[]) {
  const nameOf = await namesOfActors(tx, rows.map(({ createdBy }) => createdBy), ctx.now.epochMilliseconds)
  const done = rows.flatMap(({ id, state }) => (state === 'done' ? [id] : []))
  const numbers = done.length ? await numbersOfRequests(tx, done) : new Map<Uuid, bigint>()
  return rows.map((row) => ({
    id: row.id, fileName: row.fileName, bytes: Number(row.bytes), state: shownState(row), createdAt: row.createdAt, createdBy: nameOf(row.createdBy),
    rows: row.counts?.rows ?? row.result?.rows ?? 0, toDecide: row.counts?.toDecide ?? 0, refused: row.result ? row.result.rows - row.result.accepted : (row.counts?.refused ?? 0), journal: numbers.get(row.id)?.toString() ?? null,
  }))
}

/** The newest 100 imports in reach. */
export async function list(ctx: Ctx): Promise<OutOf<typeof listImports> | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  return inSnapshot(ctx.db, async (tx) => ({ imports: await briefsOf(tx, ctx, await store.importsNewest(tx, ctx.actor.reach, null, 100)) }))
}

/** Imports that wait for somebody: begun, and neither written nor left. */
export async function waiting(ctx: Ctx) {
  if (forbidsImport(ctx.actor)) return { imports: [] }
  return inSnapshot(ctx.db, async (tx) => ({
    imports: (await briefsOf(tx, ctx, await store.importsNewest(tx, ctx.actor.reach, open, 20))).map(({ id, fileName, state, rows, toDecide, createdAt }) => ({ id, fileName, state, rows, toDecide, createdAt })),
  }))
}

/** The open import with that id, or why it cannot be worked on. */
async function openImport(ctx: Ctx, id: Uuid): Promise<store.ImportRow | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  const row = await inSnapshot(ctx.db, (tx) => store.importById(tx, ctx.actor.reach, id))
  if (!row) return refuse('import-not-found')
  return open.includes(row.state) ? row : refuse('import-not-open', { state: row.state })
}

/** What the columns of a form mean: remembered for forms with the same headers; then the file is read again. */
export async function columns(ctx: Ctx, id: Uuid, body: BodyOf<typeof setColumns>): Promise<{ id: Uuid } | Refusal> {
  const row = await openImport(ctx, id)
  if (isRefusal(row)) return row
  const form = row.forms.find(({ signature }) => signature === body.signature)
  if (!form) return refuse('import-not-found')
  const fields: Record<string, string | null> = {}
  const taken = new Set<string>()
  for (const { column, field } of body.columns) {
    if (field !== null && taken.has(field)) return refuse('column-twice', { field }, field)
    if (field !== null) taken.add(field)
    const header = form.columns.find((one) => one.column === column)?.header
    if (header !== undefined) fields[header] = field
  }
  await inTransaction(ctx.db, async (tx) => {
    tx.note({ facts: { import: id } })
    await store.rememberForm(tx, form.signature, fields, ctx.actor.id, instantText(ctx.now))
    await store.moveImport(tx, id, open, { state: 'reading' })
  })
  void read(ctx, id)
  await settled(id, 3_000)
  return { id }
}

/** One page of the preview. */
export async function rows(ctx: Ctx, id: Uuid, query: { filter: store.RowFilter; code?: string | undefined; page: number }): Promise<OutOf<typeof listImportRows> | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  return inSnapshot(ctx.db, async (tx) => {
    if (!(await store.importById(tx, ctx.actor.reach, id))) return refuse('import-not-found')
    tx.note({ facts: { import: id, page: query.page } })
    const { total, rows: found } = await store.rowPage(tx, id, query.filter, query.code ?? null, { limit: 50, offset: (query.page - 1) * 50 })
    return { total, page: query.page, size: 50 as const, rows: found }
  })
}

/** Decides rows that wait and answers at once; the file is checked again behind it. Refuses `row-not-to-decide`, `village-unknown`. */
export async function decide(ctx: Ctx, id: Uuid, body: BodyOf<typeof decideRows>): Promise<{ decided: number } | Refusal> {
  const row = await openImport(ctx, id)
  if (isRefusal(row)) return row
  const refused = await keepDecisions(ctx, id, body.rows, open)
  if (refused) return refused
  checkAgainSoon(ctx, id)
  return { decided: body.rows.length }
}

/** Decisions come one after another: the file is checked again when there was none for so long. */
const quietMilliseconds = 400
/** Imports that wait to be checked again: what is decided before that begins is in it. */
const toCheckAgain = new Set<Uuid>()

function checkAgainSoon(ctx: Ctx, id: Uuid): void {
  if (toCheckAgain.has(id)) return
  toCheckAgain.add(id)
  void enqueue(id, async (progress) => {
    await new Promise((resolve) => setTimeout(resolve, quietMilliseconds))
    toCheckAgain.delete(id)
    const row = await inSnapshot(outlasting(ctx).db, (tx) => store.importById(tx, ctx.actor.reach, id))
    if (row && open.includes(row.state)) await readStaged(outlasting(ctx), id, fileOf(ctx, id), progress)
  })
}

/** Writes the accepted rows; the import's id is the request's identity, so that written twice it stands once. */
export async function write(ctx: Ctx, id: Uuid): Promise<{ id: Uuid } | Refusal> {
  const row = await openImport(ctx, id)
  if (isRefusal(row)) return row.refused === 'import-not-open' && ['writing', 'done'].includes(String(row.facts['state'])) ? { id } : row
  if (row.state === 'columns') return refuse('import-not-open', { state: row.state })
  const moved = inTransaction(ctx.db, (tx) => {
    tx.note({ facts: { import: id } })
    return store.moveImport(tx, id, ['ready', 'failed'], { state: 'writing' })
  })
  // In the queue before it says `writing`: who asks in between must not take it for a writing that was cut off.
  void enqueue(id, async (progress) => {
    if (await moved) await writeStaged({ ...outlasting(ctx), requestId: id }, id, fileOf(ctx, id), progress)
  })
  await moved
  return { id }
}

/** Leaves an import: its file and rows go, nothing was or will be written. */
export async function leave(ctx: Ctx, id: Uuid): Promise<{ id: Uuid } | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx): Promise<{ id: Uuid } | Refusal> => {
    const row = await store.importById(tx, ctx.actor.reach, id)
    if (!row) return refuse('import-not-found')
    tx.note({ facts: { import: id } })
    if (row.state === 'left') return { id }
    if (!(await store.moveImport(tx, id, ['reading', 'columns', 'ready', 'refused', 'failed'], { state: 'left', finishedAt: instantText(ctx.now) }))) return refuse('import-not-open', { state: row.state })
    await store.clearRows(tx, id)
    await rm(importFolder(ctx.dataFolder, id), { recursive: true, force: true })
    return { id }
  })
}

/**
 * The refused rows as a workbook of the same form, to be mended and sent again; written down as an export, whose number answers for its first
 * line, which is the form's own. They are the own rows of whoever staged the import; anybody else's day counts them. Refuses `import-file-gone`, `export-day-full`.
 */
export async function returned(ctx: Ctx, id: Uuid): Promise<{ workbook: Uint8Array<ArrayBuffer>; fileName: string; number: bigint } | Refusal> {
  const forbidden = forbidsImport(ctx.actor)
  if (forbidden) return forbidden
  const row = await inSnapshot(ctx.db, (tx) => {
    tx.note({ facts: { import: id } })
    return store.importById(tx, ctx.actor.reach, id)
  })
  if (!row) return refuse('import-not-found')
  if (!(await access(fileOf(ctx, id)).then(() => true, () => false))) return refuse('import-file-gone')
  const made = await returnedOf(ctx, fileOf(ctx, id), row.decided)
  if (isRefusal(made)) return made
  const { unitId, unitPath } = ctx.actor
  const wanted = { what: 'register.refusals', title: translate(ctx.language, 'exports:title.refusals'), unit: { id: unitId, path: unitPath }, filter: { import: id }, persons: made.rows } as const
  const begun = await inTransaction(ctx.db, (tx) => (row.createdBy === ctx.actor.id ? noteExport(tx, ctx, { ...wanted, own: true }) : noteCounted(tx, ctx, wanted)))
  return isRefusal(begun) ? begun : { workbook: made.workbook, fileName: row.fileName, number: begun.number }
}

/** Removes what was staged more than 30 days ago; open imports count as left. For the server's start and every day after it. */
export async function cleanImports(db: WorkspaceDb, dataFolder: string, now: Temporal.Instant): Promise<number> {
  await cleanStages(dataFolder, now)
  await resealStaged(dataFolder, boxIn(dataFolder), true)
  const before = instantText(now.subtract({ hours: keepDays * 24 }))
  return inTransaction(db, async (tx) => {
    const old = await store.importsBefore(tx, before)
    for (const { id } of old.filter((one) => isUuid(one.id))) {
      await store.clearRows(tx, id)
      await store.moveImport(tx, id, ['reading', 'columns', 'ready', 'refused', 'failed', 'writing'], { state: 'left', finishedAt: instantText(now) })
      await rm(importFolder(dataFolder, id), { recursive: true, force: true })
    }
    return old.length
  })
}
