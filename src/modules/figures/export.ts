import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { noteExport } from '#modules/exports/index.ts'
import { entriesOfPostings, head, journalPage, type StoredEntry } from '#modules/ledger/index.ts'
import { replacedUnitRows, sinceEver, successions, unitRowsAfter, type ToldUnit } from '#modules/organisation/index.ts'
import { definitionOf } from './definition.ts'
import { indicatorsFor } from './question.ts'
import { receiptJson, withBody } from './receipt.ts'
import * as receipts from './receipt.store.ts'

/** The files of an export, in the order in which they are read. docs/LEDGER-EXPORT.md defines every field. */
const names = ['units.ndjson', 'successors.ndjson', 'journal.ndjson', 'entries.ndjson', 'indicators.json', 'receipts.ndjson'] as const
const form = 'qiaoshou-ledger-export-1'

export type Manifest = {
  form: typeof form; workspace: string; programme: string; exportedAt: string
  /** The number under which it is listed, and who took it. */
  export: { number: string; by: string }
  head: { number: string; at: string | null; hash: string }
  files: Record<string, { lines: number; bytes: number; sha256: string }>
}
export type ExportRefusal = 'export-folder-used'

/**
 * Writes everything a stranger needs to recompute any figure of the workspace, and nothing that names a person: one snapshot, streamed.
 * In: a folder that does not exist, is empty, or holds an earlier export of the same workspace (which is replaced at the very end, so a
 * stopped export leaves the earlier one). Refuses `export-folder-used`. `progress`: journal number reached, of how many.
 */
export async function exportLedger(ctx: Ctx, folder: string, progress: (done: bigint, of: bigint) => void): Promise<Manifest | Refusal<ExportRefusal>> {
  const usable = await isUsable(folder, ctx.workspace.slug)
  if (isRefusal(usable)) return usable
  await mkdir(folder, { recursive: true })
  const draft = join(folder, '.writing')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft)
  const { topUnitId, topPath } = ctx.workspace
  const { number } = await inTransaction(ctx.db, (tx) =>
    noteExport(tx, ctx, { what: 'ledger', title: translate(ctx.language, 'exports:title.ledger'), unit: { id: topUnitId, path: topPath }, filter: {}, persons: null }))
  const manifest = await inSnapshot(ctx.db, async (tx): Promise<Manifest> => {
    const last = await head(tx)
    const files: Manifest['files'] = {}
    const keep = async (name: (typeof names)[number], lines: AsyncIterable<string> | Iterable<string>) => {
      files[name] = await writeLines(join(draft, name), lines)
    }
    await keep('units.ndjson', unitLines(tx))
    await keep('successors.ndjson', (await successions(tx)).map(successorLine).sort())
    const entries = lineFile(join(draft, 'entries.ndjson'))
    await keep('journal.ndjson', journalLines(tx, entries.write, (number) => progress(number, last.number)))
    files['entries.ndjson'] = await entries.close()
    await keep('indicators.json', [JSON.stringify(await indicatorsOf(tx, ctx), null, 1)])
    await keep('receipts.ndjson', receiptLines(tx))
    return {
      form, workspace: ctx.workspace.slug, programme: ctx.workspace.programme, exportedAt: instantText(ctx.now),
      export: { number: String(number), by: ctx.actor.id },
      head: { number: String(last.number), at: last.at, hash: last.hash }, files,
    }
  })
  await writeFile(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
  for (const name of [...names, 'manifest.json']) await rename(join(draft, name), join(folder, name))
  await rm(draft, { recursive: true })
  return manifest
}

async function isUsable(folder: string, slug: string): Promise<true | Refusal<ExportRefusal>> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null))
  if (found === null) return refuse('export-folder-used', { folder })
  const known = new Set<string>([...names, 'manifest.json', '.writing'])
  if (found.every((name) => name === '.writing')) return true
  if (found.some((name) => !known.has(name))) return refuse('export-folder-used', { folder })
  const earlier = await readFile(join(folder, 'manifest.json'), 'utf8').then((text) => JSON.parse(text) as Partial<Manifest>).catch(() => null)
  return earlier?.form === form && earlier.workspace === slug ? true : refuse('export-folder-used', { folder })
}

