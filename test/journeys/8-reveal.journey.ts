import { expect, test } from 'vitest'
import { ask, look, nothingBroke, open, say, settled, useVisitors, words } from './support/visitor.ts'

const { enter } = useVisitors()

test('an id number is shown whole only for a reason that is written down, and is masked again', async () => {
  const officer = await enter('xuzhou')
  const { page } = officer
  const { persons } = await ask<{ persons: { id: string }[] }>(officer, '/api/persons')
  await page.clock.install()
  await open(officer, `/persons/${persons[0]!.id}`)
  const whole = page.getByText(/^\d{17}[\dX]$/)
  expect(await whole.count()).toBe(0)
  const ask1 = page.getByRole('button', { name: say('web:reveal.open'), exact: true }).first()
  await ask1.click()
  await words(officer, 'web:reveal.recorded').waitFor()
  const form = page.getByRole('tooltip').or(page.getByRole('dialog')).last()
  await form.getByRole('button', { name: say('web:reveal.open'), exact: true }).click()
  await words(officer, 'web:reveal.missing').waitFor()
  await look(officer)
  await form.getByRole('radio', { name: say('web:reveal.reason.subsidy') }).click()
  await form.getByRole('button', { name: say('web:reveal.open'), exact: true }).click()
  await whole.waitFor()
  await settled(page)
  await page.clock.fastForward('01:50')
  expect(await whole.count()).toBe(1)
  await page.clock.fastForward('00:20')
  await expect.poll(() => whole.count()).toBe(0)
  nothingBroke(officer)
})
