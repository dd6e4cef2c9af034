import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { Pool } from 'pg'
import { languageOf } from '#platform/http/route.ts'
import { publicReceipt } from '#modules/figures/index.ts'
import { codePage } from './page.ts'
import { receiptPage } from './receipt.ts'
import { style } from './style.ts'

/** The hash under which the policy lets the style of the public pages through: they carry it in the page, so that a receipt saved as a file stays readable. */
export const siteStyleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** What the public pages need: the application's pool, the clock, where faults go. */
export type SiteDeps = { readonly pool: Pool; now(): Temporal.Instant; readonly log: { error(fault: unknown, message: string): void } }

/**
 * Mounts the pages that anybody may read, without sign-in and without scripts: `/r` where a code is typed, `/r/<code>` a receipt.
 * An unknown code is answered 404 with the form again; whether a code was mistyped or never issued is not told apart.
 */
export function siteRoutes(app: Hono, { pool, now }: SiteDeps): void {
  app.get('/r', (c) => {
    const typed = c.req.query('code')?.trim() ?? ''
    const language = languageOf(c)
    return typed === '' ? c.html(codePage(language, null)) : c.redirect(`/r/${encodeURIComponent(typed.slice(0, 40))}?lang=${language}`, 303)
  })
  app.get('/r/:code', async (c) => {
    const language = languageOf(c)
    c.header('cache-control', 'no-cache')
    const typed = c.req.param('code')
    const receipt = await publicReceipt(pool, typed, now(), c.req.query('again') !== undefined)
    if (!receipt) return c.html(codePage(language, typed.slice(0, 40)), 404)
    return c.html(receiptPage(receipt, language, `${new URL(c.req.url).origin}/r/${receipt.code}`))
  })
}
