import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parse, stringify } from 'yaml'
import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { listDefinitions, oneDefinition, putDefinition, retireDefinition } from '#modules/plans/index.ts'
import { auditedAs } from '../audited.ts'
import { exit, orRefused, UsageError, type Cli, type Verb } from './verb.ts'

/** What is counted, as data: read, made and retired by whoever keeps the installation. A file holds one definition, in the form of a programme's. */
export const indicatorsVerb: Verb = {
  name: 'indicators',
  usage: 'list <slug> | show <slug> <id> | put <slug> <file.yaml> [--note <why>] | retire <slug> <id> [--note <why>]',
  summary: 'plans:cli.indicators',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { note: { type: 'string', default: '' } } })
    const [what, slug, of] = positionals
    if (!slug || positionals.length !== (what === 'list' ? 2 : 3)) throw new UsageError(cli.text('cli.usage'))
    const ctx = await cli.ctx(slug)
    if (what === 'list') return list(cli, ctx)
    if (what === 'show') return show(cli, ctx, of!)
    if (what === 'put') return put(cli, ctx, of!, values.note)
    if (what === 'retire') return retire(cli, ctx, of!, values.note)
    throw new UsageError(cli.text('cli.usage'))
  },
}

async function list(cli: Cli, ctx: Ctx): Promise<number> {
  const { definitions } = await listDefinitions(ctx)
  cli.answer({ definitions })
  for (const one of definitions) {
    const state = one.retired ? cli.text('plans:ui.retired') : cli.text(one.own ? 'plans:ui.list.isOwn' : 'plans:ui.list.ofProgramme')
    cli.say(`${one.id}  ${one.name}  ${cli.text('plans:ui.version', { version: one.version })}  ${state}${one.fault ? `  ${one.fault.text}` : ''}`)
  }
  return exit.done
}

async function show(cli: Cli, ctx: Ctx, id: string): Promise<number> {
  const one = orRefused(await oneDefinition(ctx, id))
  cli.answer(one)
  if (one.how) cli.say(one.how)
  cli.say(stringify(one.definition).trimEnd())
  return exit.done
}

/** Makes the definition of a file, or its next version: where the file says no version, the next one there is. */
async function put(cli: Cli, ctx: Ctx, file: string, note: string): Promise<number> {
  const written = await readFile(file, 'utf8').then((text): unknown => parse(text, { schema: 'core' })).catch((error: Error) => { throw new UsageError(error.message) })
  if (typeof written !== 'object' || written === null) throw new UsageError(cli.text('cli.usage'))
  const definition = written as { id?: unknown; version?: unknown; steps?: unknown }
  const before = await oneDefinition(ctx, String(definition.id))
  const version = definition.version ?? (isRefusal(before) ? 1 : before.version + 1)
  const made = orRefused(await putDefinition(auditedAs(ctx, 'plans.define'), { what: definition.steps === undefined ? 'indicator' : 'funnel', definition: { ...definition, version }, note }))
  cli.answer(made)
  cli.say(cli.text('plans:cli.put', made))
  return exit.done
}

async function retire(cli: Cli, ctx: Ctx, id: string, note: string): Promise<number> {
  const before = orRefused(await oneDefinition(ctx, id))
  const made = orRefused(await retireDefinition(auditedAs(ctx, 'plans.retire'), id, { version: before.version, note }))
  cli.answer(made)
  cli.say(cli.text('plans:cli.retired', made))
  return exit.done
}
