import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { recordsOfSubjects } from '#modules/ledger/index.ts'
import * as store from './store.ts'

/** A person as other modules may name her to those who reach her. `birth` is an ISO day. */
export type CardBrief = { id: Uuid; name: string; sex: 'female' | 'male'; birth: string; unitId: number; unitPath: string; householdId: Uuid; works: string | null }

/** Cards by the id asked for; those out of reach are missing. A card that was merged away is answered by the one that stands, with that one's `id`. At most some thousands at once. */
export async function cardsInReach(tx: Tx, reach: Reach, ids: readonly Uuid[]): Promise<Map<Uuid, CardBrief>> {
  if (ids.length === 0) return new Map()
  const rows = await store.personsByIds(tx, reach, ids)
  return new Map(rows.map(({ asked, id, name, sex, birth, unitId, unitPath, householdId, works }) => [asked, { id, name, sex, birth, unitId, unitPath, householdId, works }]))
}

/** How many persons a reach holds, counted no further than `atMost`. */
export function personsInReach(tx: Tx, reach: Reach, atMost: number): Promise<number> {
  return store.countInReach(tx, reach, atMost)
}

/** Names behind subjects of the ledger; those out of reach, and those whose tie was erased, are missing. */
export async function namesOfSubjects(ctx: Ctx, subjects: readonly Uuid[]): Promise<{ persons: { subject: Uuid; personId: Uuid; name: string }[] }> {
  return inSnapshot(ctx.db, async (tx) => {
    const records = await recordsOfSubjects(tx, subjects)
    const cards = await cardsInReach(tx, ctx.actor.reach, [...records.values()])
    const persons = [...records].flatMap(([subject, record]) => {
      const card = cards.get(record)
      return card ? [{ subject, personId: card.id, name: card.name }] : []
    })
    tx.note({ subjects: persons.map(({ personId }) => personId) })
    return { persons }
  })
}

/** Sets, or clears, the trade that stands on cards: what lists show and filter by. The ledger's entries are the record. */
export async function setWorks(tx: Tx, reach: Reach, ids: readonly Uuid[], trade: string | null): Promise<void> {
  await store.setWorks(tx, reach, ids, trade)
}
