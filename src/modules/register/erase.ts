import type { Uuid } from '#kernel/ids.ts'
import { boxIn } from '#platform/crypto/box.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { maskWithin } from './preview.ts'
import * as store from './erase.store.ts'

/** All that the register holds of one person, her numbers in full. */
export type HeldOfPerson = {
  readonly card: Omit<store.HeldCard, 'idCipher' | 'phoneCipher'> & { readonly idNumber: string; readonly phone: string | null }
  readonly changes: readonly store.HeldChange[]
  readonly reveals: readonly store.HeldReveal[]
  readonly imports: readonly { readonly fileName: string; readonly at: string; readonly by: string }[]
}

/**
 * What the register holds of one person, for her own request (PIPL Art 45). In: the folder with the keys, the card's id; the caller has
 * found out that she may. Out: undefined where there is no such card, or it was erased.
 */
export async function heldOfPerson(tx: Tx, dataFolder: string, id: Uuid): Promise<HeldOfPerson | undefined> {
  const held = await store.heldCard(tx, id)
  if (!held) return undefined
  const { idCipher, phoneCipher, ...card } = held
  const box = boxIn(dataFolder)
  return {
    card: { ...card, idNumber: box.open('idNumber', idCipher), phone: phoneCipher === null ? null : box.open('phone', phoneCipher) },
    changes: await store.heldChanges(tx, id, card.householdId), reveals: await store.heldReveals(tx, id), imports: await store.heldImports(tx, id),
  }
}

/**
 * What says who she is, as it may stand in what imports keep of their files, besides what stands on her card: her numbers, which the database
 * cannot read; her masked numbers, as such lists write them; her date of birth; what her card said before it was changed. For erasure.
 */
export async function wordsOfPerson(tx: Tx, dataFolder: string, id: Uuid): Promise<string[]> {
  const held = await store.heldCard(tx, id)
  if (!held) return []
  const box = boxIn(dataFolder)
  const idNumber = box.open('idNumber', held.idCipher)
  const phone = held.phoneCipher === null ? [] : [box.open('phone', held.phoneCipher)]
  return [...new Set([idNumber, idNumber.toLowerCase(), maskWithin(idNumber), ...phone, held.birth, ...(await store.formerWords(tx, id))])]
}

/** The fields of a card that were changed since an instant: what a correction she asked for has come to. */
export const fieldsChangedSince = store.fieldsChangedSince

/** A member's own card; see the store. */
export { ownCard, type OwnCard } from './erase.store.ts'
