import type { Actor } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry } from './model.ts'
import * as store from './store.ts'
import type { Posted } from './store.ts'

/** Who posts and for which request: the part of `Ctx` that the journal keeps. */
export type Poster = { readonly actor: Pick<Actor, 'id'>; readonly requestId: Uuid }

/**
 * Writes a posting, its entries and its journal row, and **commits the transaction** (decisions/0003): call it last, then return.
 * Nothing can be read or written, and nothing refused, after it.
 * In: at least one entry made by `entryOf`. `verb` names the act, as `register.import`.
 * A second arrival of the same request fails on the request id; the transaction is done again and must then find the
 * first one by `postingOfRequest` before it writes.
 */
export async function post(tx: Tx, who: Poster, verb: string, entries: readonly Entry[]): Promise<Posted> {
  if (entries.length === 0) throw new Error(`${verb}: a posting needs an entry`)
  return store.append(tx, { actor: who.actor.id, requestId: who.requestId, verb }, entries)
}

/**
 * `post` for so many entries that they should not stand in memory at once: batches, read and made one after another, in the order of
 * their lines. Null where there is no entry at all: nothing is posted then, and the transaction goes on.
 */
export async function postBatches(tx: Tx, who: Poster, verb: string, batches: AsyncIterable<readonly Entry[]>): Promise<Posted | null> {
  return store.appendBatches(tx, { actor: who.actor.id, requestId: who.requestId, verb }, batches)
}
