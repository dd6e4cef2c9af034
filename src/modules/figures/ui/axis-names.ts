import type { Indicator } from './asked.ts'

/** What stands for units on a side of a table: those directly below, or all of one level. */
const unitAxes = ['unit', 'province', 'city', 'county', 'town', 'village']
/** The levels of the tree from the top down, as the server names them. */
const levels = ['nation', 'province', 'city', 'county', 'town', 'village']

export const isUnitAxis = (by: string): boolean => unitAxes.includes(by)

type Choice = { readonly value: string; readonly label: string }
type Say = (key: string, facts?: Record<string, unknown>) => string

/** The name of a side in few words: 下一级, 镇, 工种, 月份. */
export function axisName(by: string, indicator: Pick<Indicator, 'facets'> | undefined, t: Say): string {
  if (isUnitAxis(by) || by === 'month' || by === 'none') return t(`ui.axis.${by}`)
  return indicator?.facets.find((facet) => facet.id === by)?.name ?? by
}

/** What a side may be cut by. In: the indicator, the level of the unit that is looked at (null where unknown: all levels are offered), what stands on the other side. */
export function axisChoices(indicator: Pick<Indicator, 'facets'>, unitLevel: string | null, other: string, t: Say): Choice[] {
  const from = unitLevel === null ? 2 : levels.indexOf(unitLevel) + 1
  const units = ['unit', ...levels.slice(Math.max(2, from))]
  return ['none', ...(isUnitAxis(other) ? [] : units), ...indicator.facets.map(({ id }) => id), 'month']
    .filter((by) => by === 'none' || by !== other)
    .map((value) => ({ value, label: axisName(value, indicator, t) }))
}
