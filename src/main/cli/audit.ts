import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { isDateText } from '#kernel/dates.ts'
import { isUuid } from '#kernel/ids.ts'
import { dayAndTime } from '#kernel/writing.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { auditHeadsFile, logOf, readAuditHeads, seal, searchAudit, sharedName, verifyAudit, type AuditVerification, type AuditWitness } from '#modules/audit/index.ts'
import { auditedAs } from '../audited.ts'
import { exit, UsageError, type Cli, type Verb } from './verb.ts'

export type LogName = 'workspace' | 'shared'
/** Both logs that tell of a workspace: its own, and that of sign-ins and accounts. */
const logsOf = (ctx: Ctx) => [
  { name: 'workspace' as LogName, db: logOf(ctx.db.pool, ctx.workspace.schema), heads: auditHeadsFile(ctx.dataFolder, ctx.workspace.slug) },
  { name: 'shared' as LogName, db: logOf(ctx.db.pool, 'public'), heads: auditHeadsFile(ctx.dataFolder, sharedName) },
]

/** Verifies both logs against the heads that stand beside the journal's in the data folder, and `further` ones for the workspace's own. */
export async function verifyLogs(ctx: Ctx, further: readonly AuditWitness[] = []): Promise<Record<LogName, AuditVerification>> {
  const [workspace, shared] = await Promise.all(logsOf(ctx).map(async ({ name, db, heads }) => verifyAudit(db, [...(await readAuditHeads(heads)), ...(name === 'workspace' ? further : [])])))
  return { workspace: workspace!, shared: shared! }
}

/** Says how it went, a line a log and a line a fault. Out: whether all agrees. */
export function sayLogs(cli: Cli, found: Record<LogName, AuditVerification>): boolean {
  for (const [name, one] of Object.entries(found)) {
    cli.say(cli.text('audit:cli.verified', { log: cli.text(`audit:log.${name}`), lines: one.lines, seals: one.seals, witnesses: one.witnesses, unsealed: one.unsealed.lines }))
    if (one.unsealed.oldestAt) cli.say(`  ${cli.text('audit:cli.oldest', { at: one.unsealed.oldestAt })}`)
    for (const { fault, seal: number, from, to } of one.faults) cli.say(`  ${cli.text(`audit:fault.${fault}`, { seal: number, from, to })}`)
  }
  return Object.values(found).every(({ faults }) => faults.length === 0)
}

async function verifyThem(cli: Cli, slug: string, against: readonly string[]): Promise<number> {
  const further = (await Promise.all(against.map((path) => readAuditHeads(resolve(path))))).flat()
  const found = await verifyLogs(await cli.ctx(slug), further)
  cli.answer({ ok: Object.values(found).every(({ faults }) => faults.length === 0), ...found })
  return sayLogs(cli, found) ? exit.done : exit.fault
}

async function sealThem(cli: Cli, slug: string): Promise<number> {
  const put: Record<string, number> = {}
  for (const { name, db } of logsOf(await cli.ctx(slug))) put[name] = await seal(db, () => Temporal.Now.instant())
  cli.answer({ seals: put })
  for (const [name, seals] of Object.entries(put)) cli.say(cli.text('audit:cli.sealed', { log: cli.text(`audit:log.${name}`), seals }))
  return exit.done
}

type Asked = Record<'from' | 'to' | 'actor' | 'verb' | 'subject' | 'result' | 'address' | 'request' | 'after', string | undefined>

async function searchThem(cli: Cli, slug: string, asked: Asked): Promise<number> {
  const { from, to, actor, verb, subject, result, address, request, after } = asked
  const fits = [from, to].every((day) => day === undefined || isDateText(day)) && [subject, request].every((id) => id === undefined || isUuid(id)) && (result === undefined || ['done', 'refused'].includes(result))
  if (!fits) throw new UsageError(cli.text('cli.usage'))
  const ctx = auditedAs(await cli.ctx(slug), 'audit.search', { look: true })
  const { lines, next } = await searchAudit(ctx, { from, to, actor, verb, subject, result: result as 'done' | 'refused' | undefined, address, request, after })
  cli.answer({ lines, next })
  for (const line of lines) {
    const { date, time } = dayAndTime(line.at, ctx.workspace.timeZone)
    cli.say(cli.text('audit:cli.line', { at: `${date} ${time}`, who: line.by ?? line.actor, verb: line.verb, subjects: line.subjectCount, result: line.result, address: line.address }))
  }
  if (lines.length === 0) cli.say(cli.text('audit:cli.none'))
  if (next) cli.say(cli.text('audit:cli.more', { next }))
  return exit.done
}

const text = { type: 'string' } as const

export const auditVerb: Verb = {
  name: 'audit',
  usage: 'search <slug> [--from <day>] [--to <day>] [--actor <id>] [--verb <name>] [--subject <id>] [--result done|refused] [--address <ip>] [--request <id>] [--after <next>] | verify <slug> [--against <heads file>]… | seal <slug>',
  summary: 'audit:cli.audit',
  async run(cli, args) {
    const { values, positionals } = parseArgs({
      args, allowPositionals: true,
      options: { from: text, to: text, actor: text, verb: text, subject: text, result: text, address: text, request: text, after: text, against: { type: 'string', multiple: true } },
    })
    const [act, slug] = positionals
    if (!slug || positionals.length !== 2) throw new UsageError(cli.text('cli.usage'))
    if (act === 'verify') return verifyThem(cli, slug, values.against ?? [])
    if (act === 'seal') return sealThem(cli, slug)
    if (act !== 'search') throw new UsageError(cli.text('cli.usage'))
    const { from, to, actor, verb, subject, result, address, request, after } = values
    return searchThem(cli, slug, { from, to, actor, verb, subject, result, address, request, after })
  },
}
