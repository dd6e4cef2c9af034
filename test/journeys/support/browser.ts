import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { inject } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const widths = { desk: { width: 1440, height: 900 }, narrow: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } }

/** A browser that talks to nothing but our server. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    // Without a UTF-8 locale the browser forgets names of files that are not ASCII.
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } as Record<string, string>,
    executablePath: process.env['CHROME'] || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

export const demoPassword = 'qiaoshou-demo-2026'

/** A new visitor of one width and language. Everything the page says to its console as an error, and every request that leaves our server, is kept. */
export async function visit(browser: Browser, options: { size?: keyof typeof widths; language?: string } = {}): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const { address } = inject('journeys')
  const context = await browser.newContext({ baseURL: address, viewport: widths[options.size ?? 'desk'], locale: options.language ?? 'zh-CN', deviceScaleFactor: 1, acceptDownloads: true, reducedMotion: 'reduce' })
  // What the policy keeps from running or being drawn is a fault of ours: the page is not to try.
  await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)))
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal is an answer; the browser reports its status as an error all the same.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) faults.push(`leaves our server: ${request.url()}`)
  })
  return { page, context, faults }
}

/** Signs in as a person does. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await page.locator('input[autocomplete="username"]').fill(name)
  await page.locator('input[type="password"]').fill(demoPassword)
  await page.locator('button[type="submit"]').click()
  await page.locator('#main h1').first().waitFor()
}

/** What axe finds of serious and critical faults of access (WCAG 2.2 AA), as one line each. `colours`: whether contrast is looked at as well. */
export async function accessFaults(page: Page, { colours = true }: { colours?: boolean } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const result = await page.evaluate(async (colours) => {
    const { axe } = globalThis as unknown as { axe: { run(root: unknown, options: unknown): Promise<{ violations: { id: string; impact: string; nodes: { target: string[]; failureSummary?: string }[] }[] }> } }
    return axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, rules: { 'color-contrast': { enabled: colours } }, resultTypes: ['violations'] })
  }, colours)
  // what lies half under the bar at the foot of a phone is scrolled from under it
  const whole = result.violations.map((one) => ({ ...one, nodes: one.nodes.filter((node) => one.id !== 'target-size' || !node.failureSummary?.includes('partially obscured')) }))
  return whole.filter(({ impact, nodes }) => nodes.length > 0 && (impact === 'serious' || impact === 'critical')).map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)
}

/** Keeps a picture for the README where SCREENSHOTS is set; else takes none. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env['SCREENSHOTS']) return
  // Charts come after the page that holds them.
  await page.waitForTimeout(1_500)
  await page.screenshot({ path: join(root, 'docs/screenshots', `${name}.png`) })
}
