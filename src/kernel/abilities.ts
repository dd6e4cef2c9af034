/** What an account may be for a unit. The three administrators exclude one another and read no personal data (GB/T 22239-2019, 8.1.5). */
export const grantedRoles = [
  'system-admin', 'security-admin', 'audit-admin', 'leader', 'officer', 'worker', 'checker', 'trainer', 'finance', 'bank-clerk', 'judge', 'incubator', 'broker', 'member', 'auditor',
] as const
export type GrantedRole = (typeof grantedRoles)[number]
/** `operator` is whoever types on the machine's command line. */
export type Role = GrantedRole | 'operator'

/** What may be done. The server asks before every verb, and the same answers travel to the screen. */
export const abilities = [
  'organisation.read',
  'organisation.change',
  'accounts.read',
  'accounts.manage',
  'accounts.grant',
  'audit.read',
  'exports.read',
  'exports.approve',
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
  'indicators.write',
  'rights.read',
  'rights.handle',
  'rights.approve',
  'rights.own',
] as const
export type Ability = (typeof abilities)[number]
