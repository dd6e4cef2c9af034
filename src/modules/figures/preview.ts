import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { faultView, lookAtDraft } from '#modules/plans/index.ts'
import { figure } from './figure.ts'
import { figureView } from './view.ts'
import type { Ask, FigureRefusal } from './question.ts'

/**
 * The figure of a draft among all indicators that stand, counted in one snapshot; nothing is kept. Out: what is wrong with the draft, each with its place, and the figure
 * where nothing is. Refuses by `FigureRefusal` what is wrong with the scope.
 */
export async function previewDraft(ctx: Ctx, definition: unknown, ask: Omit<Ask, 'indicator'>) {
  return inSnapshot(ctx.db, async (tx) => {
    const looked = await lookAtDraft(tx, ctx, 'indicator', definition)
    const faults = looked.faults.map((one) => faultView(one, ctx.language))
    if (looked.definition === null || faults.length > 0) return { faults, figure: null }
    const one = await figure(tx, ctx, looked.programme, { ...ask, indicator: looked.definition.id })
    return isRefusal(one) ? (one as Refusal<FigureRefusal>) : { faults, figure: figureView(one, ctx.language) }
  })
}
