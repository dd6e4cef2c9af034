import { abilities, type Ability, type Role } from '#kernel/abilities.ts'
import type { Actor } from '#kernel/actor.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'

const reading: readonly Ability[] = ['organisation.read', 'register.read', 'ledger.read', 'figures.read']

/**
 * What each role is for. The three administrators read no personal data; the auditor reads all and changes nothing; whoever works for
 * a bank, a panel, a base or a buyer gets at cases of her own through the modules that keep them, never at the register.
 */
const abilitiesOfRole: Record<Role, readonly Ability[]> = {
  'system-admin': ['organisation.read', 'organisation.change', 'accounts.read', 'accounts.manage'],
  'security-admin': ['organisation.read', 'accounts.read', 'accounts.grant'],
  'audit-admin': ['organisation.read', 'accounts.read', 'audit.read', 'exports.read'],
  leader: [...reading, 'register.export', 'figures.issue', 'exports.read', 'exports.approve', 'rights.read', 'rights.approve'],
  officer: [...reading, 'register.write', 'register.import', 'register.export', 'register.reveal', 'ledger.reverse', 'figures.issue', 'indicators.write', 'exports.read', 'rights.read', 'rights.handle'],
  worker: [...reading, 'register.write', 'register.reveal', 'rights.read', 'rights.handle'],
  checker: [...reading, 'register.reveal', 'ledger.check'],
  trainer: ['organisation.read', 'figures.read'],
  finance: ['organisation.read', 'figures.read'],
  'bank-clerk': ['organisation.read'],
  judge: ['organisation.read'],
  incubator: ['organisation.read', 'figures.read'],
  broker: ['organisation.read'],
  member: ['rights.own'],
  auditor: [...reading, 'audit.read', 'accounts.read', 'exports.read', 'rights.read'],
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
