import { parseArgs } from 'node:util'
import { figureJson, figures } from '#modules/figures/index.ts'
import { said } from '#modules/plans/index.ts'
import { askOf, askOptions, askUsage, figureLines, scopeLine } from './asking.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const figuresVerb: Verb = {
  name: 'figures',
  usage: `<slug> [--indicator <id>]… ${askUsage}`,
  summary: 'figures:cli.figures',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...askOptions, indicator: { type: 'string', multiple: true } } })
    const [slug] = positionals
    if (!slug || positionals.length !== 1) throw new UsageError(cli.text('cli.usage'))
    const answers = orRefused(await figures(await cli.ctx(slug), values.indicator ?? [], askOf(values)))
    cli.answer({ figures: answers.map((one) => figureJson(one, (names) => said(names, cli.language))) })
    if (answers[0]) cli.say(`${scopeLine(cli, answers[0])}\n`)
    for (const one of answers) for (const line of figureLines(cli, one)) cli.say(line)
    return exit.done
  },
}
