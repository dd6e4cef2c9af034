import type { FigureSearch } from './asked.ts'
import { quickPeriods, type Period } from './periods.ts'

type Say = (key: string, facts?: Record<string, string | number>) => string

/** The days asked for in words: 今年, 计划期, or both days. In: `from` and `to` of the address, today, the plan's own period. */
export function periodWords(t: Say, { from, to }: Period, today: string, plan: Period | null): string {
  const quick = quickPeriods(today, plan).find((one) => one.from === from && one.to === to)
  return quick ? t(`ui.period.${quick.id}`) : `${from ?? t('ui.fromOpen')} – ${to ?? t('web:asOf.today')}`
}

/** Under whose boundaries, in words: 今天的, 当时的, or those of a day. */
export const boundariesWords = (t: Say, day: string | undefined): string => (day === undefined ? t('ui.boundaries.today') : day === 'then' ? t('ui.boundaries.then') : t('ui.boundaries.of', { day }))

/** What is asked otherwise than a figure usually is, each with its words and what takes it back. */
export type Unusual = { readonly id: 'only' | 'period' | 'boundaries' | 'asOf' | 'level'; readonly words: string; readonly back: Partial<FigureSearch> }

/** What of the scope is not as it usually is: some units only, the days, the boundaries, the journal, the level. In: the address, today, the plan's period, those units in words. */
export function unusualOf(t: Say, search: FigureSearch, today: string, plan: Period | null, only: string | null = null): Unusual[] {
  const { from, to, boundaryDay, asOf, level } = search
  return [
    ...(only !== null ? [{ id: 'only' as const, words: t('ui.only.these', { units: only }), back: { only: undefined } }] : []),
    ...(from !== undefined || to !== undefined ? [{ id: 'period' as const, words: from === undefined ? `${t('web:asOf.happened')} ${to}` : `${t('ui.period')} ${periodWords(t, { from, to }, today, plan)}`, back: { from: undefined, to: undefined } }] : []),
    ...(boundaryDay !== undefined ? [{ id: 'boundaries' as const, words: `${t('ui.boundaries')} ${boundariesWords(t, boundaryDay)}`, back: { boundaryDay: undefined } }] : []),
    ...(asOf !== undefined ? [{ id: 'asOf' as const, words: `${t('web:asOf.ledger')} ${/^\d+$/.test(asOf) ? t('web:asOf.number', { number: Number(asOf) }) : asOf}`, back: { asOf: undefined } }] : []),
    ...(level !== undefined ? [{ id: 'level' as const, words: t(`web:checkedBy.${level}`), back: { level: undefined } }] : []),
  ]
}
