import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Pool } from 'pg'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { isSecure } from '#platform/http/address.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { openRoute, route, type OpenCtx, type Route } from '#platform/http/route.ts'
import * as admin from './admin.ts'
import * as contract from './contract.ts'
import { confirmSecret, pendingSecret, renewRecovery } from './factor.ts'
import { isToken, plainHouse, type From, type House } from './house.ts'
import { sessionHours } from './model.ts'
import * as own from './own.ts'
import { actorOf, signOut, type Begun } from './session.ts'
import * as signing from './sign-in.ts'

const deviceDays = 400
const done = { done: true as const }

/** A cookie's name: behind TLS it is bound to this very host (`__Host-`), so that no neighbour can set it. */
const named = (c: Context, name: string): string => (isSecure(c) ? `__Host-${name}` : name)
const [sessionCookie, deviceCookie] = ['qs_session', 'qs_device']

/** The token that a request brings, if any. */
export function tokenOf(c: Context): string | undefined {
  const token = getCookie(c, named(c, sessionCookie))
  return isToken(token) ? token : undefined
}

function fromOf(c: Context, { address, requestId }: Pick<OpenCtx, 'address' | 'requestId'>): From {
  const token = getCookie(c, named(c, deviceCookie))
  return { address, device: c.req.header('user-agent') ?? '', deviceToken: isToken(token) ? token : undefined, requestId }
}

function keep(c: Context, name: string, value: string, seconds: number): void {
  setCookie(c, named(c, name), value, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(c), maxAge: seconds })
}

/** Gives the browser its new token, and says which step comes next. */
function stepped(c: Context, begun: Begun) {
  keep(c, sessionCookie, begun.token, sessionHours * 3600)
  if (begun.deviceToken) keep(c, deviceCookie, begun.deviceToken, deviceDays * 86_400)
  return { account: { name: begun.account.name, displayName: begun.account.displayName }, next: begun.next }
}

const orDone = <R extends Refusal>(refused: R | null | void) => refused ?? done

/** `extras` joins what only modules above accounts know of the actor's workspace. */
export function accountRoutes(pool: Pool, extras: (ctx: Ctx) => Promise<contract.MeExtras>, house: House = plainHouse): Route[] {
  return [...doorRoutes(pool, house), ...ownRoutes(pool, extras, house), ...adminRoutes(house)]
}

function doorRoutes(pool: Pool, house: House): Route[] {
  const token = (c: Context) => tokenOf(c) ?? ''
  return [
    openRoute(contract.signInState, async ({ now }, { http }) => (await signing.signInState(pool, token(http), now)) ?? { account: null, next: 'out' as const }),
    openRoute(contract.signIn, async (open, { body, http }) => {
      const answer = await signing.signIn(pool, { ...fromOf(http, open), ...body }, open.now, house)
      return isRefusal(answer) ? answer : stepped(http, answer)
    }),
    openRoute(contract.signInFactor, async (open, { body, http }) => {
      const answer = await signing.passFactor(pool, token(http), body.code, fromOf(http, open), open.now, house)
      return isRefusal(answer) ? answer : stepped(http, answer)
    }),
    openRoute(contract.signInEnrol, (open, { http }) => signing.enrol(pool, token(http), fromOf(http, open), open.now, house)),
    openRoute(contract.signInEnrolConfirm, async (open, { body, http }) => {
      const answer = await signing.confirmEnrolment(pool, token(http), body.code, fromOf(http, open), open.now, house)
      return isRefusal(answer) ? answer : { ...stepped(http, answer), recoveryCodes: answer.recoveryCodes }
    }),
    openRoute(contract.signInPassword, async (open, { body, http }) => {
      const answer = await signing.passPassword(pool, token(http), body.password, fromOf(http, open), open.now)
      return isRefusal(answer) ? answer : stepped(http, answer)
    }),
    openRoute(contract.readLink, async ({ now }, { body }) => {
      const link = await signing.readLink(pool, body.token, now)
      return isRefusal(link) ? link : { account: { name: link.name, displayName: link.displayName }, expiresAt: link.expiresAt }
    }),
    openRoute(contract.useLink, (open, { body, http }) => signing.useLink(pool, body.token, body.password, fromOf(http, open), open.now)),
    openRoute(contract.signOut, async (open, { http }) => {
      const known = tokenOf(http)
      if (known) await signOut(pool, known, open.now, fromOf(http, open))
      deleteCookie(http, named(http, sessionCookie), { path: '/', secure: isSecure(http) })
      return done
    }),
  ]
}

