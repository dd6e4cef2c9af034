import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { axisOf } from './axes.ts'
import { figure, type Figure } from './figure.ts'
import { previewReceipt } from './receipt.ts'
import { indicatorsFor, type Ask, type FigureRefusal } from './question.ts'

/**
 * Several figures of one snapshot, so that they speak of one moment. In: what is asked, `indicators` empty for all.
 * A `by` that names a facet leaves out, of "all", the indicators that lack it. Refuses by `FigureRefusal`: the first that holds.
 */
export async function figures(ctx: Ctx, indicators: readonly string[], ask: Omit<Ask, 'indicator'>): Promise<Figure[] | Refusal<FigureRefusal>> {
  return inSnapshot(ctx.db, async (tx) => {
    const programme = await indicatorsFor(tx, ctx)
    const having = programme.indicators.filter((one) => !isRefusal(axisOf(one, ask.by)))
    const wanted = indicators.length > 0 ? indicators : (having.length > 0 ? having : programme.indicators).map((one) => one.id)
    const answers: Figure[] = []
    for (const indicator of wanted) {
      const one = await figure(tx, ctx, programme, { ...ask, indicator })
      if (isRefusal(one)) return one
      answers.push(one)
    }
    return answers
  })
}

/** What a receipt would say, not stored. */
export async function preview(ctx: Ctx, ask: Ask) {
  return inSnapshot(ctx.db, (tx) => previewReceipt(tx, ctx, ask))
}
