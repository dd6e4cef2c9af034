import { dayAndTime, figureDigits, percent } from '#kernel/writing.ts'
import type { Ask, Figure, Walked } from '#modules/figures/index.ts'
import { said, type Names } from '#modules/plans/index.ts'
import { UsageError, type Cli } from './verb.ts'

const once = { type: 'string', multiple: true } as const
/** The options that say what a figure is asked for; the same for `figures` and `receipt`. Each may be given once: all are read, so that a second one is refused and not left unsaid. */
export const askOptions = { unit: once, only: once, by: once, from: once, to: once, 'as-of': once, level: once, 'boundary-day': once } as const
export const askUsage = '[--unit <code>] [--only <code>,<code>…] [--by unit|month|<facet>] [--from <day>] [--to <day>] [--as-of <journal number or instant>] [--level <level>] [--boundary-day <day>]'
type Values = { [Name in keyof typeof askOptions]?: string[] | undefined }

/** The options as the figures module takes them. */
export function askOf(cli: Cli, values: Values): Omit<Ask, 'indicator'> {
  const one = (name: keyof Values) => {
    if ((values[name]?.length ?? 0) > 1) throw new UsageError(cli.text('cli.once', { option: `--${name}` }))
    return values[name]?.[0]
  }
  return { unit: one('unit'), only: one('only'), by: one('by'), from: one('from'), to: one('to'), asOf: one('as-of'), level: one('level'), boundaryDay: one('boundary-day') }
}

/** How wide a terminal draws a text: characters of Chinese take two columns. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1
  return width
}
const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const right = (text: string, width: number) => ' '.repeat(Math.max(0, width - widthOf(text))) + text

/** One figure as lines for people: the number with its unit, its parts, and the sum shown adding up. */
export function figureLines(cli: Cli, one: Figure): string[] {
  const say = (names: Names) => said(names, cli.language)
  const { asked, value, overlap, parts, target } = one
  const unit = value === null ? '' : cli.text(`figures:counts.${asked.indicator.counts}`)
  const number = (n: number | null) => figureDigits(asked.indicator.counts, n, asked.indicator.currency, false, cli.language)
  const whole = `${number(value)} ${unit}`.trimEnd()
  const lines = [`${say(asked.indicator.name)}  ${whole}${target ? `  (${cli.text('figures:target.of', { value: target.value })})` : ''}`]
  if (parts.length === 0) return lines
  const rows = parts.map((part) => [part.own && asked.across?.by === 'unit' ? cli.text('figures:part.own', { unit: say(part.name) }) : say(part.name), number(part.value)] as [string, string])
  if (overlap) rows.push([cli.text('figures:overlap'), number(-overlap)])
  const names = Math.max(...rows.map(([name]) => widthOf(name)), 12)
  const digits = Math.max(...rows.map(([, n]) => widthOf(n)), number(value).length)
  for (const [name, n] of rows) lines.push(`  ${padded(name, names)}  ${right(n, digits)}`)
  lines.push(`  ${padded(cli.text('figures:whole'), names)}  ${right(number(value), digits)} ${unit}`.trimEnd())
  return lines
}

/** A funnel as lines for people: a row a step, how many came so far, and the share of those of the step before and of the first. */
export function funnelLines(cli: Cli, { name, withinDays, steps }: Walked): string[] {
  const share = (of: number | null) => percent(of, 1, cli.language)
  const rows = [
    ['step', 'value', 'ofBefore', 'ofFirstHead'].map((key) => cli.text(`figures:ui.funnel.${key}`)),
    ...steps.map((step, i) => [`${i + 1}. ${step.name}`, `${figureDigits(step.counts, step.value, null, false, cli.language)} ${cli.text(`figures:counts.${step.counts}`)}`, i === 0 ? '' : share(step.ofBefore), share(step.ofFirst)]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => widthOf(row[column]!))))
  const within = cli.text(withinDays === null ? 'figures:ui.funnel.anyTime' : 'figures:ui.funnel.within', { days: withinDays ?? 0 })
  return [`${name}  (${within})`, ...rows.map(([step, ...rest]) => `  ${padded(step!, widths[0]!)}  ${rest.map((cell, i) => right(cell, widths[i + 1]!)).join('  ')}`)]
}

type Scope = { unit: string; from: string | null; to: string; journal: string; at: string | null; boundaryDay: string; level: string | null }

/** The scope and both clocks in one line, the time as the workspace's clocks show it. */
export function scopeLine(cli: Cli, timeZone: string, { from, at, level, boundaryDay, ...scope }: Scope): string {
  const clock = at && dayAndTime(at, timeZone)
  return cli.text('figures:scope.line', { ...scope, boundaryDay: boundaryDay === 'then' ? cli.text('figures:scope.then') : boundaryDay, from: from ?? cli.text('figures:scope.start'), at: clock ? `${clock.date} ${clock.time}` : '–', level: level ?? cli.text('figures:level.none') })
}