function ownRoutes(pool: Pool, extras: (ctx: Ctx) => Promise<contract.MeExtras>, house: House): Route[] {
  const token = (c: Context) => tokenOf(c) ?? ''
  const signedIn = async (ctx: Ctx, c: Context) => (await actorOf(pool, token(c), ctx.now))!
  return [
    route(contract.readMe, async (ctx, { http }) => ({ ...(await own.describeMe(pool, await signedIn(ctx, http), ctx.now)), ...(await extras(ctx)) })),
    route(contract.switchGrant, async (ctx, { body, http }) => orDone(await own.switchGrant(pool, token(http), body, ctx.now, own.publicDb(ctx)))),
    route(contract.changePassword, async (ctx, { body, http }) => orDone(await own.changePassword(ctx, token(http), body, (await signedIn(ctx, http)).account, fromOf(http, ctx)))),
    route(contract.readSessions, (ctx, { http }) => own.ownSessions(ctx, token(http))),
    route(contract.endOtherSessions, async (ctx, { http }) => orDone(await own.endOtherSessions(ctx, token(http)))),
    route(contract.endSession, async (ctx, { params }) => orDone(await own.endOwnSession(ctx, params.id))),
    route(contract.readFactor, (ctx) => own.ownFactor(ctx, house)),
    route(contract.startFactor, async (ctx, { body, http }) => {
      const wrong = await own.provesPassword(ctx, body.password, fromOf(http, ctx))
      return wrong ?? pendingSecret(own.publicDb(ctx), (await signedIn(ctx, http)).account, house)
    }),
    route(contract.confirmFactor, async (ctx, { body, http }) => {
      const codes = await confirmSecret(own.publicDb(ctx), own.accountIdOf(ctx), body.code, fromOf(http, ctx), ctx.now, house)
      return isRefusal(codes) ? codes : { recoveryCodes: codes }
    }),
    route(contract.renewRecoveryCodes, async (ctx, { body, http }) => {
      const codes = await renewRecovery(own.publicDb(ctx), own.accountIdOf(ctx), body.code, fromOf(http, ctx), ctx.now, house)
      return isRefusal(codes) ? codes : { recoveryCodes: codes }
    }),
    route(contract.dropFactor, async (ctx, { body, http }) => orDone(await own.dropFactor(ctx, body.code, fromOf(http, ctx), house))),
  ]
}

function adminRoutes(house: House): Route[] {
  return [
    route(contract.listAccounts, (ctx, { query }) => admin.listAccounts(ctx, query)),
    route(contract.makeAccount, (ctx, { body }) => admin.makeAccount(ctx, body, house)),
    route(contract.readAccount, (ctx, { params }) => admin.readAccount(ctx, params.id, house)),
    route(contract.blockAccount, async (ctx, { params, body }) => orDone(await admin.blockAccount(ctx, params.id, body.reason))),
    route(contract.unblockAccount, async (ctx, { params }) => orDone(await admin.unblockAccount(ctx, params.id))),
    route(contract.resetAccount, (ctx, { params }) => admin.resetAccount(ctx, params.id, house)),
    route(contract.removeFactor, async (ctx, { params }) => orDone(await admin.removeFactor(ctx, params.id))),
    route(contract.giveGrant, async (ctx, { params, body }) => orDone(await admin.giveGrant(ctx, params.id, body))),
    route(contract.endGrant, async (ctx, { params }) => orDone(await admin.endGrant(ctx, params.id, params.grantId))),
  ]
}
