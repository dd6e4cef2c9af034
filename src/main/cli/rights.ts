import { parseArgs } from 'node:util'
import { listOfRequests, readErasureLines, replayErasures } from '#modules/rights/index.ts'
import { auditedAs } from '../audited.ts'
import { exit, UsageError, type Verb } from './verb.ts'

/** What persons ask stays with two people in the application; the operator sees the clocks, without names, and does erasures again. */
export const rightsVerb: Verb = {
  name: 'rights',
  usage: 'list|replay <slug>',
  summary: 'rights:cli.rights',
  async run(cli, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
    const [what, slug] = positionals
    if (!slug || positionals.length !== 2 || (what !== 'list' && what !== 'replay')) throw new UsageError(cli.text('cli.usage'))
    const ctx = await cli.ctx(slug)
    if (what === 'replay') {
      const lines = await readErasureLines(ctx)
      const erased = await replayErasures(ctx, lines)
      cli.answer({ lines: lines.length, erased })
      cli.say(cli.text('rights:cli.replayed', { lines: lines.length, erased }))
      return exit.done
    }
    const { total, overdue, requests } = await listOfRequests(auditedAs(ctx, 'rights.requests', { look: true }), { state: 'open', page: 1 })
    const shown = requests.map(({ id, kind, state, unit, due, overdue: late, answerBy, carryOutBy, receivedOn }) => ({ id, kind, state, unit, receivedOn, answerBy, carryOutBy, due, overdue: late }))
    cli.answer({ total, overdue, requests: shown })
    for (const { id, kind, state, unit, due, overdue: late } of shown) cli.say(`${late ? '! ' : '  '}${cli.text('rights:cli.request', { id, unit, due: due ?? '', kind: cli.text(`rights:kind.${kind}`), state: cli.text(`rights:state.${state}`) })}`)
    cli.say(cli.text('rights:cli.requests', { total, overdue }))
    return exit.done
  },
}
