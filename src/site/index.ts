import type { Hono } from 'hono'
import type { Pool } from 'pg'
import type { Ctx } from '#platform/http/ctx.ts'

/** What public pages need of the server: the application's pool, a clock, a log. */
export type SiteOptions = { readonly pool: Pool; readonly now: () => Temporal.Instant; readonly log: Ctx['log'] }

/** Mounts the public pages, which are made by the server and need no scripts. */
export function siteRoutes(_app: Hono, _options: SiteOptions): void {}
