import type { Reach } from '#kernel/actor.ts'
import { sql } from './transaction.ts'
import { merged } from './who.ts'

/** Up to so many ranges an index finds each of them; more are looked up by halving, row by row, within their outer bounds. */
const each = 4

/**
 * "This path lies in the reach", as plain comparisons that a btree on the path serves (decisions/0002). An empty reach is
 * false. `column` is a name from code, as `alias.unit_path`.
 */
export function inReach(column: string, reach: Reach) {
  if (reach.length === 0) return sql<boolean>`false`
  const path = sql.ref(column)
  if (reach.length > each) {
    const ranges = merged(reach)
    return sql<boolean>`(${path} >= ${ranges[0]!.lo} and ${path} < ${ranges.at(-1)!.hi}
      and width_bucket(${path}, ${ranges.flatMap(({ lo, hi }) => [lo, hi])}::text[] collate "C") % 2 <> 0)`
  }
  return sql<boolean>`(${sql.join(reach.map(({ lo, hi }) => sql`${path} >= ${lo} and ${path} < ${hi}`), sql` or `)})`
}
