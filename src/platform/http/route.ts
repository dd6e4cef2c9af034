import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { BeyondExact } from '#kernel/exact.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { isUuid, uuidv7, type Uuid } from '#kernel/ids.ts'
import type { Ability } from '#kernel/abilities.ts'
import type { AnyEndpoint, BodyOf, OutOf, ParamsOf, QueryOf } from '#platform/contract/endpoint.ts'
import { translate } from '#platform/i18n/index.ts'
import { isLanguage, negotiateLanguage, type Language } from '#kernel/languages.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from './ctx.ts'
import { addressOf } from './address.ts'
import { guardOf, type Guard } from './edge.ts'

/** What a handler is given besides `ctx`: the parsed parts of the request, and Hono's context for files and cookies. */
export type Input<E> = { params: ParamsOf<E>; query: QueryOf<E>; body: BodyOf<E>; http: Context }
type Answer<E> = OutOf<E> | Refusal | Response
export type Handler<E> = (ctx: Ctx, input: Input<E>) => Promise<Answer<E>>
/** Handlers of endpoints that are open to the unsigned get no actor: only what the caller sent. */
export type OpenHandler<E> = (open: OpenCtx, input: Input<E>) => Promise<Answer<E>>
export type OpenCtx = Pick<Ctx, 'now' | 'language' | 'requestId' | 'log' | 'address'>

// oxlint-disable-next-line typescript/no-explicit-any -- a list of routes of all shapes
export type Route = { endpoint: AnyEndpoint; handler: Handler<any> | OpenHandler<any> }

/** Ties an endpoint to what serves it; the compiler checks that the answer is what the endpoint promises. */
export function route<E extends AnyEndpoint>(endpoint: E, handler: Handler<E>): Route {
  return { endpoint, handler }
}

/** The same for an endpoint that says `open: true`. */
export function openRoute<E extends AnyEndpoint>(endpoint: E, handler: OpenHandler<E>): Route {
  return { endpoint, handler }
}

/** HTTP status of a refusal: what cannot be seen is not found, what may not be done is forbidden, a race is a conflict, all else is the caller's to mend. */
export function statusOf(code: string): 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503 {
  if (code === 'signed-out' || code === 'sign-in-wrong') return 401
  if (code === 'not-allowed' || code === 'cross-site') return 403
  if (code === 'not-found' || code.endsWith('-not-found')) return 404
  if (code === 'request-reused' || code === 'unit-tree-changed') return 409
  if (code === 'body-too-large' || code === 'file-too-large') return 413
  if (code === 'sign-in-wait' || code === 'too-many-requests') return 429
  if (code === 'took-too-long') return 503
  if (code === 'fault') return 500
  return 422
}

/** A refusal as RFC 9457 problem details; `code`, `facts` and `field` are our extension members. */
export function problem(language: Language, refusal: Refusal): Response {
  const status = statusOf(refusal.refused)
  const detail = translate(language, `refusal.${refusal.refused}`, refusal.facts)
  const body = { type: `urn:qiaoshou:refusal:${refusal.refused}`, title: detail, status, code: refusal.refused, facts: refusal.facts, field: refusal.field }
  const wait: Record<string, string> = status === 429 && refusal.facts['seconds'] !== undefined ? { 'retry-after': String(refusal.facts['seconds']) } : {}
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...wait } })
}

/** The language of the reader: what the caller asks for by `x-language` or `lang`, else the browser's own, else simplified Chinese. */
export function languageOf(c: Context): Language {
  const asked = c.req.header('x-language') ?? c.req.query('lang')
  return isLanguage(asked) ? asked : negotiateLanguage(c.req.header('accept-language'))
}

/** Zod's first complaint as the one refusal for ill-formed requests: which field, and what was expected there. */
function malformed(error: z.ZodError): Refusal {
  const issue = error.issues[0]
  const field = issue?.path.join('.') ?? ''
  return refuse('request-malformed', { field: field || '-', expected: issue?.message ?? '' }, field || undefined)
}

export type Edge = {
  /** Who sends the request; undefined where nobody is signed in. */
  ctxOf(c: Context, base: OpenCtx): Promise<Ctx | undefined>
  /** Null where the actor may, else the refusal. */
  forbids(ctx: Ctx, may: Ability | 'self'): Refusal | null
  now(): Temporal.Instant
  log: Ctx['log']
  /** Without one nothing is limited. */
  guard?: Guard
  /** In tests every answer is held against the endpoint's `out`. */
  checkAnswers: boolean
}

