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
    // `--indicator a b` reads as `--indicator a --indicator b`: what stands behind the slug are indicators.
    const [slug, ...more] = positionals
    if (!slug || (more.length > 0 && values.indicator === undefined)) throw new UsageError(cli.text('cli.usage'))
    const wanted = [...(values.indicator ?? []), ...more]
    const ctx = await cli.ctx(slug)
    const answers = orRefused(await figures(ctx, wanted, askOf(values)))
    cli.answer({ figures: answers.map((one) => figureJson(one, (names) => said(names, cli.language))) })
    const first = answers[0]?.asked
    if (first) cli.say(`${scopeLine(cli, ctx.workspace.timeZone, { ...first, unit: first.unit.name, journal: String(first.asOf.journal), at: first.asOf.at })}\n`)
    for (const one of answers) for (const line of figureLines(cli, one)) cli.say(line)
    return exit.done
  },
}
