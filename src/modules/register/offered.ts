import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import * as store from './store.ts'

/** A person as other modules may name her to those who reach her. `birth` is an ISO day. */
export type CardBrief = { id: Uuid; name: string; sex: 'female' | 'male'; birth: string; unitId: number; unitPath: string; householdId: Uuid; works: string | null }

/** Cards by id, keyed by it; those out of reach are missing. At most some thousands at once. */
export async function cardsInReach(tx: Tx, reach: Reach, ids: readonly Uuid[]): Promise<Map<Uuid, CardBrief>> {
  if (ids.length === 0) return new Map()
  const rows = await store.personsByIds(tx, reach, ids)
  return new Map(rows.map(({ id, name, sex, birth, unitId, unitPath, householdId, works }) => [id, { id, name, sex, birth, unitId, unitPath, householdId, works }]))
}

/** Sets, or clears, the trade that stands on cards: what lists show and filter by. The ledger's entries are the record. */
export async function setWorks(tx: Tx, reach: Reach, ids: readonly Uuid[], trade: string | null): Promise<void> {
  await store.setWorks(tx, reach, ids, trade)
}
