import { z } from 'zod'
import { grantedRoles } from '#kernel/abilities.ts'
import { endpoint } from '#platform/contract/endpoint.ts'

const done = z.object({ done: z.literal(true) })
const uuid = z.uuid()
const day = z.iso.date()
/** What stands in the way of signing in, or nothing: `blocked` by somebody, `unused` for 90 days, `new` until the first password is set. */
export const accountStates = ['active', 'blocked', 'unused', 'new'] as const
export type AccountState = (typeof accountStates)[number]

export const grantRow = z.object({
  id: uuid, role: z.enum(grantedRoles),
  unit: z.object({ id: z.int(), code: z.string(), name: z.string().nullable() }),
  validFrom: day, validTo: day.nullable().meta({ description: 'last day; null while no end is set' }),
  state: z.enum(['holds', 'later', 'over']),
  personId: uuid.nullable().meta({ description: "the card of a member's own grant" }),
  givenBy: z.string().nullable().meta({ description: 'display name, or operator:cli' }), givenAt: z.string().nullable(),
  endedBy: z.string().nullable(), endedAt: z.string().nullable(),
})
export type GrantRow = z.infer<typeof grantRow>

export const accountRow = z.object({
  id: uuid, name: z.string(), displayName: z.string(), state: z.enum(accountStates),
  factor: z.boolean().meta({ description: 'has a second factor' }), factorMissing: z.boolean().meta({ description: 'must have one by its roles and has none yet' }),
  roles: z.array(z.enum(grantedRoles)).meta({ description: 'roles that hold today in this workspace' }),
  lastSignInAt: z.string().nullable(), createdAt: z.string(),
})
export type AccountRow = z.infer<typeof accountRow>

export const accountDetail = accountRow.extend({
  phone: z.string().nullable().meta({ description: 'masked' }),
  home: z.boolean().meta({ description: 'belongs to this workspace: only then may its system administrator block, reset, remove its factor' }),
  administrator: z.boolean().meta({ description: 'holds an administrator\'s role: links and lost factors of these are the operator\'s to mend' }),
  self: z.boolean(),
  blocked: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
  link: z.object({ expiresAt: z.string() }).nullable().meta({ description: 'a one-time link that is open still' }),
  recoveryCodesLeft: z.int(), sessions: z.int().meta({ description: 'how many sessions are open' }),
  grants: z.array(grantRow),
}).meta({ id: 'Account' })
export type AccountDetail = z.infer<typeof accountDetail>

/** Shown once: the address to open (`/first-password#token`) and until when. */
export const oneTimeLink = z.object({ path: z.string(), expiresAt: z.string() })
export type OneTimeLink = z.infer<typeof oneTimeLink>

const params = z.object({ id: uuid })
export const listAccounts = endpoint({
  method: 'GET', path: '/api/accounts', may: 'accounts.read', summary: 'Accounts of this workspace, and of others that hold a grant in it; by name, 50 a page',
  query: z.object({
    q: z.string().max(60).optional().meta({ description: 'part of a user name or of a display name' }),
    state: z.enum([...accountStates, 'no-factor']).optional(), role: z.enum(grantedRoles).optional(), page: z.coerce.number().int().min(1).max(10_000).default(1),
  }),
  out: z.object({ total: z.int(), page: z.int(), pageSize: z.int(), rows: z.array(accountRow) }), refusals: [],
})
export const readAccount = endpoint({
  method: 'GET', path: '/api/accounts/:id', may: 'accounts.read', audit: 'accounts.look', summary: 'One account with all its grants in this workspace', params, out: accountDetail, refusals: ['account-not-found'],
})
export const makeAccount = endpoint({
  method: 'POST', path: '/api/accounts', may: 'accounts.manage', audit: 'accounts.make', summary: 'Makes an account without password or role; answers the one-time link for its first password',
  body: z.object({ id: uuid, name: z.string().min(1).max(80), displayName: z.string().min(1).max(60), phone: z.string().max(30).optional() }),
  out: z.object({ id: uuid, link: oneTimeLink }), refusals: ['account-name-taken', 'account-name-bad', 'account-phone-bad', 'account-phone-taken'],
})
export const blockAccount = endpoint({
  method: 'POST', path: '/api/accounts/:id/block', may: 'accounts.manage', audit: 'accounts.block', summary: 'Blocks an account, with a reason, and ends its sessions', params,
  body: z.object({ reason: z.string().trim().min(1).max(300) }), out: done, refusals: ['account-not-found', 'account-own', 'account-elsewhere', 'account-is-administrator'],
})
export const unblockAccount = endpoint({
  method: 'POST', path: '/api/accounts/:id/unblock', may: 'accounts.manage', audit: 'accounts.unblock', summary: 'Lets a blocked or long unused account sign in again', params,
  out: done, refusals: ['account-not-found', 'account-own', 'account-elsewhere', 'account-is-administrator'],
})
export const resetAccount = endpoint({
  method: 'POST', path: '/api/accounts/:id/link', may: 'accounts.manage', audit: 'accounts.reset', summary: 'A new one-time link: the old password and link hold no longer, all sessions end', params,
  out: oneTimeLink, refusals: ['account-not-found', 'account-own', 'account-elsewhere', 'account-is-administrator'],
})
export const removeFactor = endpoint({
  method: 'POST', path: '/api/accounts/:id/remove-factor', may: 'accounts.manage', audit: 'accounts.remove-factor', summary: 'Removes a lost second factor and ends all sessions', params,
  out: done, refusals: ['account-not-found', 'account-own', 'account-elsewhere', 'account-is-administrator'],
})
export const giveGrant = endpoint({
  method: 'POST', path: '/api/accounts/:id/grants', may: 'accounts.grant', audit: 'accounts.give-grant', summary: 'Gives a role for a unit, from day to day; ends the sessions of the account, which signs in again with it, and with an administrator’s role its open one-time links', params,
  body: z.object({
    id: uuid, role: z.enum(grantedRoles), unitId: z.int().positive().max(2_147_483_647),
    validFrom: day.optional().meta({ description: 'today where absent; never in the past' }), validTo: day.optional(), personId: uuid.optional().meta({ description: 'for a member: her card' }),
  }),
  out: done, refusals: ['account-not-found', 'unit-not-found', 'grant-own', 'grant-excludes', 'grant-top-only', 'grant-dates', 'grant-stands', 'grant-person'],
})
export const endGrant = endpoint({
  method: 'POST', path: '/api/accounts/:id/grants/:grantId/end', may: 'accounts.grant', audit: 'accounts.end-grant', summary: 'Ends a grant at once, and the sessions of its account',
  params: z.object({ id: uuid, grantId: uuid }), out: done, refusals: ['account-not-found', 'grant-not-found', 'grant-own'],
})
export const adminEndpoints = [listAccounts, readAccount, makeAccount, blockAccount, unblockAccount, resetAccount, removeFactor, giveGrant, endGrant]
