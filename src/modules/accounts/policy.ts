import type { Actor, Role } from '#kernel/actor.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'

/** What may be done; the server asks before every verb, and the same answers travel to the screen. */
export const abilities = [
  'organisation.read',
  'register.read',
  'register.write',
  'register.import',
  'register.export',
  'register.reveal',
  'ledger.read',
  'ledger.reverse',
  'ledger.check',
  'figures.read',
  'figures.issue',
] as const
export type Ability = (typeof abilities)[number]

const reading: readonly Ability[] = ['organisation.read', 'register.read', 'ledger.read', 'figures.read']

/** The officer keeps the register, the checker checks what others wrote, the leader reads all and issues. */
const abilitiesOfRole: Record<Role, readonly Ability[]> = {
  officer: [...reading, 'register.write', 'register.import', 'register.export', 'register.reveal', 'ledger.reverse', 'figures.issue'],
  checker: [...reading, 'register.reveal', 'ledger.check'],
  leader: [...reading, 'register.export', 'figures.issue'],
  operator: abilities,
}

/** True where one of the roles gives the ability. */
export function mayWith(roles: readonly Role[], ability: Ability): boolean {
  return roles.some((role) => abilitiesOfRole[role].includes(ability))
}

/** All abilities, each yes or no, as the screen receives them. */
export function abilitiesOf(roles: readonly Role[]): Record<Ability, boolean> {
  return Object.fromEntries(abilities.map((ability) => [ability, mayWith(roles, ability)])) as Record<Ability, boolean>
}

/** Asks before a verb: null where it may be done, else the refusal `not-allowed`. */
export function forbids(actor: Pick<Actor, 'roles'>, ability: Ability): Refusal<'not-allowed'> | null {
  return mayWith(actor.roles, ability) ? null : refuse('not-allowed', { ability })
}
