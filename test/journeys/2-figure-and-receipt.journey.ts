import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { ask, button, figureOf, look, nothingBroke, open, say, settled, useVisitors, words, write } from './support/visitor.ts'

type Indicators = { indicators: { id: string; name: string }[] }
type People = { total: number; people: { name: string }[] }
type Persons = { persons: { id: string; name: string }[] }
const { enter } = useVisitors()

test('the city leader goes from home to a figure, a cell, its people and a card, and back', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  const name = (await ask<Indicators>(leader, '/api/indicators')).indicators.find(({ id }) => id === 'new-practitioners')!.name
  await settled(page)
  await look(leader, 'home')
  await page.getByRole('row').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await look(leader)

  await page.getByRole('row', { name: /^丰县/ }).getByRole('button').nth(1).click()
  const panel = page.getByRole('complementary').last()
  await panel.getByRole('heading', { name: /丰县 ×/ }).waitFor()
  await settled(page)
  await look(leader, 'figures')
  const first = panel.getByRole('listitem').first().getByRole('button')
  const person = (await first.locator('strong').innerText()).trim()
  await first.click()
  await panel.getByRole('link', { name: say('figures:ui.people.card') }).click()
  await page.getByRole('heading', { level: 1, name: person }).waitFor()
  await look(leader)
  await page.getByRole('button', { name: say('web:back') }).click()
  await panel.getByRole('heading', { name: /丰县 ×/ }).waitFor()

  await open(leader, '/figures/new-practitioners?view=months')
  await look(leader, 'figures-months')
  nothingBroke(leader)
})

test('as of an earlier journal number the figure is what it was, and says what came later', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  const before = (await ask<{ asOf: { journal: string } }>(leader, '/api/me')).asOf.journal
  const then = await figureOf(leader, 'new-practitioners', {})
  const { persons } = await ask<Persons>(leader, '/api/persons?worked=no&ability=full')
  const id = uuidv7()
  await write(leader, 'POST', '/api/work-starts', { id, personIds: [persons[0]!.id], trade: 'handicraft', startedOn: '2018-10-20' }, id)
  expect(await figureOf(leader, 'new-practitioners', {})).toEqual({ value: then.value + 1, times: then.times + 1 })

  await page.getByRole('button', { name: say('web:asOf.ledger') }).click()
  await page.getByRole('textbox', { name: say('web:asOf.journalNumber') }).fill(before)
  await button(leader, 'web:asOf.readThere').click()
  await words(leader, 'web:asOf.later', { added: 1, reversed: 0 }).waitFor()
  expect(new URL(page.url()).search).toContain('asOf')
  await look(leader)
  expect(await figureOf(leader, 'new-practitioners', { asOf: before })).toEqual(then)
  await button(leader, 'web:asOf.back').click()
  await page.getByRole('table').getByText((then.value + 1).toLocaleString('en'), { exact: true }).first().waitFor()
  nothingBroke(leader)
})

test('a receipt is issued, opens for anybody without anything personal, and is withdrawn with a reason', async () => {
  const leader = await enter('xuzhou')
  const { page } = leader
  await open(leader, '/figures/new-practitioners')
  const names = new Set<string>()
  for (let at = 1; ; at += 1) {
    const { total, people } = await ask<People>(leader, `/api/figures/new-practitioners/people?page=${at}`)
    for (const one of people) names.add(one.name)
    if (people.length === 0 || at * 50 >= total) break
  }
  expect(names.size).toBeGreaterThan(100)

  await button(leader, 'figures:ui.issue.button').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(say('figures:ui.issue.publicWhy')).waitFor()
  await look(leader)
  await dialog.getByRole('button', { name: say('figures:ui.issue.button') }).click()
  await dialog.getByRole('button', { name: say('figures:ui.issue.open') }).click()
  await words(leader, 'figures:ui.receipt.agrees').waitFor()
  await look(leader)
  const code = page.url().split('/').pop()!

  const anybody = await enter(null)
  const shown = await anybody.page.goto(`/r/${code}`)
  expect(shown!.status()).toBe(200)
  const html = await shown!.text()
  expect([...names].filter((name) => html.includes(name)), 'names on the public page').toEqual([])
  expect(html).not.toMatch(/\b3203\d{13}[\dX]\b/)
  expect(html).not.toContain('<script')
  await words(anybody, 'site:check.good').waitFor()
  await look(anybody)

  await open(leader, '/receipts')
  await look(leader)
  await page.getByRole('row', { name: code }).click()
  await button(leader, 'figures:ui.receipt.withdraw').click()
  await page.getByRole('dialog').getByLabel(say('figures:ui.receipt.reason')).fill('口径写错了')
  await page.getByRole('dialog').getByRole('button', { name: say('figures:ui.receipt.withdraw'), exact: true }).click()
  await words(leader, 'figures:ui.receipt.withdrawn').waitFor()
  await anybody.page.goto(`/r/${code}`)
  await anybody.page.getByText('口径写错了').waitFor()
  nothingBroke(leader, anybody)
})

test('a figure that the county has checked carries the county\'s seal on the page that everybody may open', async () => {
  const leader = await enter('xuzhou')
  const id = uuidv7()
  const { code } = await write<{ code: string }>(leader, 'POST', '/api/receipts', { id, indicator: 'persons-filed', unit: '320321', level: 'county', by: 'ability' }, id)
  const anybody = await enter(null)
  await anybody.page.goto(`/r/${code}`)
  await anybody.page.getByRole('img', { name: say('web:seal.checked', { level: say('web:level.county') }) }).first().waitFor()
  await look(anybody, 'receipt-public')
  const passerBy = await enter(null, 'phone')
  await passerBy.page.goto(`/r/${code}`)
  await look(passerBy)
  nothingBroke(leader, anybody, passerBy)
})
