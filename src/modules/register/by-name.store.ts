import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { closedCardsOf } from './merging.store.ts'
import { named } from './store.ts'

/** A place in the order of names: how the name sounds, and the card. */
export type NamePlace = { readonly sound: string; readonly id: Uuid }

/** The next cards of a reach in the order in which names sound, after a place; null: from the first. Walks the index of sounds, so that a step costs a step. */
export async function personsByName(tx: Tx, reach: Reach, after: NamePlace | null, limit: number): Promise<NamePlace[]> {
  const since = after === null ? sql`` : sql`and p.pinyin >= ${after.sound} and (p.pinyin, p.id) > (${after.sound}, ${after.id}::uuid)`
  return tx.rows<NamePlace>(sql`select p.pinyin as sound, p.id from register_person p where ${inReach('p.unit_path', reach)} ${since} order by p.pinyin, p.id limit ${limit}`)
}

/**
 * Cards of a reach in whose name these characters stand, and the closed ones that were merged into them; null where they are more than `atMost`, which nobody
 * looks through one by one.
 */
export async function cardsNamed(tx: Tx, reach: Reach, text: string, atMost: number): Promise<Uuid[] | null> {
  const rows = await tx.rows<{ id: Uuid }>(sql`select p.id from ${named(text)} p where ${inReach('p.unit_path', reach)} and p.merged_into is null limit ${atMost + 1}`)
  if (rows.length > atMost) return null
  const ids = rows.map(({ id }) => id)
  return [...ids, ...(await closedCardsOf(tx, ids)).keys()]
}

/** What of the order of names an earlier snapshot does not show. `now`: the asking snapshot; `isLater`: whether it shows all that the earlier one shows; `erased`: cards ever emptied; `cards`: whose name is another now. */
export type Stirred = { readonly now: string; readonly isLater: boolean; readonly erased: number; readonly cards: readonly Uuid[] }

/** Which cards of the whole workspace bear another name than at an earlier snapshot (`now` of an earlier answer; null: no card is told). Ids and nothing else: it tells nothing of them. */
export async function stirredSince(tx: Tx, since: string | null): Promise<Stirred> {
  return tx.one<Stirred>(sql`select now::text as now, is_later as "isLater", erased, cards from register_stirred(${since}::text::pg_snapshot)`)
}
