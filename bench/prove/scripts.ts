import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import pg from 'pg'
import { allRoutes } from '#main/modules.ts'
import { openBrowser } from '../../test/journeys/support/browser.ts'
import { password } from '../../test/support/two-counties.ts'
import { unzipped } from '../../test/support/unzipped.ts'
import { drawOf, each, type Proof, type Report } from './proof.ts'
import { go, openEverything, rests, watch, type Watched } from './scripts.browser.ts'
import { plant, type Planted } from './scripts.plant.ts'
import { hostileTexts } from './scripts.texts.ts'
import { declaredScreens, hostileAddresses, screensOf, type Screen } from './scripts.visit.ts'
import { served, type Served } from './serving.ts'

/** Texts of one world: all of them stand together on its screens. */
const ofWorld = 12
/** So many things are opened on a screen: in the whole proof, and in the suite, which has to be short. */
const openedOnScreen = { whole: 8, suite: 5 }
const webFolder = join(import.meta.dirname, '../../dist/web')

/** Hostile text in every text field, then every screen, page and file looked at in a browser: nothing of it runs, and the policy has nothing to report. */
export const scripts: Proof = {
  id: 'scripts', suiteSize: ofWorld, proofSize: hostileTexts.length,
  target: { ran: 0, wide: 0, unvisited: 0, unfilled: 0, unkept: 0, faults: 0, formulas: 0, blind: 0 },
  async run(seed, n, from, report) {
    const browser = await openBrowser()
    try {
      for (let first = from; first < n; ) {
        const last = Math.min(n, first - (first % ofWorld) + ofWorld)
        const world = await served({ webFolder })
        try {
          await one(world, browser, hostileTexts.slice(first, last), drawOf(seed, first).below(1_000), first, n > ofWorld, report)
          for (const fault of world.faults) report.fail('faults', first, String(fault))
        } finally {
          await world.close()
        }
        first = last
        report.done(first)
      }
    } finally {
      await browser.close()
    }
  },
}

