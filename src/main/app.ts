import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { Hono, type Context } from 'hono'
import type { Pool } from 'pg'
import { dayIn } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { WorkspaceDb } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { addressOf, isSecure } from '#platform/http/address.ts'
import { guardOf, securityHeaders, strictTransport } from '#platform/http/edge.ts'
import { usualLimits, type Limits } from '#platform/http/limits.ts'
import { languageOf, mount, problem, type Edge, type OpenCtx } from '#platform/http/route.ts'
import { actorOf, forbids, tokenOf } from '#modules/accounts/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { siteRoutes, siteStyleHash } from '../site/index.ts'
import { allRoutes, houseOf } from './modules.ts'

export type AppOptions = {
  readonly pool: Pool
  readonly dataFolder: string
  /** Folder of the built browser application. */
  readonly webFolder: string
  readonly log: Ctx['log']
  readonly now?: () => Temporal.Instant
  /** Whoever reaches more persons must have a second factor. */
  readonly factorAbovePersons?: number
  /** What one caller may ask; `usualLimits` where nothing is said. */
  readonly limits?: Limits | 'off'
  /** Tests hold every answer against its schema. */
  readonly checkAnswers?: boolean
  /** A test build without the policy: whom the program takes every actor for, while the database goes on knowing who she is. */
  readonly takenFor?: (actor: Ctx['actor']) => Ctx['actor']
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
}

/** The whole server as one function of requests: API, public pages, the browser application. */
export function buildApp(options: AppOptions): Hono {
  const { pool, log } = options
  const app = new Hono()
  const now = options.now ?? (() => Temporal.Now.instant())

  const nonces = new WeakMap<Request, string>()
  const guard = guardOf(options.limits ?? usualLimits)
  app.use(async (c, next) => {
    const nonce = randomBytes(16).toString('base64')
    nonces.set(c.req.raw, nonce)
    const api = c.req.path.startsWith('/api/')
    const tooMany = api ? null : guard.tooMany(`address ${addressOf(c)}`, c.req.path.startsWith('/r') ? 'unsigned' : 'files')
    if (tooMany) c.res = problem(languageOf(c), tooMany)
    else await next()
    for (const [name, value] of Object.entries(securityHeaders(nonce, [siteStyleHash]))) c.res.headers.set(name, value)
    if (isSecure(c)) c.res.headers.set('strict-transport-security', strictTransport)
    if (api) c.res.headers.set('cache-control', 'no-store')
  })
  app.onError((error, c) => {
    const id = uuidv7()
    log.error(error, `${id} ${c.req.method} ${c.req.path}`)
    return problemOfFault(languageOf(c), id)
  })

  const ctxOf = async (c: Parameters<typeof tokenOf>[0], base: OpenCtx): Promise<Ctx | undefined> => {
    const token = tokenOf(c)
    const signedIn = token && (await actorOf(pool, token, base.now))
    if (!signedIn) return undefined
    const { actor, workspace } = signedIn
    return {
      ...base, workspace, actor: options.takenFor?.(actor) ?? actor, db: dbOf(pool, workspace, actor, base), today: dayIn(workspace.timeZone, base.now),
      levels: programmeOf(workspace.programme).levels, dataFolder: options.dataFolder,
    }
  }
  const forbidsOf: Edge['forbids'] = ({ actor }, may) => (may === 'self' ? null : forbids(actor, may))
  mount(app, allRoutes(pool, houseOf(pool, options)), { ctxOf, forbids: forbidsOf, guard, now, log, checkAnswers: options.checkAnswers ?? false })
  const unsigned = (c: Context) => guard.tooMany(`address ${addressOf(c)}`, 'unsigned')
  app.get('/api/health', (c) => problemOr(c, unsigned(c), () => c.json({ name: 'qiaoshou', data: dataFingerprint(options.dataFolder) })))
  app.all('/api/*', (c) => problem(languageOf(c), unsigned(c) ?? refuse('not-found')))
  siteRoutes(app, { pool, now, log })
  app.get('*', (c) => staticFile(options.webFolder, c.req.path, c.req.header('accept-encoding') ?? '', nonces.get(c.req.raw)!))
  return app
}

/** The workspace as this actor sees it, and what the audit log keeps of whom it serves. */
function dbOf(pool: Pool, workspace: Ctx['workspace'], actor: Ctx['actor'], { address, requestId }: OpenCtx): WorkspaceDb {
  return {
    pool, schema: workspace.schema, reach: actor.reach, own: actor.personId ?? null, audits: forbids(actor, 'audit.read') === null,
    who: { actor: actor.id, roles: actor.roles, workspace: workspace.slug, unitPath: actor.unitPath, address, requestId, verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } },
  }
}

const problemOr = (c: Context, refusal: Refusal | null, answer: () => Response): Response => (refusal ? problem(languageOf(c), refusal) : answer())

/** Tells two installations on one machine apart without naming the folder. */
export function dataFingerprint(dataFolder: string): string {
  return createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
}

/** A fault of ours: nothing of it but a number, under which the log tells the rest. */
function problemOfFault(language: Parameters<typeof problem>[0], id: string): Response {
  const answer = problem(language, refuse('fault'))
  answer.headers.set('x-request-id', id)
  return answer
}

/** Compressed files of the built application, by path and coding: each is compressed once while the server runs. */
const packed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

async function packedFile(path: string, content: Buffer, coding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${coding} ${path} ${createHash('sha256').update(content).digest('hex')}`
  const found = packed.get(key) ?? promisify(coding === 'br' ? brotliCompress : gzip)(content).then((bytes) => new Uint8Array(bytes))
  packed.set(key, found)
  return found
}

/** A file of the built application; any other address is the application itself, which knows its own pages. Hashed names are kept for ever. */
async function staticFile(folder: string, path: string, accepts: string, nonce: string): Promise<Response> {
  const wanted = normalize(decoded(path)).replace(/^(\.\.(\/|$))+/, '')
  const hashed = wanted.startsWith('/assets/')
  const type = mediaTypes[extname(wanted)]
  const file = type && (await readFile(join(folder, wanted)).catch(() => undefined))
  if (!file && hashed) return new Response('', { status: 404 })
  const [name, content] = file ? [wanted, file] : ['/index.html', await readFile(join(folder, 'index.html')).catch(() => undefined)]
  if (!content) return new Response('The web application is not built: npm run build', { status: 503 })
  // The application's page carries the nonce of its own answer, under which antd writes its styles; it is small and never kept.
  if (name === '/index.html') return new Response(content.toString('utf8').replaceAll('__NONCE__', nonce), { headers: { 'content-type': mediaTypes['.html']!, 'cache-control': 'no-store' } })
  const coding = content.length < 1_000 || /\.(png|woff2|ico)$/.test(name) ? null : /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : null
  const body = coding ? await packedFile(name, content, coding) : new Uint8Array(content)
  const headers = new Headers({ 'content-type': type!, 'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache', vary: 'accept-encoding' })
  if (coding) headers.set('content-encoding', coding)
  return new Response(body, { headers })
}

/** The path as it was meant; one that cannot be decoded leads to the application's own "not found". */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '')
  } catch {
    return '/'
  }
}
