import { parseArgs } from 'node:util'
import { groupedNumber } from '#kernel/writing.ts'
import { checkColumns, rebuildColumns } from '#modules/ledger/index.ts'
import { figureJson, figures, funnelOf } from '#modules/figures/index.ts'
import { said } from '#modules/plans/index.ts'
import { askOf, askOptions, askUsage, figureLines, funnelLines, scopeLine } from './asking.ts'
import { exit, orRefused, UsageError, type Cli, type Verb } from './verb.ts'

export const figuresVerb: Verb = {
  name: 'figures',
  usage: `<slug> [--indicator <id>]… ${askUsage} | funnel <slug> <funnel> [--unit …] [--from …] [--to …] [--as-of …] [--level …] | rebuild <slug> | check <slug>`,
  summary: 'figures:cli.figures',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...askOptions, indicator: { type: 'string', multiple: true } } })
    // `--indicator a b` reads as `--indicator a --indicator b`: what stands behind the slug are indicators.
    const [slug, ...more] = positionals
    if ((slug === 'rebuild' || slug === 'check') && more.length === 1 && values.indicator === undefined) return slug === 'rebuild' ? rebuild(cli, more[0]!) : check(cli, more[0]!)
    if (slug === 'funnel' && more.length === 2 && values.indicator === undefined) return funnel(cli, more[0]!, more[1]!, askOf(cli, values))
    if (!slug || (more.length > 0 && values.indicator === undefined)) throw new UsageError(cli.text('cli.usage'))
    const wanted = [...(values.indicator ?? []), ...more]
    const ctx = await cli.ctx(slug)
    const answers = orRefused(await figures(ctx, wanted, askOf(cli, values)))
    cli.answer({ figures: answers.map((one) => figureJson(one, (names) => said(names, cli.language))) })
    const first = answers[0]?.asked
    if (first) cli.say(`${scopeLine(cli, ctx.workspace.timeZone, { ...first, unit: first.unitName, journal: String(first.asOf.journal), at: first.asOf.at })}\n`)
    for (const one of answers) for (const line of figureLines(cli, one)) cli.say(line)
    return exit.done
  },
}

/** A funnel's steps over a scope. What a figure is cut by means nothing here, and is refused rather than left unsaid. */
async function funnel(cli: Cli, slug: string, id: string, { by, ...ask }: ReturnType<typeof askOf>): Promise<number> {
  if (by != null) throw new UsageError(cli.text('cli.usage'))
  const ctx = await cli.ctx(slug)
  const walked = orRefused(await funnelOf(ctx, id, ask))
  cli.answer(walked)
  cli.say(`${scopeLine(cli, ctx.workspace.timeZone, { ...walked, unit: walked.unitName, journal: walked.asOf.journal, at: walked.asOf.at })}\n`)
  for (const line of funnelLines(cli, walked)) cli.say(line)
  return exit.done
}

/** Makes the read model of a workspace anew: what servers do by themselves where it is missing or old. */
async function rebuild(cli: Cli, slug: string): Promise<number> {
  const { db } = await cli.ctx(slug)
  const { file, number, entries, bytes, seconds } = await rebuildColumns(db, (step) => cli.progress(cli.text(`cli.figures.step.${step}`)))
  cli.answer({ file, journal: number, entries, bytes, seconds })
  cli.say(cli.text('cli.figures.rebuilt', { journal: number, entries, megabytes: groupedNumber(bytes / 1e6, 1, cli.language), seconds: groupedNumber(seconds, 1, cli.language) }))
  return exit.done
}

/** Holds the read model against the ledger. */
async function check(cli: Cli, slug: string): Promise<number> {
  const { db } = await cli.ctx(slug)
  const checked = await checkColumns(db, (kind) => cli.progress(kind))
  if (!checked) {
    cli.answer({ ok: false, readModel: null })
    cli.say(cli.text('cli.figures.none', { slug }))
    return exit.nothingKept
  }
  const isGood = checked.unlike.length === 0
  cli.answer({ ok: isGood, ...checked })
  cli.say(cli.text('cli.figures.checked', { number: checked.number, journal: checked.journal, entries: checked.entries, questions: checked.questions }))
  for (const { what, ledger, model } of checked.unlike.slice(0, 20)) cli.say(`${what}\n  PostgreSQL ${ledger.slice(0, 500)}\n  DuckDB     ${model.slice(0, 500)}`)
  cli.say(cli.text(isGood ? 'cli.figures.good' : 'cli.figures.bad', { unlike: checked.unlike.length }))
  return isGood ? exit.done : exit.fault
}
