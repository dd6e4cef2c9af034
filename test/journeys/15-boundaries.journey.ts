import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { authenticator, keepPhone, keptPhone } from './support/authenticator.ts'
import { demoPassword } from './support/browser.ts'
import { ask, button, ensurePeople, look, nothingBroke, open, say, settled, useVisitors, words, write, type Visitor } from './support/visitor.ts'

const { enter } = useVisitors()
type Figure = { value: number; parts: { key: string; value: number }[] | null; overlap: number | null }
type Units = { units: { id: number; code: string; name: string; level: string; parentId: number }[] }

/** The system administrator, with the second factor that she must have. */
async function systemAdministrator(): Promise<Visitor> {
  const visitor = await enter(null)
  const { page } = visitor
  await page.goto('/sign-in')
  await page.locator('input[autocomplete="username"]').fill('xitong')
  await page.locator('input[type="password"]').fill(demoPassword)
  await page.locator('button[type="submit"]').click()
  let phone = keptPhone('xitong')
  if (phone) {
    await page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await phone.next())
    await page.locator('button[type="submit"]').click()
  } else {
    await button(visitor, 'accounts:ui.step.enrolBegin').click()
    await page.getByRole('img', { name: say('accounts:ui.enrol.qr') }).waitFor()
    const secret = await page.locator('.enrol-secret code').innerText()
    keepPhone('xitong', secret)
    phone = authenticator(secret)
    await page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await phone.next())
    await button(visitor, 'accounts:ui.enrol.button').click()
    await page.getByRole('checkbox', { name: say('accounts:ui.recovery.kept') }).check()
    await button(visitor, 'accounts:ui.recovery.goOn').click()
  }
  await page.locator('#main h1').first().waitFor()
  return visitor
}

test('a village goes to another county: its cards with it, and each county counts it under the boundaries of before, of after and of then', async () => {
  const officer = await enter('peixian')
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')
  const city = await enter('xuzhou')
  const counted = (unit: string, boundaryDay?: string) => ask<Figure>(city, `/api/figures/persons-filed?by=unit&unit=${unit}${boundaryDay ? `&boundaryDay=${boundaryDay}` : ''}`)
  const unit = async (code: string) => (await ask<Units>(city, `/api/units?search=${code}`)).units.find((one) => one.code === code)!

  // a village of Pei county where women are filed
  const town = (await counted('320322')).parts!.find(({ key, value }) => value > 0 && key !== '320322')!
  const part = (await counted(town.key)).parts!.find(({ key, value }) => value > 0 && key !== town.key)!
  const village = await unit(part.key)
  const feng = await unit('320321')
  const home = (await ask<Units>(city, `/api/units/${feng.id}/children`)).units[0]!
  const [pei, other] = [(await counted('320322')).value, (await counted('320321')).value]
  const { today } = await ask<{ today: string }>(city, '/api/me')
  const before = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)

  const admin = await systemAdministrator()
  const { page } = admin
  await open(admin, `/units?unit=${village.id}`)
  await page.getByRole('link', { name: say('organisation:units.life') }).click()
  await page.getByRole('heading', { name: say('boundaries:ui.nav') }).waitFor()
  await settled(page)
  await look(admin)
  await button(admin, 'boundaries:do.move').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('boundaries:ui.look'), exact: true }).click()
  await words(admin, 'web:field.missing').waitFor()
  await look(admin)
  await dialog.locator('#change-parent').fill(home.code)
  await page.locator('.ant-select-tree-title', { hasText: home.name }).first().click()
  await dialog.locator('#change-day').fill(before(3))
  await dialog.locator('#change-day').press('Enter')
  await dialog.locator('#change-reason').fill('省政府批复 2026 年 12 号')
  await dialog.locator('button[type="submit"]').click()
  await page.getByRole('heading', { name: say('boundaries:ui.preview') }).waitFor()
  await look(admin)
  await dialog.locator('button[type="submit"]').click()
  await page.getByText('省政府批复 2026 年 12 号').first().waitFor()
  await settled(page)
  await look(admin)

  // each county under the boundaries of after, of before, and each record where it was made
  expect([(await counted('320322')).value, (await counted('320321')).value]).toEqual([pei - part.value, other + part.value])
  expect([(await counted('320322', before(4))).value, (await counted('320321', before(4))).value]).toEqual([pei, other])
  expect([(await counted('320322', 'then')).value, (await counted('320321', 'then')).value]).toEqual([pei, other])
  for (const day of [undefined, before(4), 'then']) {
    const whole = await counted('3203', day)
    expect(whole.parts!.reduce((sum, { value }) => sum + value, 0) - (whole.overlap ?? 0)).toBe(whole.value)
  }
  // its cards are the other county's now
  await expect.poll(async () => (await officer.context.request.get(`/api/persons?unit=${village.id}`)).status()).not.toBe(200)

  // and back again, so that the journeys after this one find what they know
  await open(admin, `/unit-changes?unit=${village.id}`)
  const back = uuidv7()
  await write(admin, 'POST', '/api/unit-changes', { id: back, reason: '收回', change: { verb: 'move', unitId: village.id, parentId: village.parentId, code: null, onDay: today } }, back)
  expect((await counted('320322')).value).toBe(pei)
  await open(admin, `/unit-changes?unit=${village.id}`)
  await page.getByText('收回').first().waitFor()
  await look(admin)
  nothingBroke(admin, officer, city)
})
