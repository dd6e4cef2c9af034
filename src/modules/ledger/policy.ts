import type { Actor } from '#kernel/actor.ts'

/** Batches of a unit are opened, looked through and closed by checkers of that very unit; a higher level does not stand in for it. */
export function mayCheck(actor: Actor, unit: { readonly id: number }): boolean {
  return (actor.roles.includes('checker') && actor.unitId === unit.id) || actor.roles.includes('operator')
}
