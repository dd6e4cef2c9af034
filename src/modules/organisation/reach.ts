import { sql } from '#platform/database/transaction.ts'
import type { Reach } from '#kernel/actor.ts'

/**
 * The condition "this path lies in the reach", for a WHERE clause.
 * In: the column as the query names it (`unit_path`, `u.path`; from code, never from input) and the reach. An empty reach reaches nothing.
 */
export function withinReach(column: string, reach: Reach) {
  const path = sql.ref(column)
  if (reach.length === 0) return sql<boolean>`false`
  return sql<boolean>`(${sql.join(reach.map(({ lo, hi }) => sql`(${path} >= ${lo} and ${path} < ${hi})`), sql` or `)})`
}
