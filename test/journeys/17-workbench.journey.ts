import { readFileSync } from 'node:fs'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { ask, button, look, nothingBroke, open, say, settled, useVisitors, words, write, type Visitor } from './support/visitor.ts'

type Pivot = { rows: { key: string; name: string; total: number; cells: Record<string, number> }[]; columns: { key: string; name: string; value: number }[]; value: number; rowsBy: string; by: string }
type NotReached = { registered: number; reached: number; total: number; people: { name: string }[] }
const { enter } = useVisitors()

/** All numbers of the table as it stands on the screen. */
const numbers = ({ page }: Visitor) => page.locator('.pivot tbody .cell').allInnerTexts()
const choose = async ({ page }: Visitor, label: string, option: string) => {
  await page.getByRole('combobox', { name: say(label), exact: true }).click()
  await page.locator('.ant-select-item-option:visible', { hasText: option }).first().click()
  await settled(page)
}

test('any cut stands down and across; the address shares it, and the way back is the way it came', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  await choose(leader, 'figures:ui.rows.label', say('figures:ui.axis.month'))
  await page.getByRole('columnheader', { name: say('figures:ui.axis.month'), exact: true }).waitFor()
  await choose(leader, 'figures:ui.by.label', say('figures:ui.axis.unit'))
  await page.getByRole('columnheader', { name: '丰县' }).waitFor()
  await page.getByRole('button', { name: say('figures:ui.period') }).click()
  await button(leader, 'figures:ui.period.plan').click()
  await settled(page)
  await look(leader)
  const there = page.url()
  for (const part of ['rows=month', 'by=unit', 'from=2017-01-01']) expect(there).toContain(part)
  const seen = await numbers(leader)
  expect(seen.length).toBeGreaterThan(20)

  const colleague = await enter('xuzhou')
  await open(colleague, there.replace(/^https?:\/\/[^/]+/, ''))
  expect(await numbers(colleague)).toEqual(seen)

  await page.goBack()
  await settled(page)
  expect(page.url()).not.toContain('from=')
  await page.goBack()
  await page.getByRole('columnheader', { name: '手工' }).waitFor()
  nothingBroke(leader, colleague)
})

test('while new numbers come the old ones stay; a cut that is refused says why and leads back', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  const before = await numbers(leader)
  await page.route('**/pivot?*', async (route) => {
    await new Promise((done) => setTimeout(done, 2_000))
    await route.continue()
  })
  await page.getByRole('combobox', { name: say('figures:ui.rows.label'), exact: true }).click()
  await page.locator('.ant-select-item-option:visible', { hasText: say('figures:ui.axis.month') }).first().click()
  await page.locator('.stale .pivot').waitFor()
  expect(await numbers(leader)).toEqual(before)
  await settled(page)
  await page.unroute('**/pivot?*')

  await open(leader, '/figures/new-practitioners?rows=unit&by=town')
  await words(leader, 'figures:refusal.axes-clash').waitFor()
  await look(leader)
  await button(leader, 'figures:ui.axis.usual').click()
  await page.getByRole('columnheader', { name: '手工' }).waitFor()
  nothingBroke(leader)
})

test('another indicator is found by its name and keeps the scope; means, shares and households are drawn as what they are', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners?boundaryDay=then')
  await button(leader, 'figures:ui.indicator.change').click()
  await page.getByPlaceholder(say('figures:ui.indicator.find')).fill('户')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/figures\/(?!new-practitioners)/)
  await settled(page)
  expect(page.url()).toContain('boundaryDay=then')
  await look(leader)
  const { indicators } = await ask<{ indicators: { id: string; counts: string; adds: boolean }[] }>(leader, '/api/indicators')
  const ratio = indicators.find(({ counts }) => counts === 'ratio')
  if (ratio) {
    await open(leader, `/figures/${ratio.id}`)
    await words(leader, 'figures:ui.sum.ratio').waitFor()
    expect(await page.locator('.pivot .hatched').count(), 'shares have no overlap').toBe(0)
    expect(await page.locator('.pivot tfoot .cell').last().innerText()).toMatch(/^\d+\.\d$/)
    await look(leader)
  }
  nothingBroke(leader)
})

