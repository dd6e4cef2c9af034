import type { Reach } from '#kernel/actor.ts'
import { sql } from './transaction.ts'

/**
 * "This path lies in the reach", as plain comparisons that a btree on the path serves (decisions/0002). An empty reach is
 * false. `column` is a name from code, as `alias.unit_path`.
 */
export function inReach(column: string, reach: Reach) {
  if (reach.length === 0) return sql<boolean>`false`
  const path = sql.ref(column)
  return sql<boolean>`(${sql.join(reach.map(({ lo, hi }) => sql`${path} >= ${lo} and ${path} < ${hi}`), sql` or `)})`
}
