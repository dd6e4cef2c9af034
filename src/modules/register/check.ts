import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Uuid } from '#kernel/ids.ts'
import type { Refusal } from '#kernel/refusal.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { Talk } from '#platform/spreadsheets/index.ts'
import { FileRefused, type FileRefusalCode, type ReadLimits } from '#platform/spreadsheets/types.ts'
import { type Unit, unitById, unitPagesBelow } from '#modules/organisation/index.ts'
import type { CheckedRows, CheckSummary, FromCheck, RefusedRow, ToCheck, UnitColumns } from './check.talk.ts'
import type { ImportResult } from './imports.contract.ts'
import * as imports from './imports.store.ts'
import { idMask } from './model.ts'
import type { RosterDecided, RosterForm } from './roster/index.ts'
import { StageFile, stageLine } from './stage.ts'
import { fileKeyOf } from './sealed.ts'
import { namesByIdHash } from './store.ts'

const childFile = fileURLToPath(new URL('./check.child.ts', import.meta.url))
/** Heap of the process where its villages are a whole country's: their names alone, looked for without a town, take 530 MB. */
const countryMegabytes = 1024
/** Units that are read, and handed on, at a time. */
const unitsAtATime = 5_000

export type RosterFile = {
  readonly path: string
  /** It lies sealed, as staged files do. */
  readonly sealed?: boolean
  /** `<sheet>!<row>` → what a person decided. */
  readonly decided?: Readonly<Record<string, RosterDecided>>
  /** Told of each refused row with its cells, and the form that it stands in, in the order of the file. */
  readonly onRefused?: (row: RefusedRow, form: RosterForm) => void
  /** The lines of a preview of this import, as COPY takes them. */
  readonly preview?: { readonly importId: Uuid; lines(lines: string): Promise<void> }
  /** Told of each form as it was understood, also where it lacks a column that must be there. */
  readonly onForm?: (form: RosterForm) => void
  /** Told when reading begins, also when it begins again. */
  readonly onStart?: () => void
  /** Told the number of the process that checks. */
  readonly onProcess?: (pid: number | undefined) => void
  readonly limits?: Partial<ReadLimits>
  readonly progress?: (step: 'reading' | 'checking' | 'writing' | 'posting', done: number, total: number | null) => void
}

/** What reading and checking found; `stage` holds the accepted rows until they are written. Dispose of it with `rm`. */
export type Checked = CheckSummary & { readonly refused: ImportResult['refused']; readonly warnings: ImportResult['warnings']; readonly stage: StageFile | null }

/**
 * Has a roster read and checked in a process of its own, outside any transaction; here only what concerns the register is done: names
 * are looked up and numbers sealed, some hundred rows at a time. With `keep` the accepted rows are staged on disk for the write.
 * Answers `Refusal` where the file as a whole cannot be read.
 */
export async function checkRoster(ctx: Ctx, file: RosterFile, keep: boolean): Promise<Checked | Refusal<FileRefusalCode>> {
  file.onStart?.()
  const folder = join(ctx.dataFolder, 'imports')
  if (keep) await mkdir(folder, { recursive: true, mode: 0o700 })
  const stage = keep ? new StageFile(folder) : null
  // Whoever does not reach the top has the villages of a part only.
  const isCountry = (await inSnapshot(ctx.db, (tx) => unitById(tx, ctx.actor.reach, ctx.workspace.topUnitId)))?.level === 0
  const talk = new Talk<FromCheck>(childFile, file.path, { limits: { ...(isCountry ? { memoryMegabytes: countryMegabytes } : {}), ...file.limits } })
  try {
    file.onProcess?.(talk.pid)
    await brief(ctx, file, talk, keep)
    const found = await listen(ctx, file, talk, stage)
    await stage?.end()
    return { ...found, stage }
  } catch (error) {
    if (stage) {
      await stage.end().catch(() => {})
      await rm(stage.path, { force: true })
    }
    if (error instanceof FileRefused) return error.refusal
    throw error
  } finally {
    talk.close()
  }
}

