import type { Actor } from '#kernel/actor.ts'
import type { Refusal } from '#kernel/refusal.ts'
import type { Ability } from '#kernel/abilities.ts'
import { forbids, mayWith } from '#modules/accounts/index.ts'

/** What this officer may do with a card; travels to the screen with it. A card that was merged away is changed no more. */
export function cardAbilities(actor: Actor, merged: boolean): { change: boolean; reveal: boolean; startWork: boolean; merge: boolean } {
  const may = (ability: Ability) => mayWith(actor.roles, ability)
  const writes = may('register.write')
  return { change: writes && !merged, reveal: may('register.reveal'), startWork: writes && !merged, merge: writes }
}

/** Null where the verb may be done; else `not-allowed`. */
export function forbidsWriting(actor: Actor): Refusal<'not-allowed'> | null {
  return forbids(actor, 'register.write')
}
export function forbidsImport(actor: Actor): Refusal<'not-allowed'> | null {
  return forbids(actor, 'register.import')
}
export function forbidsExport(actor: Actor): Refusal<'not-allowed'> | null {
  return forbids(actor, 'register.export')
}
export function forbidsReveal(actor: Actor): Refusal<'not-allowed'> | null {
  return forbids(actor, 'register.reveal')
}