test('some of the counties alone: together they are what the server counts, the cell keeps to them, one press takes them back', async () => {
  const leader = await enter('xuzhou')
  const phone = await enter('xuzhou', 'phone')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  const whole = page.locator('.pivot tr.whole')
  const all = await whole.innerText()
  await button(leader, 'figures:ui.only').click()
  for (const county of ['丰县', '沛县']) {
    await page.getByPlaceholder(say('figures:ui.only.find')).fill(county)
    await page.getByRole('checkbox', { name: county }).check()
  }
  await button(leader, 'figures:ui.only.look').click()
  await page.waitForURL(/only=320321(%2C|,)320322/)
  await settled(page)
  const told = await ask<Pivot>(leader, '/api/figures/new-practitioners/pivot?only=320321,320322')
  expect(told.rows.map(({ key }) => key)).toEqual(['320321', '320322'])
  expect(await whole.getByRole('rowheader').innerText()).toBe('丰县、沛县')
  expect(await whole.locator('.cell').last().innerText()).toBe(told.value.toLocaleString('en'))
  await whole.locator('.cell').last().click()
  await settled(page)
  expect(await page.locator('.side-panel .count-panel .digits').innerText()).toBe(told.value.toLocaleString('en'))
  const people = await ask<{ total: number }>(leader, '/api/figures/new-practitioners/people?only=320321,320322')
  expect(people.total).toBe(told.value)
  await look(leader)

  await open(phone, '/figures/new-practitioners?only=320321,320322')
  const chip = phone.page.getByRole('list', { name: say('figures:ui.unusual') }).getByRole('listitem')
  expect((await chip.allInnerTexts()).map((text) => text.trim())).toEqual([say('figures:ui.only.these', { units: '丰县、沛县' })])
  await phone.page.locator('.fold > summary').click()
  await phone.page.locator('.fold').getByRole('button', { name: say('figures:ui.only.these', { units: '丰县、沛县' }) }).click()
  await phone.page.getByRole('checkbox', { name: '沛县' }).waitFor()
  await look(phone)

  // the list of all figures says of whom it is, too, and one press gives the whole back
  await open(phone, '/figures?only=320321,320322')
  expect(await phone.page.locator('.page-header, header').allInnerTexts().then((texts) => texts.join(' '))).toContain('丰县、沛县')
  await phone.page.getByRole('button', { name: say('web:filter.clear', { name: say('figures:ui.only.these', { units: '丰县、沛县' }) }) }).click()
  await settled(phone.page)
  expect(new URL(phone.page.url()).searchParams.get('only')).toBeNull()

  await button(leader, 'figures:ui.only.all').click()
  await settled(page)
  expect([await whole.innerText(), new URL(page.url()).searchParams.get('only')]).toEqual([all, null])
  await open(leader, '/figures/new-practitioners?only=320321,999999')
  await words(leader, 'organisation:refusal.unit-not-found').waitFor()
  await button(leader, 'figures:ui.only.all').click()
  await whole.waitFor()
  nothingBroke(leader, phone)
})

test('arrows walk the table, Space opens a cell and Esc closes it; a table of thousands of rows draws those in sight', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  await page.locator('.pivot [data-place="0:0"]').focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'Space']) await page.keyboard.press(key)
  const panel = page.getByRole('complementary').last()
  await panel.getByRole('heading', { level: 2 }).waitFor()
  expect(page.url()).toMatch(/cell=yes/)
  await page.keyboard.press('Escape')
  await panel.getByRole('heading', { level: 2 }).waitFor({ state: 'detached' })

  await open(leader, '/figures/persons-filed?rows=village&by=ability&zeros=yes')
  const { rows } = await ask<Pivot>(leader, '/api/figures/persons-filed/pivot?rows=village&by=ability')
  expect(rows.length).toBeGreaterThan(1_000)
  expect(await page.locator('.pivot tbody tr').count()).toBeLessThan(80)
  await page.locator('.pivot [data-place="0:0"]').focus()
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('PageDown')
  await expect.poll(() => page.evaluate(() => Number((document.activeElement as HTMLElement).dataset['place']?.split(':')[0]))).toBeGreaterThan(25)
  expect(await page.getByRole('columnheader', { name: say('figures:ui.pivot.unit') }).isVisible()).toBe(true)
  await look(leader)
  nothingBroke(leader)
})

test('a cell says whom it does not reach by name, and what changed in it since a day, down to the entry', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  const before = (await ask<{ asOf: { journal: string } }>(leader, '/api/me')).asOf.journal
  const persons = await ask<{ persons: { id: string; name: string }[] }>(leader, '/api/persons?worked=no&ability=full')
  const person = persons.persons[0]!
  const id = uuidv7()
  await write(leader, 'POST', '/api/work-starts', { id, personIds: [person.id], trade: 'handicraft', startedOn: '2018-10-20' }, id)

  await open(leader, `/figures/new-practitioners?cell=yes&tab=not-reached`)
  const panel = page.getByRole('complementary').last()
  const told = await ask<NotReached>(leader, '/api/figures/new-practitioners/not-reached')
  expect(told.registered).toBe(told.reached + told.total)
  await panel.getByText(told.total.toLocaleString('en'), { exact: true }).waitFor()
  const last = told.people.at(-1)!.name
  await panel.getByPlaceholder(say('figures:ui.people.search')).fill(last)
  await panel.getByRole('listitem').filter({ hasText: last }).first().waitFor()
  await look(leader)

  await open(leader, `/figures/new-practitioners?cell=yes&tab=changed&before=${before}`)
  const late = panel.getByRole('row', { name: new RegExp(say('figures:changed.late')) })
  await late.getByText('+1', { exact: true }).waitFor()
  await late.getByRole('button').click()
  await panel.getByRole('listitem').filter({ hasText: person.name }).waitFor()
  await look(leader)
  nothingBroke(leader)
})