/** Says what is to be done, and which units the actor may file people in. */
async function brief(ctx: Ctx, file: RosterFile, talk: Talk<FromCheck>, keep: boolean): Promise<void> {
  const say = (message: ToCheck) => talk.say(message)
  await inSnapshot(ctx.db, async (tx) => {
    await say({
      request: {
        path: file.path, fileKey: file.sealed ? fileKeyOf(ctx.dataFolder, file.path) : null, limits: talk.limits, today: ctx.today, now: ctx.now.epochMilliseconds, remembered: Object.fromEntries(await imports.rosterForms(tx)),
        decided: file.decided ?? {}, accepted: keep, refusedCells: file.onRefused !== undefined, preview: file.preview?.importId ?? null,
      },
    })
    for await (const page of unitPagesBelow(tx, ctx.actor.reach, { path: ctx.workspace.topPath, levels: [3, 4, 5] }, unitsAtATime)) await say({ units: columnsOf(page) })
  })
  await say({ unitsEnd: true })
}

const columnsOf = (units: readonly Unit[]): UnitColumns => ({
  id: units.map(({ id }) => id), code: units.map(({ code }) => code), name: units.map(({ name }) => name), level: units.map(({ level }) => level),
  path: units.map(({ path }) => path), parentId: units.map(({ parentId }) => parentId),
})

/** Hears the process out: answers what it asks, stages what it accepts, gathers what it says. */
async function listen(ctx: Ctx, file: RosterFile, talk: Talk<FromCheck>, stage: StageFile | null): Promise<Omit<Checked, 'stage'>> {
  const box = boxIn(ctx.dataFolder)
  const refused: ImportResult['refused'] = []
  const warnings: ImportResult['warnings'] = []
  const forms: RosterForm[] = []
  // Hashes of the id numbers of the runs that were asked about and are not yet checked.
  const asked: Map<string, Buffer>[] = []
  let summary: CheckSummary | undefined
  async function take({ rows, ...run }: CheckedRows): Promise<void> {
    const hashes = asked.shift()!
    for (const row of run.refused) {
      refused.push(refusedLine(row))
      file.onRefused?.(row, forms[row.form]!)
    }
    for (const { row, column, code, sheet } of run.warnings) warnings.push({ row, column, code, sheet })
    for (const row of run.accepted) await stage?.add(stageLine(box, row, hashes.get(row[0])!))
    if (run.preview !== '') await file.preview?.lines(run.preview)
    file.progress?.('checking', rows, null)
  }
  for (let message = await talk.hear(); message !== null; message = await talk.hear()) {
    if ('checked' in message) await take(message.checked)
    else if ('ask' in message) {
      const hashes = new Map(message.ask.map((idNumber) => [idNumber, box.hash('idNumber', idNumber)]))
      asked.push(hashes)
      // Not awaited: the answer lies in the pipe while the process says more.
      void talk.say({ names: await knownNames(ctx, hashes) } satisfies ToCheck)
    } else if ('understood' in message) file.onForm?.(message.understood)
    else if ('form' in message) forms.push(message.form)
    else summary = message.summary
  }
  return { ...summary!, refused, warnings }
}

/** The names that the register has for these id numbers. In: id number → its hash. */
async function knownNames(ctx: Ctx, hashes: ReadonlyMap<string, Buffer>): Promise<Record<string, string>> {
  if (hashes.size === 0) return {}
  const found = await inSnapshot(ctx.db, (tx) => namesByIdHash(tx, [...hashes.values()]))
  if (found.size === 0) return {}
  return Object.fromEntries([...hashes].flatMap(([idNumber, hash]) => (found.has(hash.toString('hex')) ? [[idNumber, found.get(hash.toString('hex'))!]] : [])))
}

/** A refused row as the result lists it; what looks like an id number is masked. */
function refusedLine({ sheet, row, column, code, value, also, field }: RefusedRow): ImportResult['refused'][number] {
  const shown = field === 'idNumber' || field === 'headIdNumber' ? idMask(value) : value
  return { row, column, code, value: shown, also: [...also], sheet }
}
