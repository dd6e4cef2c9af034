import { parseArgs } from 'node:util'
import { isUuid, uuidv7 } from '#kernel/ids.ts'
import { endAgency, joinAgency, kindsOfAgency, listAgencies, readAgency, renameAgency, reversalReasons, reverseAgency, type KindOfAgency } from '#modules/agencies/index.ts'
import { unitByCode } from '#modules/organisation/index.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { auditedAs } from '../audited.ts'
import { exit, orRefused, Refused, UsageError, type Verb } from './verb.ts'

/** Partner agencies from the command line: the same rules as in the browser. */
export const agenciesVerb: Verb = {
  name: 'agencies',
  usage: `list <slug> [--all] | add <slug> <name> --kind ${kindsOfAgency.join('|')} --unit <code> [--on <day>] | rename <slug> <id> <name> [--on <day>] | leave <slug> <id> [--on <day>] | show <slug> <id> | reverse <slug> <id> joined|left --reason ${reversalReasons.join('|')}`,
  summary: 'agencies:cli.agencies',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { kind: { type: 'string' }, unit: { type: 'string' }, on: { type: 'string' }, reason: { type: 'string' }, all: { type: 'boolean' } } })
    const [what, slug, first, second] = positionals
    const counts: Record<string, number> = { list: 2, add: 3, rename: 4, leave: 3, show: 3, reverse: 4 }
    if (!slug || !what || counts[what] !== positionals.length) throw new UsageError(cli.text('cli.usage'))
    if (!['list', 'add'].includes(what) && !isUuid(first!)) throw new UsageError(cli.text('cli.usage'))
    const ctx = await cli.ctx(slug)
    const on = values.on ?? ctx.today
    const id = uuidv7(ctx.now.epochMilliseconds)
    const say = (one: { id: string; name: string; kind: KindOfAgency; unit: string; joinedOn: string; leftOn: string | null; takenBack: boolean }) => cli.say(cli.text('agencies:cli.agency', {
      id: one.id, name: one.name, kind: cli.text(`agencies:kind.${one.kind}`), unit: one.unit, from: one.joinedOn, until: one.takenBack ? cli.text('agencies:cli.takenBack') : one.leftOn === null ? '' : cli.text('agencies:cli.until', { on: one.leftOn }),
    }))
    if (what === 'list') {
      const state = values.all ? 'all' as const : 'at-work' as const
      const agencies = []
      for (let page = 1; ; page += 1) {
        const found = await listAgencies(ctx, { state, page })
        agencies.push(...found.agencies)
        if (agencies.length >= found.total || found.agencies.length === 0) break
      }
      cli.answer({ total: agencies.length, agencies })
      agencies.forEach(say)
      cli.say(cli.text('agencies:cli.total', { total: agencies.length }))
      return exit.done
    }
    if (what === 'add') {
      const kind = kindsOfAgency.find((one) => one === values.kind)
      if (!kind || !values.unit) throw new UsageError(cli.text('cli.usage'))
      const unit = await inSnapshot(ctx.db, (tx) => unitByCode(tx, ctx.actor.reach, values.unit!, { country: ctx.workspace.country }))
      if (!unit) throw new Refused({ refused: 'unit-not-found', facts: {} })
      const made = orRefused(await joinAgency(auditedAs(ctx, 'agencies.join'), { id, name: first!, kind, unitId: unit.id, joinedOn: on }))
      cli.answer(made)
      say(made)
      return exit.done
    }
    if (what === 'show' || what === 'reverse') {
      const agency = orRefused(await readAgency(ctx, first!))
      let shown = agency
      if (what === 'reverse') {
        const [step, reason] = [agency.life.findLast(({ act, reversed }) => act === second && reversed === null), reversalReasons.find((one) => one === values.reason)]
        if ((second !== 'joined' && second !== 'left') || !reason) throw new UsageError(cli.text('cli.usage'))
        if (!step) throw new Refused({ refused: agency.life.some(({ act }) => act === second) ? 'entry-reversed' : 'entry-not-found', facts: {} })
        shown = orRefused(await reverseAgency(auditedAs(ctx, 'agencies.reverse'), agency.id, { id, step: step.id, reason }))
      }
      cli.answer(shown)
      say(shown)
      for (const step of shown.life) {
        cli.say(cli.text('agencies:cli.step', {
          on: step.on, act: cli.text(`agencies:ui.act.${step.act}`), name: step.name, journal: step.journal === null ? '' : cli.text('agencies:cli.journal', { number: step.journal }),
          checked: step.checked === null ? '' : cli.text('agencies:cli.checked', { checked: cli.text(`web:checkedBy.${step.checked}`) }), reversed: step.reversed === null ? '' : cli.text('agencies:cli.reversed', { reason: cli.text(`agencies:ui.reversal.${step.reversed}`) }),
        }))
      }
      return exit.done
    }
    const changed = orRefused(what === 'rename' ? await renameAgency(auditedAs(ctx, 'agencies.rename'), first!, { id, name: second!, on }) : await endAgency(auditedAs(ctx, 'agencies.leave'), first!, { id, on }))
    cli.answer(changed)
    say(changed)
    return exit.done
  },
}
