import { z } from 'zod'
import { languages } from '#kernel/languages.ts'
import { endpoint } from '#platform/contract/endpoint.ts'
import { abilities, grantedRoles } from '#kernel/abilities.ts'

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
    account: z.object({ name: z.string(), displayName: z.string() }),
    workspace: z.object({ slug: z.string(), name: z.string(), country: z.enum(['cn', 'vn']), timeZone: z.string() }),
    unit: z.object({ id: z.int(), code: z.string(), name: z.string(), level: levelName, path: z.string() }),
    units: z.array(grantedUnit).meta({ description: 'all units she may work for; switching is POST /api/me/grant' }),
    roles: z.array(z.enum([...grantedRoles, 'operator'])),
    abilities: z.record(z.enum(abilities), z.boolean()),
    language: z.enum(languages).nullable(),
    today: z.string(),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof me>

const done = z.object({ done: z.literal(true) })

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sign-in',
  summary: 'Signs in with name and password; sets the session cookie',
  body: z.object({ name: z.string().min(1).max(80), password: z.string().min(1).max(200) }),
  out: z.object({ account: z.object({ name: z.string(), displayName: z.string() }) }),
  refusals: ['sign-in-wrong', 'sign-in-wait', 'sign-in-no-unit'],
  open: true,
})
export const signOut = endpoint({ method: 'POST', path: '/api/sign-out', summary: 'Ends the session', out: done, refusals: [], open: true })
export const readMe = endpoint({ method: 'GET', path: '/api/me', may: 'self', summary: 'Who is signed in, where, and what she may do', out: me, refusals: [] })
export const switchGrant = endpoint({
  method: 'POST',
  path: '/api/me/grant', may: 'self', audit: 'accounts.switch-grant',
  summary: 'Goes on working for another unit that she has a grant for',
  body: z.object({ workspace: z.string().max(40), unitId: z.int().positive() }),
  out: done,
  refusals: ['grant-not-found'],
})
export const endpoints = [signIn, signOut, readMe, switchGrant]
