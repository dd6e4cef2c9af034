import { expect, test } from 'vitest'
import { ask, button, look, nothingBroke, open, say, settled, useVisitors, type Visitor } from './support/visitor.ts'

type Definitions = { mayWrite: boolean; definitions: { id: string; own: boolean; retired: boolean; version: number }[] }
type Figure = { value: number; parts: { key: string; value: number }[] }
const { enter } = useVisitors()
const plans = (key: string, facts = {}) => say(`plans:${key}`, facts)
/** The number at the right of the form. */
const counted = async ({ page }: Visitor) => Number((await page.locator('.preview-figure .digits').first().innerText()).replace(/\D/g, ''))
const name = ['建档后九十天务工', 'In work ninety days after filing'] as const
const id = 'in-work-ninety-days-after-filing'
const choose = async ({ page }: Visitor, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).last().click()
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
}

test('an officer of the city makes an indicator, sees it count while she writes, and opens its figure', async () => {
  const city = await enter('xuzhou')
  const { page } = city
  await page.getByRole('link', { name: plans('ui.nav.indicators'), exact: true }).click()
  await page.getByRole('heading', { level: 1, name: plans('ui.nav.indicators') }).waitFor()
  await look(city, 'indicators')
  await button(city, 'plans:ui.list.new').click()
  await page.getByText(plans('ui.preview.nothing')).waitFor()
  await look(city)

  await page.getByLabel(plans('ui.edit.name.zh-Hans')).first().fill(name[0])
  await page.getByLabel(plans('ui.edit.name.en')).first().fill(name[1])
  await page.getByText(plans('kind.register.person-filed'), { exact: true }).click()
  await page.locator('.preview-figure').waitFor()
  const filed = await counted(city)
  expect(filed).toBe((await ask<Figure>(city, '/api/figures/persons-filed')).value)

  await page.getByRole('button', { name: plans('ui.add') }).click()
  await page.getByText(plans('ui.add.near')).click()
  await choose(city, plans('ui.near.kinds'), plans('kind.care.work-started'))
  await page.keyboard.press('Escape')
  await page.getByLabel(plans('ui.near.toDays')).fill('90')
  await page.getByText('90 天内').first().waitFor()
  await settled(page)
  const near = await counted(city)
  expect(near).toBeGreaterThan(0)
  expect(near).toBeLessThan(filed)
  await look(city, 'indicator-editor')

  await button(city, 'plans:ui.edit.make').click()
  await button(city, 'plans:ui.openFigure').waitFor()
  await look(city)
  await button(city, 'plans:ui.openFigure').click()
  await page.getByRole('heading', { level: 1, name: name[0] }).waitFor()
  expect((await ask<Figure>(city, `/api/figures/${id}`)).value).toBe(near)
  nothingBroke(city)
})

test('what does not fit is said at its place, and the numbers of before stay until it is mended', async () => {
  const city = await enter('xuzhou')
  const { page } = city
  await open(city, `/indicators/new?like=${id}`)
  await page.locator('.preview-figure').waitFor()
  await page.getByText(plans('ui.counts.households'), { exact: true }).click()
  const refusal = page.locator('#counts .field-refusal')
  await refusal.waitFor()
  await expect.poll(() => page.locator('.definition-preview').innerText()).toContain(plans('ui.preview.faulty'))
  await look(city)
  await page.getByText(plans('ui.through.household'), { exact: true }).click()
  await page.locator('.preview-figure').waitFor()
  expect(await refusal.count()).toBe(0)
  await button(city, 'plans:ui.edit.make').click()
  await page.getByText(plans('ui.empty.name')).first().waitFor()
  await look(city)
  nothingBroke(city)
})

test('a change is a next version; what is no longer wanted is retired, and stays readable', async () => {
  const city = await enter('xuzhou')
  const { page } = city
  const now = async () => (await ask<Definitions>(city, '/api/definitions')).definitions.find((one) => one.id === id)!
  const before = (await now()).version
  await open(city, `/indicators/${id}`)
  await button(city, 'plans:ui.change').click()
  await page.locator('.preview-figure').waitFor()
  await page.getByText(plans('ui.take.first'), { exact: true }).click()
  await button(city, 'plans:ui.edit.makeVersion', { version: before + 1 }).click()
  await page.getByText(plans('ui.version', { version: before + 1 })).first().waitFor()
  await expect.poll(async () => (await now()).version).toBe(before + 1)
  await settled(page)
  await button(city, 'plans:ui.retire').click()
  await page.getByRole('dialog').getByRole('button', { name: plans('ui.retire'), exact: true }).click()
  await expect.poll(async () => (await now()).retired).toBe(true)
  await open(city, '/indicators?show=retired')
  await page.getByText(name[0]).waitFor()
  await look(city)

  const county = await enter('peixian', 'phone')
  await open(county, '/indicators')
  expect(await button(county, 'plans:ui.list.new').count()).toBe(0)
  await look(county)
  nothingBroke(city, county)
})

test('a funnel is put together step by step, counts while it is, and opens', async () => {
  const city = await enter('xuzhou')
  const { page } = city
  await open(city, '/indicators/new-funnel')
  await look(city)
  await page.getByLabel(plans('ui.edit.name.zh-Hans')).first().fill('建档半年内从业')
  await page.getByLabel(plans('ui.edit.name.en')).first().fill('In work within half a year')
  const steps = ['persons-filed', 'new-practitioners']
  const names = (await ask<{ indicators: { id: string; name: string }[] }>(city, '/api/indicators')).indicators
  for (const [i, step] of steps.entries()) {
    await page.getByRole('combobox', { name: plans('ui.funnel.step', { number: i + 1 }) }).fill(names.find((one) => one.id === step)!.name)
    await page.keyboard.press('Enter')
  }
  await page.getByLabel(plans('ui.funnel.days')).fill('180')
  await page.getByText(names.find((one) => one.id === 'new-practitioners')!.name).first().waitFor()
  await page.locator('.preview-parts').waitFor()
  await settled(page)
  await look(city)
  await button(city, 'plans:ui.edit.make').click()
  await button(city, 'plans:ui.openFigure').waitFor()
  const { steps: counted } = await ask<{ steps: { value: number }[] }>(city, '/api/funnels/in-work-within-half-a-year')
  expect(counted[1]!.value).toBe((await ask<Figure>(city, '/api/figures/filed-then-in-work-180')).value)
  await look(city)
  await button(city, 'plans:ui.openFigure').click()
  await page.getByRole('heading', { level: 1, name: '建档半年内从业' }).waitFor()
  nothingBroke(city)
})
