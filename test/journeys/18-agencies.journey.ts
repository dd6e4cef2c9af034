import { expect, test } from 'vitest'
import { button, look, nothingBroke, open, say, settled, useVisitors, words } from './support/visitor.ts'

const { enter } = useVisitors()

test('a partner agency is recorded, found, renamed, and leaves; what cannot be is refused in place', async () => {
  const officer = await enter('xuzhou')
  const { page } = officer
  const name = `巧手试办协会${Date.now() % 100_000}`
  await open(officer, '/agencies')
  await look(officer)
  await button(officer, 'agencies:ui.new').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('agencies:ui.save') }).click()
  await dialog.getByText(say('web:field.missing')).first().waitFor()
  await look(officer)
  await dialog.getByLabel(say('agencies:ui.name'), { exact: true }).fill(name)
  await dialog.getByLabel(say('agencies:ui.kind'), { exact: true }).click()
  await page.getByTitle(say('agencies:kind.association')).click()
  await dialog.getByRole('button', { name: say('agencies:ui.save') }).click()

  const panel = page.locator('.side-panel')
  await panel.getByText(say('agencies:ui.act.joined')).waitFor()
  expect(await panel.locator('h2, h3').first().textContent()).toContain(name)
  await look(officer)
  await panel.getByRole('button', { name: say('agencies:ui.rename') }).click()
  await dialog.getByRole('button', { name: say('agencies:ui.rename') }).click()
  await page.getByText(say('agencies:refusal.agency-same-name')).first().waitFor()
  await dialog.getByLabel(say('agencies:ui.name'), { exact: true }).fill(`${name}新`)
  await dialog.getByRole('button', { name: say('agencies:ui.rename') }).click()
  await panel.getByText(say('agencies:ui.act.renamed')).waitFor()
  await panel.getByRole('button', { name: say('agencies:ui.leave') }).click()
  await dialog.getByRole('button', { name: say('agencies:ui.leave') }).click()
  await panel.getByText(say('agencies:ui.act.left'), { exact: true }).waitFor()
  expect(await panel.getByRole('button', { name: say('agencies:ui.leave') }).count()).toBe(0)

  await open(officer, `/agencies?q=${encodeURIComponent(name)}`)
  await words(officer, 'agencies:ui.notFound').waitFor()
  await look(officer)
  await open(officer, `/agencies?state=left&q=${encodeURIComponent(name)}`)
  await settled(page)
  await page.getByText(`${name}新`).first().waitFor()

  // it left by mistake: taken back for a reason, it works again, and what was written stays, struck
  await page.getByRole('button', { name: `${name}新` }).click()
  await panel.getByRole('button', { name: say('agencies:ui.reverse') }).last().click()
  await dialog.getByRole('button', { name: say('agencies:ui.reverse') }).click()
  await dialog.getByText(say('web:field.missing')).waitFor()
  await dialog.getByRole('radio', { name: say('agencies:ui.reversal.mistake') }).check()
  await dialog.getByRole('button', { name: say('agencies:ui.reverse') }).click()
  await panel.getByText(say('agencies:ui.reversed', { reason: say('agencies:ui.reversal.mistake') })).waitFor()
  await panel.getByRole('button', { name: say('agencies:ui.leave') }).waitFor()
  await look(officer)
  nothingBroke(officer)
})