async function one(world: Served, browser: Browser, texts: readonly string[], start: number, index: number, whole: boolean, report: Report): Promise<void> {
  let turn = start
  const text = (most = 1_000): string => {
    for (const tried of texts.keys()) {
      const next = texts[(turn + tried) % texts.length]!
      if (next.length <= most) return (turn += tried + 1), next
    }
    return '<b>'
  }
  const planted = await plant(world, texts, text)
  report.add('sent', planted.sent)
  for (const field of planted.unfilled) report.fail('unfilled', index, field)
  for (const field of planted.unkept) report.fail('unkept', index, field)
  for (const fault of planted.faults) report.fail('faults', index, fault)
  const screens = screensOf(planted)
  for (const path of declaredScreens()) if (!screens[path]) report.fail('unvisited', index, `${path} stands in no list of screens to visit`)

  /** One window for each reader's lane: at a desk under the policy, on a phone without it. */
  const windowOf = ({ who, size }: Visit) => watch(browser, world.origin, { size, bare: size === 'phone', language: size === 'phone' ? 'en-US' : 'zh-CN', refusal: text(), ...(who === 'nobody' ? {} : { cookie: planted.cookies[who] }) })
  async function visit({ page, faults }: Watched, { who, size, address, opened }: Visit): Promise<void> {
    const look = async (what: string) => {
      for (const fault of await faults()) report.fail(fault.startsWith('wide') ? 'wide' : 'ran', index, `${who}, ${size}, ${address}, ${what}: ${fault}`)
      report.add('looked')
    }
    try {
      await go(page, address)
      if (!(await rests(page))) report.fail('unvisited', index, `${who}, ${size}, ${address} never came to rest`)
      const said = await page.evaluate(() => document.body.innerText)
      if (said.trim().length < 20) report.fail('unvisited', index, `${who}, ${size}, ${address} is empty`)
      if (said.includes('ran()')) report.add('shown')
      await look('as it opens')
      if (opened > 0) report.add('opened', await openEverything(page, address, opened, look))
    } catch (error) {
      report.fail('unvisited', index, `${who}, ${size}, ${address}: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  await seesWhatRuns(browser, world.origin, index, report)
  // The suite looks at every screen at a desk; the proof on a phone as every reader too, and by hostile addresses.
  const visits = visitsTo(screens, openedOnScreen[whole ? 'whole' : 'suite'])
  const all = whole ? [...visits, ...hostileAddresses(screens, text).map(({ address, as }): Visit => ({ who: as, size: 'desk', address, opened: 0 }))] : visits.filter(({ size }) => size === 'desk')
  const lanes = lanesOf(all)
  await each(0, lanes.length, 4, async (lane) => {
    const watched = await windowOf(lanes[lane]![0]!)
    for (const one of lanes[lane]!) await visit(watched, one)
    await watched.context.close()
  })
  await wayBack(browser, world, text(), index, report)
  await files(world, planted, index, report)
}

type Visit = { who: Screen['as'][number]; size: 'desk' | 'phone'; address: string; opened: number }

/** Each screen at a desk by the first who sees it, with what opens there; on a phone by all. */
function visitsTo(screens: Record<string, Screen>, most: number): Visit[] {
  return Object.values(screens).flatMap(({ addresses, as }) => addresses.flatMap((address, place): Visit[] => [
    { who: as[0]!, size: 'desk', address, opened: place === 0 ? most : 0 },
    ...as.filter((who) => place === 0 || (who === as[0] && !address.includes('?'))).map((who): Visit => ({ who, size: 'phone', address, opened: 0 })),
  ]))
}

/** What one window visits one after the other; several windows are busy at once. */
function lanesOf(visits: readonly Visit[]): Visit[][] {
  const of = Map.groupBy(visits, ({ who, size }) => `${who} ${size}`)
  return [...of.values()].flatMap((all) => Array.from({ length: Math.ceil(all.length / 12) }, (_, i) => all.slice(i * 12, i * 12 + 12)))
}

/** What we look with sees a script that runs, and one that the policy keeps from running. */
async function seesWhatRuns(browser: Browser, origin: string, index: number, report: Report): Promise<void> {
  for (const bare of [true, false]) {
    const { page, context, faults } = await watch(browser, origin, { size: 'desk', language: 'en', bare })
    await page.goto('/r')
    await page.evaluate(() => void (document.body.innerHTML += '<img src=x: onerror=ran()>'))
    await page.waitForTimeout(100)
    const seen = await faults()
    if (!seen.some((fault) => fault.startsWith(bare ? 'ran: error' : 'console: policy: script-src-attr'))) report.fail('blind', index, `${bare ? 'bare' : 'under the policy'}: ${seen.join(' | ')}`)
    await context.close()
  }
}

/** Signing in goes back to an address of ours or to none. */
async function wayBack(browser: Browser, world: Served, text: string, index: number, report: Report): Promise<void> {
  for (const back of ['javascript:ran()', '//evil.example/x', `/\\evil.example`, text]) {
    const { page, context, faults } = await watch(browser, world.origin, { size: 'desk', language: 'zh-CN', bare: true })
    await page.goto(`/sign-in?back=${encodeURIComponent(back)}`)
    await page.locator('input[autocomplete="username"]').fill('pei')
    await page.locator('input[type="password"]').fill(password)
    await page.locator('button[type="submit"]').click()
    await page.locator('#main h1').first().waitFor()
    await rests(page)
    if (!page.url().startsWith(`${world.origin}/`)) report.fail('ran', index, `back to ${page.url()}`)
    for (const fault of await faults()) report.fail(fault.startsWith('wide') ? 'wide' : 'ran', index, `sign-in, back=${back}: ${fault}`)
    await context.close()
  }
}

/** Every file that may be taken: no cell of it is a formula, and the browser keeps it instead of opening it. */
async function files(world: Served, { addresses: at, cookies, mine }: Planted, index: number, report: Report): Promise<void> {
  const granted = (JSON.parse((await world.tell(cookies.pei, 'GET', '/api/exports?show=mine')).text) as { exports: { path: string | null }[] }).exports.find(({ path }) => path)
  const ready = JSON.parse((await world.tell(cookies.member, 'GET', '/api/my')).text) as { requests: { id: string; take: boolean }[] }
  const paths: Record<string, readonly [string, string | undefined]> = {
    '/api/persons.xlsx': [cookies.pei, granted?.path ?? undefined],
    '/api/figures/:indicator/people.xlsx': [cookies.pei, `/api/figures/work-starts/people.xlsx?unit=${mine.county.code}`],
    '/api/figures/:indicator/figure.xlsx': [cookies.pei, '/api/figures/persons-filed/figure.xlsx'],
    '/api/imports/:id/refusals.xlsx': [cookies.pei, `/api/imports/${at['imports']![1]}/refusals.xlsx`],
    '/api/requests/:id/held.xlsx': [cookies.pei, `/api/requests/${at['requests']![0]}/held.xlsx`],
    '/api/my/requests/:id/held.xlsx': [cookies.member, `/api/my/requests/${ready.requests.find(({ take }) => take)?.id}/held.xlsx`],
  }
  for (const { endpoint } of allRoutes(new pg.Pool())) {
    if (!endpoint.file) continue
    const [cookie, path] = paths[endpoint.path] ?? ['', undefined]
    if (!path) { report.fail('unvisited', index, `nobody takes ${endpoint.path}`); continue }
    const answer = await fetch(`${world.origin}${path}`, { headers: { cookie } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (answer.status !== 200) { report.fail('unvisited', index, `${path}: ${answer.status} ${bytes.toString().slice(0, 200)}`); continue }
    const text = unzipped(bytes)
    if (/<f[\s>/]|<(hyperlink|ddeLink|oleLink|externalReference)/.test(text)) report.fail('formulas', index, path)
    if (!answer.headers.get('content-disposition')?.startsWith('attachment;') || answer.headers.get('x-content-type-options') !== 'nosniff') report.fail('formulas', index, `${path} may be opened by the browser`)
    report.add('files')
  }
}
