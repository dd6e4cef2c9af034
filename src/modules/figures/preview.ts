import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { calledOf, faultView, lookAtDraft, sentenceOf } from '#modules/plans/index.ts'
import { figure } from './figure.ts'
import { walked } from './funnel.ts'
import { figureView } from './view.ts'
import type { Ask } from './question.ts'

/**
 * The figure of a draft, or a funnel's steps, among all that stands, counted in one snapshot; nothing is kept. Out: what is wrong with the draft, each with its place, what it
 * counts where nothing is, and how it counts as a sentence in both languages. Refuses by `FigureRefusal` what is wrong with the scope.
 */
export async function previewDraft(ctx: Ctx, what: 'indicator' | 'funnel', draft: unknown, ask: Omit<Ask, 'indicator'>) {
  return inSnapshot(ctx.db, async (tx) => {
    const { definition, faults: found, programme } = await lookAtDraft(tx, ctx, what, draft)
    const called = calledOf(definition, ctx.language)
    const nothing = { faults: found.map((one) => faultView(one, ctx.language, called)), figure: null, funnel: null, sentence: null }
    if (definition === null) return nothing
    const sentence = 'counts' in definition ? sentenceOf(programme, definition) : null
    if (found.length > 0) return { ...nothing, sentence }
    if (what === 'funnel') {
      const funnel = await walked(tx, ctx, programme, programme.funnels.find(({ id }) => id === definition.id)!, ask)
      return isRefusal(funnel) ? funnel : { ...nothing, funnel }
    }
    const one = await figure(tx, ctx, programme, { ...ask, indicator: definition.id })
    return isRefusal(one) ? one : { ...nothing, sentence, figure: figureView(one, ctx.language) }
  })
}
