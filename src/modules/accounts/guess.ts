import type { Pool } from 'pg'
import { instantText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import { sharedDb } from '#modules/organisation/index.ts'
import { guessesFromOneAddress, guessMinutes } from './model.ts'
import * as store from './session.store.ts'

export type Guess = { readonly key: string; readonly address: string; /** Hash of a known device's token; null from all others. */ readonly device: Buffer | null; readonly limit: number }

/**
 * Counts a guess before it is tried, in a transaction of its own: guesses sent at once are all counted, and whatever happens to the
 * trial, the count stands. Refuses `sign-in-wait` (facts: minutes). A known device has a count of its own, which nobody else can fill.
 */
export async function countGuess(pool: Pool, guess: Guess, now: Temporal.Instant): Promise<Refusal<'sign-in-wait'> | null> {
  return inTransaction(sharedDb(pool), async (tx) => {
    await store.lockAttempts(tx, guess.key, guess.address)
    const tried = await store.attemptsSince(tx, guess, instantText(now.subtract({ minutes: guessMinutes })))
    if (tried.same >= guess.limit || (guess.device === null && tried.here >= guessesFromOneAddress)) return refuse('sign-in-wait', { minutes: guessMinutes })
    await store.insertAttempt(tx, guess, instantText(now))
    return null
  })
}
