import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Language } from '#kernel/languages.ts'
import { translate, type Facts } from '#platform/i18n/index.ts'
import { uuidv7 } from '#web/uuid.ts'
import { accessFaults, openBrowser, picture, signIn, visit, widths } from './browser.ts'

/** One signed-in person before one screen. */
export type Visitor = { readonly page: Page; readonly context: BrowserContext; readonly faults: string[]; readonly size: keyof typeof widths }

export const samples = join(import.meta.dirname, '../../../src/modules/register/roster/samples')

/** The sentence a screen shows for a key: journeys name things by their keys, so that a changed word breaks none of them. */
export const say = (key: string, facts: Facts = {}, language: Language = 'zh-Hans'): string => translate(language, key, facts)

/** What a file of journeys shares: one browser, and visitors who are closed at the end. */
export function useVisitors(): { enter(name: string | null, size?: keyof typeof widths): Promise<Visitor> } {
  let browser: Browser
  beforeAll(async () => { browser = await openBrowser() })
  afterAll(() => browser?.close())
  return {
    async enter(name, size = 'desk') {
      const made = await visit(browser, { size })
      made.page.setDefaultTimeout(20_000)
      if (name) await signIn(made.page, name)
      return { ...made, size }
    },
  }
}

/** Waits until nothing is on its way any more: every screen says of itself that it waits, and three times in a row none does. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  let quiet = 0
  const looked = async () => (quiet = (await page.locator('[aria-busy="true"], .skeleton, .shell-waiting, [role="progressbar"].thin-bar').count()) === 0 ? quiet + 1 : 0)
  await expect.poll(looked, { timeout: 15_000, interval: 70 }).toBeGreaterThanOrEqual(3)
}

/** Opens an address of the product and waits for its screen. */
export async function open({ page }: Visitor, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('h1').first().waitFor()
  await settled(page)
}

/** Goes to an address as a link of the product does, without loading the page anew. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, address)
  await settled(page)
}

export const button = ({ page }: Visitor, key: string, facts: Facts = {}): Locator => page.getByRole('button', { name: say(key, facts), exact: true })
export const words = ({ page }: Visitor, key: string, facts: Facts = {}): Locator => page.getByText(say(key, facts)).first()

/** Looks at the screen as it stands, at a phone's width and at a desk's: nobody is kept out, nothing hangs over the edge, no key stands bare. What is wrong is kept for `nothingBroke`. */
export async function look(visitor: Visitor, kept?: string): Promise<void> {
  const { page, size } = visitor
  await settled(page)
  if (kept) await picture(page, kept)
  // her own width comes last, so that she goes on before a screen that stands still
  const sizes = size === 'phone' ? (['phone'] as const) : (['phone', 'desk'] as const)
  for (const each of sizes) {
    if (sizes.length > 1) await resize(page, widths[each])
    visitor.faults.push(...(await screenFaults(page, each)).map((fault) => `${new URL(page.url()).pathname} on a ${each}: ${fault}`))
  }
}

/** Another width, until the page has stood still for a tenth of a second: it measures itself and draws again after a change. */
async function resize(page: Page, to: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(to)
  await page.evaluate(async () => {
    const drawn = () => `${document.getElementsByTagName('*').length} ${document.documentElement.scrollHeight} ${document.documentElement.scrollWidth}`
    const until = performance.now() + 1_000
    for (let still = 0, before = ''; still < 6 && performance.now() < until; ) {
      await new Promise(requestAnimationFrame)
      const now = drawn()
      still = now === before ? still + 1 : 0
      before = now
    }
  })
}

async function screenFaults(page: Page, size: 'phone' | 'desk'): Promise<string[]> {
  // colours are the same at every width, and the longest to look at
  const faults = await accessFaults(page, { colours: size === 'desk' })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (over > 0) faults.push(`scrolls sideways by ${over} px`)
  return [...faults, ...(await bareKeys(page))]
}

/** Keys of texts that stand on the screen in place of a text. */
export async function bareKeys(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = [document.title]
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) if (!walk.currentNode.parentElement?.closest('script, style')) texts.push(walk.currentNode.textContent ?? '')
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]')) for (const name of ['aria-label', 'title', 'placeholder']) texts.push(one.getAttribute(name) ?? '')
    return texts.map((text) => text.trim())
  })
  return [...new Set(shown)].filter((text) => /^([a-z]+:)?[a-z][\w-]*(\.[\w-]+)+$/i.test(text) && !/\.(xlsx?|csv)$/.test(text)).map((text) => `bare key: ${text}`)
}

/** At the end of a journey: no page broke, no request left our server, and every screen looked at is fit to use. */
export function nothingBroke(...visitors: readonly Visitor[]): void {
  expect(visitors.flatMap(({ faults }) => faults)).toEqual([])
}

/** Asks the server as the visitor: what a journey must know before it can look for it. */
export async function ask<T>({ context }: Visitor, address: string): Promise<T> {
  const answer = await context.request.get(address, { headers: { 'accept-language': 'zh-CN' } })
  expect(answer.status(), address).toBe(200)
  return (await answer.json()) as T
}

/** Writes as the visitor, past the screen: what happened before the journey begins. */
export async function write<T>({ context, page }: Visitor, method: 'POST' | 'PUT', address: string, body: unknown, id: string): Promise<T> {
  const headers = { origin: new URL(page.url()).origin, 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json', 'idempotency-key': id }
  const answer = await context.request.fetch(address, { method, headers, data: Buffer.isBuffer(body) ? body : JSON.stringify(body) })
  expect(answer.ok(), `${address}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return (await answer.json()) as T
}

/** Brings a roster in where the visitor's unit has nobody yet. */
export async function ensurePeople(visitor: Visitor, file: string): Promise<void> {
  if ((await ask<{ total: number }>(visitor, '/api/persons')).total > 0) return
  const id = uuidv7()
  await write(visitor, 'POST', `/api/imports?filename=${basename(file)}&id=${id}`, readFileSync(join(samples, file)), id)
  const state = async () => (await ask<{ state: string }>(visitor, `/api/imports/${id}`)).state
  await expect.poll(state, { timeout: 60_000, interval: 300 }).toBe('ready')
  await write(visitor, 'POST', `/api/imports/${id}/write`, {}, uuidv7())
  await expect.poll(state, { timeout: 60_000, interval: 300 }).toBe('done')
}

/** The number of a figure's whole, and its person-times beside it, as the screen shows them. */
export async function figureOf(visitor: Visitor, indicator: string, scope: Record<string, string>): Promise<{ value: number; times: number }> {
  await open(visitor, `/figures/${indicator}?${new URLSearchParams(scope)}`)
  const cells = visitor.page.getByRole('table').getByRole('row').last().getByRole('cell')
  const texts = await cells.allInnerTexts()
  const numbers = texts.slice(scope['level'] ? -3 : -2).map((text) => Number(text.replace(/\D/g, '')))
  return { value: numbers[0]!, times: numbers[1]! }
}
