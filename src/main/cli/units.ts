import { parseArgs } from 'node:util'
import { uuidv7 } from '#kernel/ids.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { changeUnits, lifeOf, previewOf } from '#modules/boundaries/index.ts'
import { ancestorsOf, childrenOf, levelNames, unitByCode, unitById, type TreeChange, type Unit } from '#modules/organisation/index.ts'
import { exit, orRefused, Refused, UsageError, type Cli, type Verb } from './verb.ts'

const options = {
  workspace: { type: 'string' }, on: { type: 'string' }, reason: { type: 'string' }, name: { type: 'string' }, code: { type: 'string' }, under: { type: 'string' }, level: { type: 'string' },
  heir: { type: 'string' }, into: { type: 'string', multiple: true }, ends: { type: 'boolean' }, preview: { type: 'boolean' }, seen: { type: 'string' }, 'code-confirmed': { type: 'boolean' },
} as const
type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values']

/** The unit with a code, as it stands now or on a day. */
async function unitOf(ctx: Ctx, code: string, day?: string): Promise<Unit> {
  const unit = await inSnapshot(ctx.db, (tx) => unitByCode(tx, ctx.actor.reach, code, { country: ctx.workspace.country, day: day ?? null }))
  if (!unit) throw new Refused({ refused: 'unit-not-found', facts: {} })
  return unit
}

const line = ({ code, name, level, validFrom, validTo }: Unit) => [code, name, levelNames[level], validFrom, validTo ?? ''].join('\t')
const row = ({ id, code, name, level, validFrom, validTo }: Unit) => ({ id, code, name, level: levelNames[level], validFrom, validTo })

async function tree(cli: Cli, ctx: Ctx, [code]: string[], { on }: Values): Promise<void> {
  const unit = code ? await unitOf(ctx, code, on) : (await inSnapshot(ctx.db, (tx) => unitById(tx, ctx.actor.reach, ctx.workspace.topUnitId)))!
  const units = await inSnapshot(ctx.db, (tx) => childrenOf(tx, ctx.actor.reach, unit.id, { day: on ?? null }))
  cli.answer({ unit: row(unit), units: units.map(row) })
  for (const one of [unit, ...units]) cli.say(line(one))
}

async function show(cli: Cli, ctx: Ctx, [code = '']: string[], { on }: Values): Promise<void> {
  const unit = await unitOf(ctx, code, on)
  const life = orRefused(await lifeOf(ctx, unit.id))
  const address = await inSnapshot(ctx.db, (tx) => ancestorsOf(tx, ctx.actor.reach, unit.id, { day: on ?? null }))
  cli.answer({ unit: row(unit), address: address.map(row), ...life })
  cli.say(address.map(({ name }) => name).join(' '))
  cli.say(line(unit))
  for (const one of life.changes) cli.say([one.journal, one.onDay, one.verb, one.reason, one.by ?? ''].join('\t'))
}

/** What is typed, as a change. Throws `UsageError` where something is missing. */
async function changeOf(cli: Cli, ctx: Ctx, verb: string, words: string[], values: Values): Promise<TreeChange> {
  const need = (value: string | undefined, option: string): string => {
    if (!value) throw new UsageError(`${cli.text('cli.usage')} ${option}`)
    return value
  }
  if (!values.on) throw new UsageError(cli.text('cli.units.day'))
  const onDay = values.on
  const idOf = async (code: string) => (await unitOf(ctx, code)).id
  // A unit that ended later is spoken of by its code of that day; the rule says so.
  const [word] = words
  const own = async () => idOf(need(word, '<code>'))
  switch (verb) {
    case 'open': {
      const parent = await unitOf(ctx, need(values.under, '--under'))
      const level = values.level ? levelNames.indexOf(values.level as (typeof levelNames)[number]) : parent.level + 1
      if (level < 1 || level > 5) throw new UsageError(`--level ${levelNames.slice(1).join(' ')}`)
      return { verb, onDay, name: need(word, '<name>'), code: need(values.code, '--code'), parentId: parent.id, level: level as 1 }
    }
    case 'close': return { verb, onDay, unitId: await own(), heirId: values.heir ? await idOf(values.heir) : null }
    case 'rename': {
      const unit = await unitOf(ctx, need(word, '<code>'))
      return { verb, onDay, unitId: unit.id, name: values.name ?? unit.name, code: values.code ?? unit.code }
    }
    case 'move': return { verb, onDay, unitId: await own(), parentId: await idOf(need(values.under, '--under')), code: values.code ?? null }
    case 'merge': {
      const unitIds = await Promise.all(words.map(idOf))
      return { verb, onDay, unitIds, into: values.into?.[0] ? { unitId: await idOf(values.into[0]) } : { name: need(values.name, '--into | --name'), code: need(values.code, '--code') } }
    }
    case 'split': {
      const into = await Promise.all((values.into ?? []).map(async (part) => {
        const [name = '', code = '', children = ''] = part.split(':')
        return { name, code, children: await Promise.all(children.split(',').filter(Boolean).map(idOf)) }
      }))
      const heir = values.heir ? into.findIndex(({ code }) => code === values.heir) : -1
      return { verb, onDay, unitId: await own(), into, ends: values.ends ?? false, heir: heir < 0 ? null : heir }
    }
    default: throw new UsageError(cli.text('cli.units.what'))
  }
}

