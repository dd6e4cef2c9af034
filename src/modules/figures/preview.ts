import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { faultView, lookAtDraft, sentenceOf } from '#modules/plans/index.ts'
import { figure } from './figure.ts'
import { figureView } from './view.ts'
import type { Ask, FigureRefusal } from './question.ts'

/**
 * The figure of a draft among all indicators that stand, counted in one snapshot; nothing is kept. Out: what is wrong with the draft, each with its place, the figure
 * where nothing is, and how it counts as a sentence in both languages. Refuses by `FigureRefusal` what is wrong with the scope.
 */
export async function previewDraft(ctx: Ctx, definition: unknown, ask: Omit<Ask, 'indicator'>) {
  return inSnapshot(ctx.db, async (tx) => {
    const looked = await lookAtDraft(tx, ctx, 'indicator', definition)
    const faults = looked.faults.map((one) => faultView(one, ctx.language))
    if (looked.definition === null || !('counts' in looked.definition)) return { faults, figure: null, sentence: null }
    const sentence = sentenceOf(looked.programme, looked.definition)
    if (faults.length > 0) return { faults, figure: null, sentence }
    const one = await figure(tx, ctx, looked.programme, { ...ask, indicator: looked.definition.id })
    return isRefusal(one) ? (one as Refusal<FigureRefusal>) : { faults, figure: figureView(one, ctx.language), sentence }
  })
}
