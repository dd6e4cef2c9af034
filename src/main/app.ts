import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { Hono } from 'hono'
import type { Pool } from 'pg'
import { dayIn } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import type { WorkspaceDb } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { languageOf, mount, problem, type Edge, type OpenCtx } from '#platform/http/route.ts'
import { actorOf, forbids, tokenOf } from '#modules/accounts/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { siteRoutes } from '../site/index.ts'
import { allRoutes } from './modules.ts'

export type AppOptions = {
  readonly pool: Pool
  readonly dataFolder: string
  /** Folder of the built browser application. */
  readonly webFolder: string
  readonly log: Ctx['log']
  readonly now?: () => Temporal.Instant
  /** Tests hold every answer against its schema. */
  readonly checkAnswers?: boolean
  /** A test build without the policy: whom the program takes every actor for, while the database goes on knowing who she is. */
  readonly takenFor?: (actor: Ctx['actor']) => Ctx['actor']
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
}

/** No statement of a request runs longer. Imports work on after their request is answered, without this limit. */
const statementLimitMilliseconds = 60_000

/** Scripts only from our own files; styles inline too, since antd writes them at run time; nothing from anywhere else. */
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

/** The whole server as one function of requests: API, public pages, the browser application. */
export function buildApp(options: AppOptions): Hono {
  const { pool, log } = options
  const app = new Hono()
  const now = options.now ?? (() => Temporal.Now.instant())

  app.use(async (c, next) => {
    await next()
    c.res.headers.set('content-security-policy', contentPolicy)
    c.res.headers.set('x-content-type-options', 'nosniff')
    c.res.headers.set('referrer-policy', 'same-origin')
    c.res.headers.set('x-frame-options', 'DENY')
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
  mount(app, allRoutes(pool), { ctxOf, forbids: forbidsOf, now, log, checkAnswers: options.checkAnswers ?? false })
  app.get('/api/health', (c) => c.json({ name: 'qiaoshou', data: dataFingerprint(options.dataFolder) }))
  app.all('/api/*', (c) => problem(languageOf(c), refuse('not-found')))
  siteRoutes(app, { pool, now, log })
  app.get('*', (c) => staticFile(options.webFolder, c.req.path, c.req.header('accept-encoding') ?? ''))
  return app
}

/** The workspace as this actor sees it, and what the audit log keeps of whom it serves. */
function dbOf(pool: Pool, workspace: Ctx['workspace'], actor: Ctx['actor'], { address, requestId }: OpenCtx): WorkspaceDb {
  return {
    pool, schema: workspace.schema, reach: actor.reach, own: actor.personId ?? null, audits: forbids(actor, 'audit.read') === null, limitMilliseconds: statementLimitMilliseconds,
    who: { actor: actor.id, roles: actor.roles, workspace: workspace.slug, unitPath: actor.unitPath, address, requestId, verb: null, look: false, repeat: null, result: 'done', written: { lines: 0 } },
  }
}

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
async function staticFile(folder: string, path: string, accepts: string): Promise<Response> {
  const wanted = normalize(decoded(path)).replace(/^(\.\.(\/|$))+/, '')
  const hashed = wanted.startsWith('/assets/')
  const type = mediaTypes[extname(wanted)]
  const file = type && (await readFile(join(folder, wanted)).catch(() => undefined))
  if (!file && hashed) return new Response('', { status: 404 })
  const [name, content] = file ? [wanted, file] : ['/index.html', await readFile(join(folder, 'index.html')).catch(() => undefined)]
  if (!content) return new Response('The web application is not built: npm run build', { status: 503 })
  const coding = content.length < 1_000 || /\.(png|woff2|ico)$/.test(name) ? null : /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : null
  const body = coding ? await packedFile(name, content, coding) : new Uint8Array(content)
  const headers = new Headers({ 'content-type': file ? type! : mediaTypes['.html']!, 'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache', vary: 'accept-encoding' })
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