/** Refusals that ask who takes over: here that is an option, which the sentence, written for every way in, does not name. */
const asksForHeir: readonly string[] = ['unit-has-children', 'unit-holds-cards']

export const unitsVerb: Verb = {
  name: 'units',
  usage: 'tree [<code>] [--on <day>] | show <code> [--on <day>] | open <name> --code <code> --under <code> [--level <level>] | close <code> [--heir <code>] | rename <code> [--name <name>] [--code <code>] | move <code> --under <code> [--code <new code>] | merge <code>… (--into <code> | --name <name> --code <code>) | split <code> --into <name>:<code>[:<code of child>,…] … [--ends [--heir <code>]], each with --workspace <slug>; changes with --on <day> --reason <why> [--preview | --seen <what the preview said>] [--code-confirmed]',
  summary: 'cli.units',
  async run(cli, args) {
    try {
      return await asked(cli, args)
    } catch (error) {
      if (!(error instanceof Refused) || !asksForHeir.includes(error.refusal.refused)) throw error
      const code = cli.refused(error.refusal)
      cli.progress(cli.text('cli.units.heir'))
      return code
    }
  },
}

async function asked(cli: Cli, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [act = '', ...words] = positionals
  if (!values.workspace) throw new UsageError(cli.text('cli.units.workspace'))
  const ctx = await cli.ctx(values.workspace)
  if (act === 'tree' || act === 'show') {
    await { tree, show }[act](cli, ctx, words, values)
    return exit.done
  }
  const change = await changeOf(cli, ctx, act, words, values)
  if (values.preview) {
    const told = orRefused(await previewOf(ctx, change))
    cli.answer(told)
    cli.say(cli.text('cli.units.preview', { unit: told.told.unit.name, code: told.told.unit.code, units: told.units, cards: told.cards }))
    for (const { unit, parent } of told.oddCodes) cli.say(cli.text('cli.units.oddCode', { unit: unit.name, code: unit.code, parent: parent.name, parentCode: parent.code }))
    if (told.oddKept > 0) cli.say(cli.text('cli.units.oddKept', { count: told.oddKept }))
    cli.say(cli.text('cli.units.seen', { seen: told.seen }))
    return exit.done
  }
  if (!values.reason || values.reason.trim().length < 2) throw new UsageError(cli.text('cli.units.day'))
  if (values.seen !== undefined && !/^[0-9a-f]{16}$/.test(values.seen)) throw new UsageError('--seen')
  const acting: Ctx = ctx.db.who ? { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, verb: 'boundaries.change', written: { lines: 0 } } } } : ctx
  const done = orRefused(await changeUnits(acting, { id: uuidv7(), reason: values.reason.trim(), change, seen: values.seen ?? null, codesConfirmed: values['code-confirmed'] ?? false }))
  cli.answer(done)
  cli.say(cli.text('cli.units.done', { unit: done.unit.name, code: done.unit.code, journal: done.journal, cards: done.cards }))
  return exit.done
}
