import { parseArgs } from 'node:util'
import { dayAndTime } from '#kernel/writing.ts'
import { listOfExports } from '#modules/exports/index.ts'
import { exit, UsageError, type Verb } from './verb.ts'

export const exportsVerb: Verb = {
  name: 'exports',
  usage: 'list <slug> [--page <n>]',
  summary: 'exports:cli.exports',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { page: { type: 'string', default: '1' } } })
    const [verb, slug] = positionals
    const page = Number(values.page)
    if (verb !== 'list' || !slug || positionals.length !== 2 || !Number.isInteger(page) || page < 1) throw new UsageError(cli.text('cli.usage'))
    const ctx = await cli.ctx(slug)
    const { total, exports } = await listOfExports(ctx, { show: 'all', page })
    cli.answer({ total, page, exports })
    for (const one of exports) {
      const { date, time } = dayAndTime(one.at, ctx.workspace.timeZone)
      cli.say(cli.text('exports:cli.exports.line', { number: one.number, at: `${date} ${time}`, state: cli.text(`exports:state.${one.state}`), persons: one.persons ?? '–', title: one.title, unit: one.unitName ?? '–', who: one.by ?? '–' }))
    }
    cli.say(cli.text('exports:cli.exports.total', { total }))
    return exit.done
  },
}