const jsonLimitBytes = 1_000_000
/** A file that is sent up may be so large; who takes it in counts what comes, since a sender need not say how much it will be. */
export const uploadLimitBytes = 64_000_000

/** Mounts the routes: language, sign-in, parsing, refusals, faults. One place decides what every request goes through. */
export function mount(app: Hono, routes: readonly Route[], edge: Edge): void {
  const guard = edge.guard ?? guardOf('off')
  for (const { endpoint, handler } of routes) {
    const tooLarge = (c: Context) => problem(languageOf(c), refuse('body-too-large', { megabytes: (endpoint.upload ? uploadLimitBytes : jsonLimitBytes) / 1_000_000 }))
    const limit: MiddlewareHandler = endpoint.upload
      ? async (c, next) => (Number(c.req.header('content-length') ?? 0) > uploadLimitBytes ? tooLarge(c) : next())
      : bodyLimit({ maxSize: jsonLimitBytes, onError: tooLarge })
    app.on(endpoint.method, endpoint.path, limit, async (c) => {
      const language = languageOf(c)
      const key = c.req.header('idempotency-key') ?? ''
      const base: OpenCtx = { now: edge.now(), language, requestId: isUuid(key) ? key : uuidv7(), log: edge.log, address: addressOf(c) }
      if (endpoint.method !== 'GET' && !sameSite(c)) return problem(language, refuse('cross-site'))
      const signedIn = endpoint.open ? undefined : await edge.ctxOf(c, base)
      const caller = signedIn ? signedIn.actor.id : `address ${base.address}`
      const isRead = endpoint.method === 'GET'
      const tooMany = guard.tooMany(caller, signedIn ? (isRead ? 'reads' : 'writes') : endpoint.open && !isRead ? 'attempts' : 'unsigned')
      if (tooMany) return problem(language, tooMany)
      if (!endpoint.open && !signedIn) return problem(language, refuse('signed-out'))
      const ctx = signedIn && bounded(audited(signedIn, endpoint), guard.limitOf(endpoint))
      const answer = await guard.within(caller, endpoint, () => serve(c, ctx, base, key))
      return isRefusal(answer) ? problem(language, answer) : answer
    })

    const serve = async (c: Context, ctx: Ctx | undefined, base: OpenCtx, key: string): Promise<Response> => {
      const { language } = base
      const refused = async (refusal: Refusal): Promise<Response> => {
        if (ctx) await noteRefusal(ctx, endpoint, refusal, c.req.param(endpoint.about ?? ''))
        return problem(language, refusal)
      }
      const forbidden = ctx && edge.forbids(ctx, endpoint.may ?? 'self')
      if (forbidden) return refused(forbidden)

      const input: Record<string, unknown> = { http: c }
      let said = `${endpoint.method} ${c.req.path}`
      for (const [part, schema] of [['params', endpoint.params], ['query', endpoint.query], ['body', endpoint.body]] as const) {
        if (!schema || (part === 'body' && endpoint.upload)) continue
        const text = part === 'body' ? await c.req.text() : ''
        const raw = part === 'params' ? c.req.param() : part === 'query' ? queryOf(c) : parsedJson(text)
        said += text
        const parsed = (schema as z.ZodType).safeParse(raw)
        if (!parsed.success) return problem(language, malformed(parsed.error))
        if (isNoText(parsed.data)) return problem(language, refuse('request-malformed', { field: part, expected: 'text' }))
        input[part] = parsed.data
      }
      const given = isUuid(key) ? key : String((input['body'] as { id?: unknown } | undefined)?.id)
      const repeated = ctx && !endpoint.upload && endpoint.method !== 'GET' && isUuid(given) ? repeatable(ctx, given, createHash('sha256').update(said).digest('hex')) : ctx
      const answered = async (): Promise<Answer<AnyEndpoint>> => {
        const said = await (handler as Handler<AnyEndpoint>)((repeated ?? base) as Ctx, input as Input<AnyEndpoint>)
        // An act that found itself done already wrote nothing: that it was sent again, and with what, is still kept and held against the first.
        if (repeated?.db.who?.repeat && repeated.db.who.written.lines === 0 && !isRefusal(said)) await inTransaction(repeated.db, async () => null)
        return said
      }
      const answer = await answered().catch((fault: unknown) => {
        if (isTakenId(fault)) return refuse('request-reused')
        if (isGivenUp(fault)) return refuse('took-too-long', { seconds: Math.round((guard.limitOf(endpoint) ?? 0) / 1_000) })
        if (fault instanceof BeyondExact) return refuse('sum-too-large')
        throw fault
      })
      if (answer instanceof Response) return answer
      if (isRefusal(answer)) return refused(answer)
      if (edge.checkAnswers) (endpoint.out as z.ZodType).parse(answer)
      return c.json(answer as object, 200, { 'cache-control': 'no-store' })
    }
  }
}

