import { holdsWords } from '#kernel/marks.ts'
import type { Indicator } from './asked.ts'

export type Group<T> = { readonly id: 'persons' | 'person-times' | 'households' | 'ventures' | 'units' | 'things' | 'money' | 'ratios'; readonly indicators: readonly T[] }
const order = ['persons', 'person-times', 'households', 'ventures', 'units', 'things', 'money', 'ratios'] as const
type Grouped = Pick<Indicator, 'id' | 'name' | 'how' | 'counts'>

/** The group in which an indicator stands: what it counts; money, and what is divided, in groups of their own. */
export const groupOf = ({ counts }: Pick<Grouped, 'counts'>): Group<never>['id'] =>
  counts === 'ratio' || counts === 'mean' ? 'ratios' : counts === 'balance' ? 'money' : counts

/** Indicators in their groups, those whose name, id or way of counting holds the words; empty groups are left out. */
export function groupsOf<T extends Grouped>(indicators: readonly T[], words: string): Group<T>[] {
  const fits = ({ id, name, how }: T) => holdsWords(words, name, id, how)
  return order.map((id) => ({ id, indicators: indicators.filter((one) => groupOf(one) === id && fits(one)) })).filter((group) => group.indicators.length > 0)
}
