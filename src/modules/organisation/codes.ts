import type { DateText } from '#kernel/dates.ts'
import type { Lives, TreeRow } from './lives.ts'
import type { Country } from './model.ts'

/**
 * A code that a change leaves unlike its place in the tree (R10): of another length than its level's, or not beginning with its parent's. `given` in
 * this very change, or kept by a unit that now stands elsewhere.
 */
export type OddCode = { readonly unit: Named; readonly parent: Named; readonly why: 'length' | 'parent'; readonly given: boolean }
type Named = { readonly id: number; readonly name: string; readonly code: string }

/** Digits of a code by level. China: GB/T 2260 (2, 4, 6) and the statistical code (9, 12). Viet Nam: Decision 124/2004 and its lists (2, 3, 5). */
const digits: Record<Country, Readonly<Record<number, number>>> = { cn: { 1: 2, 2: 4, 3: 6, 4: 9, 5: 12 }, vn: { 1: 2, 3: 3, 4: 5 } }

/** What is odd about a code under that parent's; null where nothing is. Viet Nam's codes do not say where a unit lies. */
export function oddness(country: Country, unit: { code: string; level: number }, parent: { code: string }): OddCode['why'] | null {
  const wanted = digits[country][unit.level]
  if (wanted !== undefined && unit.code.length !== wanted) return 'length'
  return country === 'cn' && parent.code !== country && !unit.code.startsWith(parent.code) ? 'parent' : null
}

/** Codes that are odd on the day of a change and were not so before it, the given ones first. */
export function oddCodes(lives: Lives, country: Country, day: DateText): OddCode[] {
  const named = ({ id, name, code }: TreeRow): Named => ({ id, name, code })
  const odd = lives.ids().flatMap((id): OddCode[] => {
    const [unit, was] = [lives.on(id, day), lives.wasOn(id, day)]
    const parent = unit?.parentId ? lives.on(unit.parentId, day) : undefined
    const why = unit && parent ? oddness(country, unit, parent) : null
    if (!unit || !parent || !why) return []
    const given = was?.code !== unit.code
    const above = was?.parentId ? lives.wasOn(was.parentId, day) : undefined
    return !given && above && oddness(country, was, above) === why ? [] : [{ unit: named(unit), parent: named(parent), why, given }]
  })
  return odd.sort((a, b) => Number(b.given) - Number(a.given))
}
