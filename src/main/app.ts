import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { Hono } from 'hono'
import type { Pool } from 'pg'
import { dayIn } from '#kernel/dates.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { languageOf, mount, problem, type OpenCtx } from '#platform/http/route.ts'
import { actorOf, tokenOf } from '#modules/accounts/index.ts'
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
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
}

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
    log.error(error, `${c.req.method} ${c.req.path}`)
    return problemOfFault(languageOf(c))
  })

  const ctxOf = async (c: Parameters<typeof tokenOf>[0], base: OpenCtx): Promise<Ctx | undefined> => {
    const token = tokenOf(c)
    const signedIn = token && (await actorOf(pool, token, base.now))
    if (!signedIn) return undefined
    const { actor, workspace } = signedIn
    return {
      ...base, workspace, actor, db: { pool, schema: workspace.schema }, today: dayIn(workspace.timeZone, base.now),
      levels: programmeOf(workspace.programme).levels, dataFolder: options.dataFolder,
    }
  }
  mount(app, allRoutes(pool), { ctxOf, now, log, checkAnswers: options.checkAnswers ?? false })
  app.get('/api/health', (c) => c.json({ name: 'qiaoshou', data: dataFingerprint(options.dataFolder) }))
  app.all('/api/*', (c) => problem(languageOf(c), refuse('not-found')))
  siteRoutes(app, { pool, now, log })
  app.get('*', (c) => staticFile(options.webFolder, c.req.path))
  return app
}

/** Tells two installations on one machine apart without naming the folder. */
export function dataFingerprint(dataFolder: string): string {
  return createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
}

function problemOfFault(language: Parameters<typeof problem>[0]): Response {
  const answer = problem(language, refuse('fault'))
  return new Response(answer.body, { status: 500, headers: answer.headers })
}

/** A file of the built application; any other address is the application itself, which knows its own pages. Hashed names are kept for ever. */
async function staticFile(folder: string, path: string): Promise<Response> {
  const wanted = normalize(decodeURIComponent(path).replaceAll('\0', '')).replace(/^(\.\.(\/|$))+/, '')
  const type = mediaTypes[extname(wanted)]
  const hashed = wanted.startsWith('/assets/')
  const file = type && (await readFile(join(folder, wanted)).catch(() => undefined))
  if (file) return new Response(new Uint8Array(file), { headers: { 'content-type': type, 'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache' } })
  if (hashed) return new Response('', { status: 404 })
  const page = await readFile(join(folder, 'index.html')).catch(() => undefined)
  return new Response(page ? new Uint8Array(page) : 'The web application is not built: npm run build', { status: page ? 200 : 503, headers: { 'content-type': mediaTypes['.html']!, 'cache-control': 'no-cache' } })
}