/** What the programme says, and what the workspace added: how each figure is counted, the kinds and their facets, levels, targets. */
async function indicatorsOf(tx: Tx, ctx: Pick<Ctx, 'workspace'>) {
  const programme = await indicatorsFor(tx, ctx)
  return {
    programme: programme.id, country: programme.country, timeZone: ctx.workspace.timeZone,
    levels: programme.levels.map(({ id, unitLevel, atWork }) => ({ id, unitLevel, atWork })),
    kinds: programme.kinds.map(({ kind, subject, facets }) => ({ kind, subject, facets })),
    targets: programme.targets,
    indicators: programme.indicators.map((one) => definitionOf(one)),
  }
}

async function* unitLines(tx: Tx): AsyncGenerator<string> {
  let after = { id: 0, validFrom: sinceEver }
  for (;;) {
    const page = await unitRowsAfter(tx, after, 20_000)
    for (const row of page) yield unitLine(row)
    if (page.length < 20_000) break
    after = { id: page.at(-1)!.id, validFrom: page.at(-1)!.validFrom }
  }
  for (const row of await replacedUnitRows(tx)) yield unitLine(row)
}

function unitLine({ id, code, name, level, pseudo, placeholder, parentId, path, validFrom, validTo, known, superseded }: ToldUnit): string {
  return JSON.stringify({ id, code, name, level, pseudo, placeholder, parentId, path, validFrom, validTo, known: known && String(known), superseded: superseded && String(superseded) })
}

function successorLine({ unitId, successorId, onDay, heir, known }: Awaited<ReturnType<typeof successions>>[number]): string {
  return JSON.stringify({ unit: unitId, successor: successorId, onDay, heir, known: known && String(known) })
}

/** Journal rows in order; each page's entries go to their own file on the way. */
async function* journalLines(tx: Tx, writeEntry: (line: string) => Promise<void>, progress: (number: bigint) => void): AsyncGenerator<string> {
  let after = 0n
  for (;;) {
    const page = await journalPage(tx, after, 500)
    if (page.length === 0) return
    const numbers = new Map(page.map((row) => [row.posting, String(row.number)]))
    await entryLines(tx, [...numbers.keys()], numbers, writeEntry)
    for (const { number, posting, ...row } of page) yield JSON.stringify({ number: String(number), posting: String(posting), ...row })
    after = page.at(-1)!.number
    progress(after)
  }
}

async function entryLines(tx: Tx, postings: readonly bigint[], numbers: ReadonlyMap<bigint, string>, write: (line: string) => Promise<void>): Promise<void> {
  let after = { posting: -1n, line: 0 }
  for (;;) {
    const page = await entriesOfPostings(tx, postings, after, 10_000)
    for (const entry of page) await write(entryLine(numbers.get(entry.posting)!, entry))
    if (page.length < 10_000) return
    after = { posting: page.at(-1)!.posting, line: page.at(-1)!.line }
  }
}

function entryLine(journal: string, { posting, line, kind, subject, unitId, unitPath, happenedOn, count, amount, currency, facets, plan, source, refers }: StoredEntry): string {
  return JSON.stringify({
    journal, posting: String(posting), line, kind, subject, unitId, unitPath, happenedOn, count, amount: amount === null ? null : String(amount), currency, facets, plan, source,
    refers: refers && { posting: String(refers.posting), line: refers.line },
  })
}

async function* receiptLines(tx: Tx): AsyncGenerator<string> {
  let page = await receipts.receiptsAfter(tx, null, 200)
  while (page.length > 0) {
    for (const row of page) yield JSON.stringify(receiptJson(withBody(row)))
    page = await receipts.receiptsAfter(tx, { at: page.at(-1)!.issuedAt, code: page.at(-1)!.code }, 200)
  }
}

/** A file written line by line, waiting where the disk is slower, with its SHA-256. */
function lineFile(path: string) {
  const stream = createWriteStream(path)
  const failed = new Promise<never>((_, no) => stream.once('error', no))
  failed.catch(() => {})
  const hash = createHash('sha256')
  const done = { lines: 0, bytes: 0 }
  let chunk = ''
  const flush = async () => {
    const bytes = Buffer.from(chunk, 'utf8')
    chunk = ''
    hash.update(bytes)
    done.bytes += bytes.length
    if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), failed])
  }
  return {
    async write(line: string) {
      done.lines += 1
      chunk += `${line}\n`
      if (chunk.length > 262_144) await flush()
    },
    async close() {
      await flush()
      stream.end()
      await Promise.race([once(stream, 'finish'), failed])
      return { ...done, sha256: hash.digest('hex') }
    },
  }
}

async function writeLines(path: string, lines: AsyncIterable<string> | Iterable<string>) {
  const file = lineFile(path)
  for await (const line of lines) await file.write(line)
  return file.close()
}
