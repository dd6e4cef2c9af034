import { z } from 'zod'
import { languages } from '#kernel/languages.ts'
import { endpoint } from '#platform/contract/endpoint.ts'
import { abilities, grantedRoles } from '#kernel/abilities.ts'
import { adminEndpoints } from './admin.contract.ts'
import { enrolment, factorCode, factorRefusals, newPassword, passwordRefusals, recoveryCodes, signInEndpoints } from './sign-in.contract.ts'

const levelName = z.enum(['nation', 'province', 'city', 'county', 'town', 'village'])
const grantedUnit = z.object({ workspace: z.string(), workspaceName: z.string(), id: z.int(), code: z.string(), name: z.string(), level: levelName })

/** What the modules above add to the answer of `/api/me`: levels of verification, how far the ledger is, the plan. */
export const meExtras = z.object({
  levels: z.array(z.object({ id: z.string(), name: z.string(), glyph: z.string() }).loose()).meta({ description: "the programme's levels of verification, lowest first" }),
  asOf: z.object({ journal: z.string(), at: z.string() }).nullable(),
  plan: z.object({ id: z.string(), name: z.string(), from: z.string().optional(), to: z.string().optional() }).nullable(),
})
export type MeExtras = z.infer<typeof meExtras>

export const me = meExtras
  .extend({
    account: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    factor: z.boolean().meta({ description: 'has a second factor' }),
    workspace: z.object({ slug: z.string(), name: z.string(), country: z.enum(['cn', 'vn']), timeZone: z.string() }),
    unit: z.object({ id: z.int(), code: z.string(), name: z.string(), level: levelName, path: z.string() }),
    units: z.array(grantedUnit).meta({ description: 'all units she may work for; switching is POST /api/me/grant' }),
    roles: z.array(z.enum([...grantedRoles, 'operator'])),
    personId: z.string().nullable().meta({ description: "the own card of a member" }),
    abilities: z.record(z.enum(abilities), z.boolean()),
    language: z.enum(languages).nullable(),
    today: z.string(),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof me>

const done = z.object({ done: z.literal(true) })

export const readMe = endpoint({ method: 'GET', path: '/api/me', may: 'self', summary: 'Who is signed in, where, and what she may do', out: me, refusals: [] })
export const switchGrant = endpoint({
  method: 'POST',
  path: '/api/me/grant', may: 'self', audit: 'accounts.switch-grant',
  summary: 'Goes on working for another unit that she has a grant for',
  body: z.object({ workspace: z.string().max(40), unitId: z.int().positive().max(2_147_483_647) }),
  out: done,
  refusals: ['grant-not-found'],
})
export const changePassword = endpoint({
  method: 'POST', path: '/api/me/password', may: 'self', audit: 'accounts.change-password', summary: 'Changes the own password; every other session ends',
  body: z.object({ old: z.string().min(1).max(1_000), password: newPassword }), out: done, refusals: ['password-old-wrong', 'sign-in-wait', ...passwordRefusals],
})
export const readSessions = endpoint({
  method: 'GET', path: '/api/me/sessions', may: 'self', summary: 'Where the own account is signed in, newest first',
  out: z.object({ sessions: z.array(z.object({ id: z.uuid(), device: z.string().meta({ description: "the browser's own words (User-Agent)" }), address: z.string(), createdAt: z.string(), lastSeenAt: z.string(), current: z.boolean() })) }),
  refusals: [],
})
export const endSession = endpoint({ method: 'POST', path: '/api/me/sessions/:id/end', may: 'self', audit: 'accounts.end-session', summary: 'Ends one of the own sessions', params: z.object({ id: z.uuid() }), out: done, refusals: ['session-not-found'] })
export const endOtherSessions = endpoint({ method: 'POST', path: '/api/me/sessions/end-others', may: 'self', audit: 'accounts.end-sessions', summary: 'Ends all own sessions but this one', out: done, refusals: [] })
export const readFactor = endpoint({
  method: 'GET', path: '/api/me/factor', may: 'self', summary: 'The own second factor',
  out: z.object({ on: z.boolean(), since: z.string().nullable(), obligatory: z.boolean(), recoveryCodesLeft: z.int() }), refusals: [],
})
export const startFactor = endpoint({
  method: 'POST', path: '/api/me/factor', may: 'self', audit: 'accounts.factor-start', summary: 'Begins to set up a second factor, or a new one in the place of the old',
  body: z.object({ password: z.string().min(1).max(1_000) }), out: enrolment, refusals: ['password-old-wrong', 'sign-in-wait'],
})
export const confirmFactor = endpoint({
  method: 'POST', path: '/api/me/factor/confirm', may: 'self', audit: 'accounts.factor-set', summary: 'The first code of the new second factor; answers new recovery codes',
  body: z.object({ code: factorCode }), out: z.object({ recoveryCodes }), refusals: ['factor-not-begun', ...factorRefusals],
})
export const renewRecoveryCodes = endpoint({
  method: 'POST', path: '/api/me/factor/recovery-codes', may: 'self', audit: 'accounts.recovery-codes', summary: 'New recovery codes; the old ones hold no longer',
  body: z.object({ code: factorCode }), out: z.object({ recoveryCodes }), refusals: ['factor-off', ...factorRefusals],
})
export const dropFactor = endpoint({
  method: 'POST', path: '/api/me/factor/remove', may: 'self', audit: 'accounts.factor-drop', summary: 'Goes on without a second factor, where it is not obligatory',
  body: z.object({ code: factorCode }), out: done, refusals: ['factor-obligatory', ...factorRefusals],
})
const ownEndpoints = [readMe, switchGrant, changePassword, readSessions, endOtherSessions, endSession, readFactor, startFactor, confirmFactor, renewRecoveryCodes, dropFactor]
export const endpoints = [...signInEndpoints, ...ownEndpoints, ...adminEndpoints]

export * from './sign-in.contract.ts'
export * from './admin.contract.ts'
