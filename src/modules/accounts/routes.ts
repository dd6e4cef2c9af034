import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Pool } from 'pg'
import { isRefusal } from '#kernel/refusal.ts'
import { addressOf } from '#platform/http/address.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { openRoute, route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { sessionHours } from './model.ts'
import * as service from './service.ts'

export const sessionCookie = 'qs_session'

/** The token that a request brings, if any. */
export function tokenOf(c: Context): string | undefined {
  const token = getCookie(c, sessionCookie)
  return token && /^[\w-]{43}$/.test(token) ? token : undefined
}

function isSecure(c: Context): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'
}

/** `extras` joins what only modules above accounts know of the actor's workspace. */
export function accountRoutes(pool: Pool, extras: (ctx: Ctx) => Promise<contract.MeExtras>): Route[] {
  return [
    openRoute(contract.signIn, async ({ now }, { body, http }) => {
      const answer = await service.signIn(pool, { ...body, address: addressOf(http), device: http.req.header('user-agent') ?? '' }, now)
      if (isRefusal(answer)) return answer
      setCookie(http, sessionCookie, answer.token, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(http), maxAge: sessionHours * 3600 })
      return { account: { name: answer.account.name, displayName: answer.account.displayName }, next: 'in' as const }
    }),
    openRoute(contract.signOut, async ({ now }, { http }) => {
      const token = tokenOf(http)
      if (token) await service.signOut(pool, token, now)
      deleteCookie(http, sessionCookie, { path: '/', secure: isSecure(http) })
      return { done: true as const }
    }),
    route(contract.readMe, async (ctx, { http }) => {
      const signedIn = (await service.actorOf(pool, tokenOf(http) ?? '', ctx.now))!
      return { ...(await service.describeMe(pool, signedIn, ctx.now)), ...(await extras(ctx)) }
    }),
    route(contract.switchGrant, async ({ now }, { body, http }) => {
      return (await service.switchGrant(pool, tokenOf(http) ?? '', body, now)) ?? { done: true as const }
    }),
  ]
}
