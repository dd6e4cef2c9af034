import { expect, test } from 'vitest'
import { ask, ensurePeople, look, nothingBroke, open, say, settled, useVisitors } from './support/visitor.ts'

type Person = { id: string; name: string; householdId: string; unit: { name: string; town: string | null } }
type Units = { units: { id: number; code: string; name: string }[] }
const { enter } = useVisitors()

test('a county officer sees nothing of the other counties: not in lists, not by search, not in figures, not by an address', async () => {
  const city = await enter('xuzhou')
  const officer = await enter('peixian')
  const { page } = officer
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')

  // a woman of Feng county whose name nobody in Pei county has
  const feng = (await ask<Units>(city, '/api/units?search=320321')).units.find(({ code }) => code === '320321')!
  const { persons } = await ask<{ persons: Person[] }>(city, `/api/persons?unit=${feng.id}`)
  let stranger: Person | undefined
  for (const one of persons) {
    if ((await ask<{ total: number }>(officer, `/api/persons?q=${encodeURIComponent(one.name)}`)).total === 0) { stranger = one; break }
  }
  expect(stranger).toBeDefined()
  const her = stranger!

  await open(officer, '/register')
  await look(officer)
  const own = await ask<{ total: number; persons: Person[] }>(officer, '/api/persons')
  await page.getByRole('textbox', { name: say('register:ui.filter.words') }).fill(her.name)
  await page.getByText(say('register:ui.register.noneFound'), { exact: true }).waitFor()
  await look(officer)

  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: say('web:search.open') }).fill(her.name)
  await page.getByText(say('web:search.none', { words: her.name })).waitFor()
  await page.keyboard.press('Escape')

  for (const address of [`/persons/${her.id}`, `/households/${her.householdId}`, '/figures/new-practitioners?unit=320321', `/register/new?unit=${feng.id}`]) {
    await page.goto(address)
    await settled(page)
    const text = await page.locator('main').innerText()
    expect(text, address).not.toContain(her.name)
    expect(text, address).not.toContain('丰县')
  }
  await page.goto(`/persons/${her.id}`)
  await page.getByText(say('register:refusal.person-not-found')).waitFor()
  await look(officer)
  await page.goto('/figures/new-practitioners?unit=320321')
  await page.getByText(say('organisation:refusal.unit-not-found')).waitFor()

  // the number of her county is that of her county
  await open(officer, '/figures/persons-filed')
  const shown = await page.locator('main').innerText()
  const counted = await ask<{ value: number }>(officer, '/api/figures/persons-filed')
  // Whoever was erased counts on, and stands in no list.
  expect(counted.value).toBeGreaterThanOrEqual(own.total)
  expect(shown).toContain(counted.value.toLocaleString('en'))
  for (const county of ['丰县', '邳州', '睢宁']) expect(shown).not.toContain(county)
  await open(officer, '/units')
  expect(await page.locator('main').innerText()).not.toContain('丰县')
  await look(officer)
  await open(officer, '/checks')
  for (const county of ['丰县', '邳州', '睢宁']) expect(await page.locator('main').innerText()).not.toContain(county)
  expect((await ask<{ postings: { actor: string }[] }>(officer, '/api/ledger/recent')).postings.every(({ actor }) => actor !== 'operator:cli')).toBe(true)
  nothingBroke(officer, city)
})
