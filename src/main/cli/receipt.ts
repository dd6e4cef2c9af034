import { parseArgs } from 'node:util'
import { figureDigits, groupedNumber } from '#kernel/writing.ts'
import { issueReceipt, preview, receiptJson } from '#modules/figures/index.ts'
import { said, type Names } from '#modules/plans/index.ts'
import { askOf, askOptions, askUsage, scopeLine } from './asking.ts'
import { auditedAs } from '../audited.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const receiptVerb: Verb = {
  name: 'receipt',
  usage: `<slug> <indicator> ${askUsage} [--issue]`,
  summary: 'figures:cli.receipt',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...askOptions, issue: { type: 'boolean', default: false } } })
    const [slug, indicator] = positionals
    if (!slug || !indicator || positionals.length !== 2) throw new UsageError(cli.text('cli.usage'))
    const ctx = values.issue ? auditedAs(await cli.ctx(slug), 'figures.issue-receipt') : await cli.ctx(slug)
    const ask = { ...askOf(cli, values), indicator }
    const receipt = values.issue
      ? receiptJson(orRefused(await issueReceipt(ctx, ask)))
      : { code: null, issuedAt: null, bodyHash: null, body: orRefused(await preview(ctx, ask)).body, withdrawn: null }
    cli.answer(receipt)

    const { body } = receipt
    const digits = (n: number | null) => figureDigits(body.indicator.counts, n, (body.definition['currency'] ?? null) as 'CNY' | 'VND' | null, false, cli.language)
    const number = (n: number) => groupedNumber(n, undefined, cli.language)
    const say = (names: object) => said(names as Names, cli.language)
    cli.say(receipt.code ? cli.text('figures:receipt.issued', { code: receipt.code, page: `/r/${receipt.code}` }) : cli.text('figures:receipt.preview'))
    cli.say(`${say(body.indicator.names)}  ${digits(body.value)}${body.value === null ? '' : ` ${cli.text(`figures:counts.${body.indicator.counts}`)}`}`)
    if (body.companion) cli.say(`  ${figureDigits(body.companion.counts, body.companion.value, null, false, cli.language)} ${cli.text(`figures:counts.${body.companion.counts}`)}`)
    for (const part of body.parts) cli.say(`  ${say(part.names)}  ${digits(part.value)}`)
    if (body.overlap) cli.say(`  ${cli.text('figures:overlap')}  ${digits(-body.overlap)}`)
    cli.say(scopeLine(cli, ctx.workspace.timeZone, { ...body, unit: body.unit.name, journal: body.journal.number, at: body.journal.at }))
    cli.say(say(body.indicator.how))
    for (const one of body.leftOut) cli.say(`  ${cli.text(`figures:left-out.${one.reason}`)}  ${number(one.subjects)} / ${number(one.entries)}`)
    cli.say(`${cli.text('figures:receipt.members')} ${body.membersDigest}`)
    cli.say(`${cli.text('figures:receipt.journal', { number: body.journal.number })} ${body.journal.hash}`)
    return exit.done
  },
}