test('the table is taken with a receipt behind every number: each cell of the file opens to the same number', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  await button(leader, 'figures:ui.export').click()
  const dialog = page.getByRole('dialog')
  await look(leader)
  await dialog.getByRole('button', { name: say('figures:ui.export.receiptDo') }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: say('figures:ui.export.download') }).click()])
  const book = await readXlsx(new Uint8Array(readFileSync(await download.path())))
  const [table, receipt] = [book.sheets[0]!, book.sheets[1]!]
  expect(receipt.name).toBe(say('figures:sheet.receiptSheet'))
  const code = String(receipt.rows[0]![1])
  const header = table.rows.findIndex((row) => row[0] === say('figures:sheet.unit'))
  const links = [...table.cells!].filter(([, cell]) => cell.hyperlink)
  const pivot = await ask<Pivot>(leader, '/api/figures/new-practitioners/pivot')
  expect(links.length).toBe((pivot.rows.length + 1) * (pivot.columns.length + 1))
  for (const [, cell] of links) expect(cell.hyperlink!.tooltip).toMatch(new RegExp(`^${code} `))

  const place = table.rows.findIndex((row, i) => i > header && row[0] === '丰县')
  const link = table.cells!.get(`${place},1`)!.hyperlink!
  expect(link.tooltip).toBe(`${code} 丰县 × 手工`)
  await page.goto(link.target)
  await settled(page)
  expect(await page.locator('.side-panel .count-panel .digits').innerText()).toBe(Number(table.rows[place]![1]).toLocaleString('en'))
  const again = await enter('xuzhou')
  await again.page.goto(`/receipts/${code}`)
  await words(again, 'figures:ui.receipt.agrees').waitFor()
  // taken again at the same number it is the same receipt
  await open(leader, `/figures/new-practitioners?asOf=${new URL(link.target).searchParams.get('asOf')}`)
  await button(leader, 'figures:ui.export').click()
  await dialog.getByRole('button', { name: say('figures:ui.export.receiptDo') }).click()
  await dialog.getByText(say('figures:ui.export.code', { code })).waitFor()
  nothingBroke(leader, again)
})

test('the same numbers as bars, parts, months, tiles and a funnel, each of which turns into its table; on a phone as well', async () => {
  const leader = await enter('xuzhou')
  const phone = await enter('xuzhou', 'phone')
  for (const [i, address] of ['?view=bars', '?view=bars&parts=yes', '?view=months', '?view=tiles', ''].entries()) {
    await open(leader, `/figures/new-practitioners${address}`)
    await look(leader, i === 3 ? 'figures-tiles' : undefined)
    // the others are looked at as wide as a phone above
    if (i % 2 === 1) continue
    await open(phone, `/figures/new-practitioners${address}`)
    await look(phone)
  }
  await open(leader, '/figures')
  await look(leader)
  const { funnels } = await ask<{ funnels: { id: string; steps: { indicator: string }[] }[] }>(leader, '/api/funnels')
  await open(leader, `/funnels/${funnels[0]!.id}`)
  expect(await leader.page.locator('.funnel > li').count()).toBe(funnels[0]!.steps.length)
  expect(await leader.page.locator('[aria-current="page"]').first().innerText(), 'a funnel belongs to the figures').toBe(say('figures:ui.nav.figures'))
  await look(leader, 'funnel')
  await button(leader, 'figures:ui.asTable').click()
  await leader.page.getByRole('columnheader', { name: say('figures:ui.funnel.ofBefore') }).waitFor()
  // asked as a figure, a funnel opens as what it is
  await open(phone, `/figures/${funnels[0]!.id}?level=county`)
  await phone.page.waitForURL(`**/funnels/${funnels[0]!.id}?level=county`)
  await look(phone)
  // what is asked otherwise than usual stays in sight though the head is folded, and one press takes it back
  await open(phone, '/figures/new-practitioners?from=2017-01-01&to=2018-12-31&boundaryDay=then&level=county')
  const unusual = phone.page.getByRole('list', { name: say('figures:ui.unusual') }).getByRole('listitem')
  expect((await unusual.allInnerTexts()).map((text) => text.trim())).toEqual([
    `${say('figures:ui.period')} ${say('figures:ui.period.plan')}`, `${say('figures:ui.boundaries')} ${say('figures:ui.boundaries.then')}`, say('web:checkedBy.county'),
  ])
  await look(phone)
  await unusual.nth(1).getByRole('button').click()
  await settled(phone.page)
  expect([await unusual.count(), new URL(phone.page.url()).searchParams.get('boundaryDay')]).toEqual([2, null])
  nothingBroke(leader, phone)
})
