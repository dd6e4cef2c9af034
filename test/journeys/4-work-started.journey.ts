import { expect, test } from 'vitest'
import { ask, button, figureOf, look, nothingBroke, open, say, settled, useVisitors, words, type Visitor } from './support/visitor.ts'

type Card = { id: string; timeline: { kind: string; journal: string | null }[] }
type Units = { units: { id: number; code: string }[] }
const { enter } = useVisitors()
const suining = { unit: '320324' }
const measure = (visitor: Visitor, asOf?: string) => figureOf(visitor, 'new-practitioners', { ...suining, ...(asOf ? { asOf } : {}) })

async function record({ page }: Visitor, trade: string): Promise<string> {
  await page.getByRole('heading', { level: 1, name: say('care:ui.start.title') }).waitFor()
  await page.getByText(say(`register:ui.trade.${trade}`), { exact: true }).click()
  await page.getByRole('button', { name: /^记下/ }).click()
  await page.getByRole('heading', { name: say('care:ui.done.title') }).waitFor()
  return /第 ([\d,]+) 号/.exec(await page.getByRole('status').last().innerText())![1]!.replaceAll(',', '')
}

test('starts of work are recorded for a selection and from a card; persons move by persons, starts by person-times; one is taken back', async () => {
  const officer = await enter('xuzhou')
  const { page } = officer
  const before = await measure(officer)
  const unit = (await ask<Units>(officer, '/api/units?search=320324')).units.find(({ code }) => code === '320324')!

  await open(officer, `/register?unit=${unit.id}`)
  await page.getByRole('row').nth(3).getByRole('cell').nth(1).click()
  await page.getByRole('complementary').last().getByRole('button', { name: say('register:ui.card.startWork') }).waitFor()
  await look(officer, 'register-with-card')

  await open(officer, `/register?unit=${unit.id}&worked=no&ability=full`)
  await page.getByRole('row').nth(1).getByRole('checkbox').click()
  await page.getByRole('row').nth(2).getByRole('checkbox').click()
  const chosen = (await page.getByRole('row').nth(1).locator('strong').innerText()).trim()
  const beside = (await page.getByRole('row').nth(2).locator('strong').innerText()).trim()
  await words(officer, 'register:ui.register.chosen', { n: 2 }).waitFor()
  await look(officer)
  await button(officer, 'register:ui.card.startWork').click()
  await words(officer, 'care:ui.start.people', { n: 2 }).waitFor()
  await look(officer)
  // the form says what is missing
  await button(officer, 'care:ui.start.save', { n: 2 }).click()
  await words(officer, 'care:ui.start.tradeMissing').waitFor()
  const first = await record(officer, 'handicraft')
  await look(officer)
  const two = await measure(officer)
  expect(two).toEqual({ value: before.value + 2, times: before.times + 2 })

  // from her card, a second trade: one person more times, not one more person
  await open(officer, `/register?unit=${unit.id}&q=${encodeURIComponent(chosen)}&worked=yes`)
  await page.getByRole('row', { name: chosen }).first().click()
  const panel = page.getByRole('complementary').last()
  await panel.getByRole('heading', { name: chosen }).waitFor()
  await settled(page)
  await panel.getByRole('button', { name: say('register:ui.card.startWork') }).click()
  const second = await record(officer, 'e-commerce')
  expect(Number(second)).toBe(Number(first) + 1)
  expect(await measure(officer)).toEqual({ value: two.value, times: two.times + 1 })

  // the other one was written down by mistake: from her card it is taken back
  const { persons } = await ask<{ persons: { id: string }[] }>(officer, `/api/persons?unit=${unit.id}&worked=yes&q=${encodeURIComponent(beside)}`)
  const cards = await Promise.all(persons.map(({ id }) => ask<Card>(officer, `/api/persons/${id}`)))
  const other = cards.find(({ timeline }) => timeline.some(({ kind, journal }) => kind === 'care.work-started' && journal === first))!
  await open(officer, `/persons/${other.id}`)
  await look(officer)
  await page.getByRole('link', { name: say('register:ui.card.reverse'), exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: say('care:ui.reverse.title') }).waitFor()
  await look(officer)
  await page.getByRole('radio', { name: say('register:ui.reversal.mistake') }).click()
  await page.getByRole('button', { name: say('care:ui.reverse.save'), exact: true }).click()
  await page.getByRole('heading', { name: say('care:ui.reverse.done') }).waitFor()
  await page.getByRole('button', { name: say('care:ui.done.card') }).click()
  await words(officer, 'register:ui.card.reversed').waitFor()
  await look(officer)
  expect(await measure(officer)).toEqual({ value: two.value - 1, times: two.times })
  // what was known then stays what it was
  expect(await measure(officer, first)).toEqual(two)
  nothingBroke(officer)
})
