import type { Browser, BrowserContext, Page } from 'playwright-core'
import { widths } from '../../test/journeys/support/browser.ts'

/** One window that counts what runs in it. `bare`: without the policy that would keep a script from running, so that what comes in is seen to run. */
export type Watched = { page: Page; context: BrowserContext; /** What was seen since the last time. */ faults(): Promise<string[]> }

declare global {
  interface Window { ranOf: string[]; refuseWrites: string | null; ran(): void }
}

/** Opens a window on our server. `refusal`: a text that every write is answered with, so that looking changes nothing and refusals are hostile too. */
export async function watch(browser: Browser, origin: string, { size, language, cookie, bare, refusal }: { size: keyof typeof widths; language: string; cookie?: string; bare: boolean; refusal?: string }): Promise<Watched> {
  const context = await browser.newContext({ baseURL: origin, viewport: widths[size], locale: language, deviceScaleFactor: 1, acceptDownloads: true, bypassCSP: bare })
  const [name, value] = cookie?.split('=') ?? []
  if (name && value) await context.addCookies([{ name, value, url: origin }])
  await context.addInitScript((text) => {
    window.ranOf = []
    window.ran = () => void window.ranOf.push(String(document.currentScript?.outerHTML ?? window.event?.type ?? 'something'))
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
    const real = window.fetch.bind(window)
    if (text !== null) {
      const said = JSON.stringify({ type: 'about:blank', status: 409, code: 'request-reused', title: text, detail: text, facts: { name: text, what: text }, field: text })
      window.fetch = (address, init) => ((init?.method ?? 'GET') === 'GET' ? real(address, init) : Promise.resolve(new Response(said, { status: 409, headers: { 'content-type': 'application/problem+json' } })))
    }
  }, refusal ?? null)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  let seen: string[] = []
  // antd's portal keeps listening for Escape for a moment after its last window is gone
  page.on('pageerror', ({ message }) => void (/undefined \(reading 'onEsc'\)/.test(message) || seen.push(`page error: ${message}`)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) seen.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => void (seen.push(`a dialog: ${dialog.message()}`), dialog.dismiss().catch(() => {})))
  context.on('page', (other) => void seen.push(`a window: ${other.url()}`))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url())) seen.push(`leaves our server: ${request.url()}`)
  })
  return {
    page, context,
    async faults() {
      const inside = await page.evaluate(broughtIn)
      const all = [...seen, ...inside]
      seen = []
      return all
    },
  }
}

/** In the page: what ran, and markup that no screen of ours has. */
function broughtIn(): string[] {
  const found = window.ranOf.splice(0).map((what) => `ran: ${what}`)
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on./i.test(name)) found.push(`<${element.localName} ${name}="${value}">`)
      if (/^(href|src|action|data|srcdoc|xlink:href|formaction)$/i.test(name) && (/^(javascript|vbscript|data:text)/i.test(value.trim().replace(/[\t\r\n]/g, '')) || value.startsWith('//'))) found.push(`<${element.localName} ${name}="${value}">`)
    }
    if (['iframe', 'object', 'embed', 'base', 'marquee', 'x'].includes(element.localName) || (element.localName === 'script' && element.textContent?.includes('ran()'))) found.push(`<${element.localName}>`)
  }
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (over > 0) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    found.push(`wide: scrolls sideways by ${over} px: ${wide.at(-1)?.localName}.${wide.at(-1)?.className}`)
  }
  return found
}

/** Goes to another screen within the application, as its own links do; a page of the server's, or the first one, is loaded. */
export async function go(page: Page, address: string): Promise<void> {
  const inside = !/^\/(r\b|sign-in|first-password)/.test(address) && (await page.evaluate(() => document.querySelector('#main') !== null))
  if (!inside) return void (await page.goto(address))
  await page.evaluate((to) => history.pushState(null, '', to), address)
  await page.waitForTimeout(50)
}

/** Waits until something is on the screen and nothing there says that it waits; false where it never came to rest. */
export async function rests(page: Page, most = 12_000): Promise<boolean> {
  const until = performance.now() + most
  for (let quiet = 0; performance.now() < until; ) {
    const busy = await page.evaluate(() => document.querySelectorAll('[aria-busy="true"], .skeleton, .shell-waiting, [role="progressbar"].thin-bar').length + Number(!(document.querySelector('#main') ?? document.querySelector('#root') ?? document.body).textContent?.trim())).catch(() => 1)
    quiet = busy === 0 ? quiet + 1 : 0
    if (quiet >= 3) return true
    await page.waitForTimeout(40)
  }
  return false
}

/** Clicks whatever on the screen opens something, one of each kind, at most so many; after each `look` is asked. Leaves the screen as it was opened. */
export async function openEverything(page: Page, address: string, most: number, look: (what: string) => Promise<void>): Promise<number> {
  const done = new Set<string>()
  for (let count = 0; count < most; count += 1) {
    const next = await page.evaluate((before) => {
      const spots = document.querySelectorAll<HTMLElement>('#main button, #main summary, #main [role="tab"], #main [role="button"], #main tbody tr td:first-child, #main [role="combobox"], header button')
      for (const spot of spots) {
        if (spot.getBoundingClientRect().width === 0 || spot.matches(':disabled')) continue
        const said = /^[\p{L}\p{N}\s，：。,.]{1,20}$/u.test(spot.innerText) ? spot.innerText.replace(/\d/g, '') : ''
        const kind = [spot, spot.parentElement, spot.parentElement?.parentElement].map((one) => `${one?.localName}.${one?.className}`).join(' ') + said
        if (before.includes(kind)) continue
        spot.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))
        spot.click()
        return kind
      }
      return null
    }, [...done])
    if (next === null) return count
    done.add(next)
    await page.waitForTimeout(60)
    await rests(page)
    await look(next.replace(/\s+/g, ' ').slice(0, 80))
    await page.keyboard.press('Escape')
    const away = await page.evaluate((wanted) => `${location.pathname}${location.search}` !== wanted, address)
    const open = await page.evaluate(() => document.querySelector('[role="dialog"], .ant-modal-wrap') !== null)
    if (!away && !open) continue
    // the same address again would leave the dialog where it is
    if (!away) await go(page, '/units')
    await go(page, address)
    await rests(page)
  }
  return most
}
