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

/** What of the order of names an earlier snapshot does not show. `now`: the asking snapshot; `isLater`: whether it shows all that the earlier one shows; `erased`: cards ever emptied; `cards`: whose name is another now. */
export type Stirred = { readonly now: string; readonly isLater: boolean; readonly erased: number; readonly cards: readonly Uuid[] }

/** Which cards of the whole workspace bear another name than at an earlier snapshot (`now` of an earlier answer; null: no card is told). Ids and nothing else: it tells nothing of them. */
export async function stirredSince(tx: Tx, since: string | null): Promise<Stirred> {
  return tx.one<Stirred>(sql`select now::text as now, is_later as "isLater", erased, cards from register_stirred(${since}::text::pg_snapshot)`)
}
