import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { Across, Question } from '#modules/ledger/index.ts'
import { levelNames, type LevelName, type UnitLevel } from '#modules/organisation/index.ts'
import type { Indicator } from '#modules/plans/index.ts'

/** How one side of a table is cut. Units are those directly below (`level` null), or all of one level below. */
export type Axis = { readonly by: 'unit'; readonly level: UnitLevel | null } | Across
export type AxisRefusal = 'facet-unknown' | 'axes-clash'

/** What may stand for units: the ones directly below, or the name of a level. */
const unitAxes: Readonly<Record<string, UnitLevel | null>> = { unit: null, ...Object.fromEntries(levelNames.map((name: LevelName, level) => [name, level as UnitLevel])) }

/** How `by` cuts an indicator; nothing or `none` does not. Refuses `facet-unknown` with the list of what it may be. */
export function axisOf(indicator: Indicator, by: string | null | undefined, field = 'by'): Axis | null | Refusal<AxisRefusal> {
  if (!by || by === 'none') return null
  if (Object.hasOwn(unitAxes, by)) return { by: 'unit', level: unitAxes[by]! }
  if (by === 'month') return { by }
  if (indicator.facets.some((facet) => facet.id === by)) return { by: 'facet', facet: by }
  return refuse('facet-unknown', { facet: by, list: ['unit', ...levelNames.slice(3), 'month', ...indicator.facets.map((facet) => facet.id)].join(', ') }, field)
}

/** May these two stand against each other? Refuses `axes-clash`: the same twice, units on both sides. */
export function clashOf(rows: Axis | null, across: Axis | null): Refusal<AxisRefusal> | undefined {
  const same = rows && across && (rows.by === across.by && (rows.by !== 'facet' || rows.facet === (across as { facet: string }).facet))
  return same ? refuse('axes-clash', {}, 'rows') : undefined
}

/** The across side of an axis: null where it is none or units. */
export const acrossOf = (axis: Axis | null): Across | null => (axis === null || axis.by === 'unit' ? null : axis)

/**
 * The question narrowed to one value of a facet, to be cut again another way. Null where one question cannot say that: the facet is asked
 * for already, and an entry may hold several of its values. (A month cannot narrow a question: its last day is also that of the class.)
 */
export function narrowed(q: Question, indicator: Indicator, facet: string, key: string): Question | null {
  const asked = q.where[facet]
  if (asked === undefined) return { ...q, where: { ...q.where, [facet]: [key] } }
  if (indicator.facets.find(({ id }) => id === facet)?.many) return null
  return { ...q, where: { ...q.where, [facet]: asked.filter((value) => value === key) } }
}

/** Of two cuts that are no units, the one that narrows and the one that cuts what is left; null where it cannot be said. */
export function insideOut(q: Question, indicator: Indicator, rows: Across, across: Across): { readonly outer: { readonly by: 'facet'; readonly facet: string }; readonly inner: Across; readonly swapped: boolean } | null {
  const can = (axis: Across): axis is { by: 'facet'; facet: string } => axis.by === 'facet' && narrowed(q, indicator, axis.facet, '') !== null
  if (can(rows)) return { outer: rows, inner: across, swapped: false }
  return can(across) ? { outer: across, inner: rows, swapped: true } : null
}
