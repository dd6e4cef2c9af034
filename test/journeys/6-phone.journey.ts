import { pinyin } from 'pinyin-pro'
import { expect, test } from 'vitest'
import { ask, ensurePeople, look, nothingBroke, open, say, settled, useVisitors, words } from './support/visitor.ts'

const { enter } = useVisitors()

test('on a phone she signs in, finds a woman by the initials of her name, opens her card and records that she works', async () => {
  const officer = await enter('peixian', 'phone')
  const { page } = officer
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')
  await page.reload()
  await settled(page)
  await look(officer, 'phone-home')

  const { persons } = await ask<{ persons: { id: string; name: string }[] }>(officer, '/api/persons?worked=no&ability=full')
  const initialsOf = (name: string) => pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', type: 'array' }).join('')
  // letters that might be a sound are looked for as one
  const her = persons.find(({ name }) => name.length === 3 && !/[aeiouvy]/.test(initialsOf(name)))!
  const initials = initialsOf(her.name)
  await page.getByRole('navigation', { name: say('web:shell.tabs') }).getByRole('link', { name: say('register:ui.nav.register') }).click()
  await page.getByRole('textbox', { name: say('register:ui.filter.words') }).fill(initials)
  await words(officer, 'register:ui.filter.by.initials').waitFor()
  await settled(page)
  await look(officer)
  await page.getByRole('listitem').getByRole('button', { name: her.name }).first().click()
  await page.getByRole('heading', { level: 1, name: her.name }).waitFor()
  await look(officer, 'phone-card')
  await page.getByRole('button', { name: say('register:ui.card.startWork') }).click()
  await page.getByText(say('register:ui.trade.handicraft'), { exact: true }).click()
  await look(officer)
  await page.getByRole('button', { name: /^记下/ }).click()
  await page.getByRole('heading', { name: say('care:ui.done.title') }).waitFor()
  await page.getByRole('button', { name: say('care:ui.done.card') }).click()
  await page.getByRole('heading', { level: 1, name: her.name }).waitFor()
  await page.getByText(say('care:ui.kind.work-started'), { exact: true }).first().waitFor()

  // what has no place at the foot is behind 更多
  await page.getByRole('button', { name: say('web:shell.more') }).click()
  await page.getByRole('dialog').getByRole('link', { name: say('register:ui.nav.imports') }).click()
  await page.getByRole('heading', { level: 1, name: say('register:ui.import.title') }).waitFor()
  await look(officer)
  nothingBroke(officer)
})

test('no screen of a phone scrolls sideways, in any language', async () => {
  const officer = await enter('xuzhou', 'phone')
  const { page } = officer
  const household = (await ask<{ persons: { householdId: string }[] }>(officer, '/api/persons')).persons[0]!.householdId
  for (const address of ['/', '/register', '/register?show=households', `/households/${household}`, '/register/new', '/imports', '/figures', '/figures/new-practitioners', '/figures/new-practitioners?cell=yes', '/receipts', '/checks', '/units']) {
    await open(officer, address)
    await look(officer)
  }
  const longer = { en: ['/', '/register', '/figures/new-practitioners', '/checks', '/imports', '/units'], vi: ['/', '/figures/new-practitioners'] }
  for (const [language, addresses] of Object.entries(longer)) {
    await page.evaluate((to) => localStorage.setItem('qiaoshou-language', to), language)
    for (const address of addresses) {
      await open(officer, address)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(over, `${address} in ${language}`).toBeLessThanOrEqual(0)
    }
  }
  nothingBroke(officer)
})
