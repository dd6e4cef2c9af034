import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { button, ensurePeople, look, nothingBroke, open, say, useVisitors, words } from './support/visitor.ts'

const { enter } = useVisitors()

test('a county takes out more than 200 persons: its city agrees first, and the file says so', async () => {
  const [county, city] = [await enter('peixian'), await enter('xuzhou')]
  await ensurePeople(county, 'roster-peixian-clean.xlsx')
  // A class of her own, so that nobody else's journey has asked for the same.
  await open(county, '/register?sex=female')
  await button(county, 'register:ui.register.export').click()
  await words(county, 'exports:refusal.export-needs-second.title').waitFor()
  await look(county)
  await county.page.getByLabel(say('exports:ui.reason')).fill('给市里对名单')
  await button(county, 'exports:ui.ask').click()
  await words(county, 'exports:ui.asked').waitFor()
  await button(county, 'exports:ui.toMine').click()
  await words(county, 'exports:state.waiting').waitFor()
  await look(county)

  await open(city, '/exports')
  await look(city)
  await button(city, 'exports:ui.decide').first().click()
  await button(city, 'exports:ui.approve').waitFor()
  await look(city)
  await button(city, 'exports:ui.approve').click()
  await words(city, 'exports:state.approved').waitFor()

  await open(county, '/exports?show=mine')
  const [download] = await Promise.all([county.page.waitForEvent('download'), button(county, 'exports:ui.take').first().click()])
  expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe('PK')
  await open(county, '/exports')
  await words(county, 'exports:state.taken').waitFor()
  await look(county)
  nothingBroke(county, city)
})
