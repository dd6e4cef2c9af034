import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** A place in the order of names: how the name sounds, and the card. */
export type NamePlace = { readonly sound: string; readonly id: Uuid }

/** The next cards of a reach in the order in which names sound, after a place; null: from the first. Walks the index of sounds, so that a step costs a step. */
export async function personsByName(tx: Tx, reach: Reach, after: NamePlace | null, limit: number): Promise<NamePlace[]> {
  const since = after === null ? sql`` : sql`and p.pinyin >= ${after.sound} and (p.pinyin, p.id) > (${after.sound}, ${after.id}::uuid)`
  return tx.rows<NamePlace>(sql`select p.pinyin as sound, p.id from register_person p where ${inReach('p.unit_path', reach)} ${since} order by p.pinyin, p.id limit ${limit}`)
}