/** The context of a request that may take so long: no statement of it runs on past that. */
function bounded(ctx: Ctx, milliseconds: number | null): Ctx {
  return milliseconds === null ? ctx : { ...ctx, db: { ...ctx.db, deadline: performance.now() + milliseconds } }
}

/** The context for work that goes on after its request is answered: no longer bounded in time. */
export function outlasting(ctx: Ctx): Ctx {
  const { deadline: _, ...db } = ctx.db
  return { ...ctx, db }
}

/** The database gave a statement up because its time was over. */
const isGivenUp = (fault: unknown): boolean => (fault as { code?: string }).code === '57014'

/** The context with what the audit log is to keep of this request: each has a count of its own of the lines written. */
function audited(ctx: Ctx, endpoint: AnyEndpoint): Ctx {
  if (!ctx.db.who) return ctx
  return { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, verb: endpoint.audit ?? null, look: endpoint.method === 'GET', written: { lines: 0 } } } }
}

/** The same where the caller gave the request an id of his own: sent again with another body (SHA-256 in hex) it is refused. An upload says so itself, once all of it has come. */
export function repeatable(ctx: Ctx, id: Uuid, bodySha256: string): Ctx {
  return ctx.db.who ? { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, repeat: { id, bodySha256 } } } } : ctx
}

/** What was refused is kept too: every refused act, and every look that was not allowed. What could not be read at all is not. */
async function noteRefusal(ctx: Ctx, endpoint: AnyEndpoint, { refused, facts }: Refusal, id: string | undefined): Promise<void> {
  const { who } = ctx.db
  if (!who || (endpoint.method === 'GET' && refused !== 'not-allowed')) return
  const line = { ...who, verb: who.verb ?? `${endpoint.method} ${endpoint.path}`, result: refused, repeat: null }
  const ability = refused === 'not-allowed' && typeof facts['ability'] === 'string' ? { ability: facts['ability'] } : undefined
  const subjects = endpoint.about && id !== undefined && isUuid(id) ? [id] : []
  await inTransaction({ ...ctx.db, who: line }, async (tx) => tx.note({ subjects, ...(ability ? { facts: ability } : {}) }))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What any endpoint may refuse besides its own codes. */
export const commonRefusals = ['request-malformed', 'request-reused', 'signed-out', 'not-allowed', 'cross-site', 'body-too-large', 'too-many-requests', 'took-too-long', 'sum-too-large', 'not-found', 'fault'] as const

/** An id that the caller made (of a request, of a new record) stands for something else already, perhaps out of the caller's reach. */
function isTakenId(fault: unknown): boolean {
  const { code, constraint } = fault as { code?: string; constraint?: string }
  return code === 'QS409' || (code === '23505' && /(_request_id_key|_pkey)$/.test(constraint ?? ''))
}

/** A repeated query name becomes a list, a single one stays text. */
function queryOf(c: Context): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}

/** PostgreSQL's text cannot hold NUL, and its JSON no half of a pair of signs, at any depth. */
function isNoText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, one]) => isNoText(key) || isNoText(one))
}

/** A write from another site's page carries that site's Origin; browsers send it with every write. */
function sameSite(c: Context): boolean {
  const origin = c.req.header('origin')
  if (!origin) return c.req.header('sec-fetch-site') !== 'cross-site'
  try {
    return new URL(origin).host === c.req.header('host')
  } catch {
    return false
  }
}
