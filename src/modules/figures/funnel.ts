import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { tally } from '#modules/ledger/index.ts'
import { said, type Funnel, type Programme } from '#modules/plans/index.ts'
import { stepsOf } from './compile.ts'
import { shareOf } from './measure.ts'
import { indicatorsFor, readAsk, type Ask } from './question.ts'
import { asOfView, onlyView } from './view.ts'

/** A funnel as it was walked, the same for the browser, the API and the command line. */
export type Walked = Exclude<Awaited<ReturnType<typeof walked>>, Refusal>

/**
 * How many came from step to step of a funnel, over a scope: the subjects of the first step, those of them who came to the second after it, and so on.
 * Refuses `funnel-unknown`, and as a figure does.
 */
export async function funnelOf(ctx: Ctx, id: string, ask: Omit<Ask, 'indicator'>) {
  return inSnapshot(ctx.db, async (tx) => {
    const programme = await indicatorsFor(tx, ctx)
    const funnel = programme.funnels.find((one) => one.id === id)
    return funnel ? walked(tx, ctx, programme, funnel, ask) : refuse('funnel-unknown', { funnel: id, list: programme.funnels.map((one) => one.id).join(', ') }, 'funnel')
  })
}

/** A funnel's steps, counted in the snapshot of `tx`. The level asked for is asked of every step; each may have a higher one of its own. Refuses as a figure does. */
export async function walked(tx: Tx, ctx: Ctx, programme: Programme, funnel: Funnel, ask: Omit<Ask, 'indicator'>) {
  const asked = await readAsk(tx, ctx, programme, { ...ask, indicator: funnel.steps[0]!, by: null, rows: null })
  if (isRefusal(asked)) return asked
  const { asOf, ranges } = asked.question
  const questions = stepsOf(funnel, programme.indicators, { from: asked.from, to: asked.to, asOf, level: ask.level || null, ranges, levels: programme.levels.map((one) => one.id) })
  const values: number[] = []
  for (const q of questions) values.push((await tally(tx, q, { units: false, across: null }))[0]!.subjects)
  return {
    id: funnel.id, name: said(funnel.name, ctx.language), unit: asked.unit.code, unitName: asked.unitName, only: onlyView(asked), from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay,
    asOf: asOfView(asked), level: asked.level, withinDays: funnel.withinDays,
    steps: funnel.steps.map((step, i) => {
      const { name, counts } = programme.indicators.find((one) => one.id === step)!
      return { indicator: step, name: said(name, ctx.language), counts, value: values[i]!, ofFirst: shareOf(values[i]!, values[0]!), ofBefore: shareOf(values[i]!, values[Math.max(0, i - 1)]!) }
    }),
  }
}
