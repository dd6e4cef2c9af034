import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { refuse } from '#kernel/refusal.ts'
import { bringRoster, type ImportResult } from '#modules/register/index.ts'
import { auditedAs } from '../audited.ts'
import { exit, UsageError, type Cli, type Verb } from './verb.ts'

/** Rows that are printed one by one; the rest stand in the workbook of refusals. */
const printed = 200

export const importVerb: Verb = {
  name: 'import',
  usage: '<slug> roster <file> [--dry-run] [--refusals <out.xlsx>] [--reveal <reason>]',
  summary: 'cli.import',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, refusals: { type: 'string' }, reveal: { type: 'string' } } })
    const [slug, what, file] = positionals
    if (!slug || what !== 'roster' || !file || positionals.length !== 3) throw new UsageError(cli.text('cli.usage'))
    if (values.reveal !== undefined && values.reveal.trim() === '') throw new UsageError(cli.text('register:import.cli.reveal-needs-reason'))
    const path = resolve(file)
    if (!(await isReadableFile(path))) throw new UsageError(cli.text('register:import.cli.file-missing', { file }))
    if (values.refusals !== undefined && !(await isWritableFile(resolve(values.refusals)))) throw new UsageError(cli.text('register:import.cli.refusals-unwritable', { file: values.refusals }))
    const ctx = auditedAs(await cli.ctx(slug), 'register.import-roster')
    const dryRun = values['dry-run'] ?? false
    const result = await bringRoster(ctx, path, {
      dryRun, revealIds: values.reveal !== undefined, progress: progressLines(cli), ...(values.refusals ? { refusalsTo: resolve(values.refusals) } : {}),
    })
    cli.answer(result)
    if (result.refusedFile) {
      const { code, facts } = result.refusedFile
      if (!cli.json) cli.refused(refuse(code, facts))
      return exit.nothingKept
    }
    say(cli, result, { dryRun, refusals: values.refusals })
    return result.accepted === 0 ? exit.nothingKept : exit.done
  },
}

/** A plain file that may be read; a pipe or a device would be waited for without end. */
async function isReadableFile(path: string): Promise<boolean> {
  return stat(path).then(async (found) => found.isFile() && (await access(path, constants.R_OK).then(() => true)), () => false).catch(() => false)
}

/** Whether a file can be written there: asked before anything is brought in, so that what was brought in is never answered by a fault. */
async function isWritableFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found && !found.isFile()) return false
  return access(found ? path : dirname(path), constants.W_OK).then(async () => found !== null || (await stat(dirname(path))).isDirectory(), () => false)
}

/** A line on stderr every 20,000 rows and at each step. */
function progressLines(cli: Cli): (step: 'reading' | 'checking' | 'writing' | 'posting', done: number, total: number | null) => void {
  let last = ''
  return (step, done, total) => {
    const now = `${step}${step === 'checking' ? Math.floor(done / 20_000) : ''}`
    if (now === last || step === 'reading' || (step === 'checking' && done < 20_000)) return
    last = now
    cli.progress(cli.text(`register:import.cli.progress.${step}`, { done, total: total ?? 0 }))
  }
}

function say(cli: Cli, result: ImportResult, asked: { dryRun: boolean; refusals: string | undefined }): void {
  const text = (key: string, facts: Record<string, string | number> = {}) => cli.text(`register:import.cli.${key}`, facts)
  const { rows, accepted, repeated, refused, warnings, journal } = result
  cli.say(text('rows', { rows, accepted, repeated, refused: refused.length }))
  cli.say(text('persons', result.persons))
  cli.say(text('households', result.households))
  const changed = result.persons.new + result.persons.updated + result.households.new + result.households.updated > 0
  if (asked.dryRun) cli.say(text('dry-run'))
  else if (accepted === 0) cli.say(text('nothing'))
  else cli.say(journal !== null ? text('journal', { journal }) : text(changed ? 'changed-only' : 'no-journal'))
  if (refused.length > 0) {
    cli.say('')
    cli.say(text('refused-rows'))
    for (const { row, column, value, code, also } of refused.slice(0, printed)) {
      const sentence = [code, ...also].map((one) => cli.text(`register:refusal.${one}`)).join(' ')
      cli.say(text('row', { row: String(row), column, value: value || '–', sentence }))
    }
    if (refused.length > printed) cli.say('…')
  }
  if (warnings.length > 0) {
    cli.say('')
    cli.say(text('warnings', { count: warnings.length }))
    for (const [code, list] of Map.groupBy(warnings, ({ code: one }) => one)) cli.say(text('warning', { count: list.length, sentence: cli.text(`register:roster.warning.${code}`) }))
  }
  if (asked.refusals) cli.say(text(refused.length > 0 ? 'refusals-written' : 'no-refusals', { file: asked.refusals }))
}
