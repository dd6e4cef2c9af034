import { expect, test } from 'vitest'
import { authenticator, keepPhone } from './support/authenticator.ts'
import { demoPassword } from './support/browser.ts'
import { ask, button, look, nothingBroke, open, say, settled, useVisitors, words, type Visitor } from './support/visitor.ts'

const { enter } = useVisitors()
type Lines = { lines: { ref: string; verb: string; subjects: string[] }[]; next: string | null }

/** The audit administrator's first sign-in, with the second factor that she must have. */
async function auditAdministrator(): Promise<Visitor> {
  const visitor = await enter(null)
  const { page } = visitor
  await page.goto('/sign-in')
  await page.locator('input[autocomplete="username"]').fill('shenji')
  await page.locator('input[type="password"]').fill(demoPassword)
  await page.locator('button[type="submit"]').click()
  await button(visitor, 'accounts:ui.step.enrolBegin').click()
  await page.getByRole('img', { name: say('accounts:ui.enrol.qr') }).waitFor()
  const secret = await page.locator('.enrol-secret code').innerText()
  keepPhone('shenji', secret)
  const phone = authenticator(secret)
  await page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await phone.next())
  await button(visitor, 'accounts:ui.enrol.button').click()
  await page.getByRole('checkbox', { name: say('accounts:ui.recovery.kept') }).check()
  await button(visitor, 'accounts:ui.recovery.goOn').click()
  await page.locator('#main h1').first().waitFor()
  return visitor
}

test('an officer sees on a card who looked at it; the audit administrator finds the look, and reads no card', async () => {
  const officer = await enter('xuzhou')
  const { persons } = await ask<{ persons: { id: string }[] }>(officer, '/api/persons')
  const [{ id }] = persons as [{ id: string }]
  await open(officer, `/persons/${id}`)
  await button(officer, 'audit:looks.open').click()
  await words(officer, 'audit:verb.register.card').waitFor()
  await look(officer)

  const audit = await auditAdministrator()
  const { page } = audit
  expect((await audit.context.request.get(`/api/persons/${id}`)).status()).toBe(403)
  await open(audit, '/audit')
  await words(audit, 'audit:ui.own').waitFor()
  await look(audit, 'audit')

  // Sealed within five seconds of being written, while the server runs.
  await expect.poll(async () => (await ask<{ workspace: { number: string } }>(audit, '/api/audit/seals')).workspace.number, { timeout: 15_000 }).not.toBe('0')

  await page.getByPlaceholder(say('audit:ui.filter.subject')).fill(id)
  await expect.poll(() => new URL(page.url()).searchParams.get('subject')).toContain(id)
  await settled(page)
  const { lines } = await ask<Lines>(audit, `/api/audit?subject=${id}&verb=register.card`)
  expect(lines[0]!.subjects).toEqual([id])
  await page.getByRole('row').filter({ hasText: say('audit:verb.register.card') }).first().click()
  await page.getByRole('button', { name: say('audit:ui.filter.onlyThis') }).first().waitFor()
  await look(audit)
  expect(await page.getByRole('link', { name: say('audit:ui.card') }).count()).toBe(0)
  await page.getByRole('button', { name: say('audit:ui.filter.onlyThis') }).first().click()
  await expect.poll(() => new URL(page.url()).searchParams.get('actor')).toContain('account:')
  await settled(page)

  await open(audit, '/audit?address=203.0.113.77')
  await words(audit, 'audit:ui.empty').waitFor()
  await look(audit)
  await button(audit, 'audit:ui.clear').click()
  await page.getByRole('row').nth(2).waitFor()
  nothingBroke(officer, audit)
})
