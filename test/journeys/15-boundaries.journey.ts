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
  await words(admin, 'boundaries:ui.oddKept', { count: 1 }).waitFor()
  await look(admin)
  // a colleague renames the village while she looks: she is told, and sees what would happen now
  const rename = async (name: string) => {
    const id = uuidv7()
    await write(admin, 'POST', '/api/unit-changes', { id, reason: '同事改名', change: { verb: 'rename', unitId: village.id, name, code: village.code, onDay: before(5) } }, id)
  }
  await rename(`${village.name}甲`)
  await dialog.locator('button[type="submit"]').click()
  await words(admin, 'boundaries:refusal.unit-tree-changed').waitFor()
  await settled(page)
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

  // a card of the village says where it stands since when
  const { persons } = await ask<{ persons: { id: string }[] }>(city, `/api/persons?unit=${village.id}`)
  await open(city, `/persons/${persons[0]!.id}`)
  await words(city, 'register:ui.unit.move').waitFor()
  await city.page.getByText(`自 ${before(3)} 属 ${feng.name} ${home.name} ${village.name}甲`).waitFor()
  await look(city)
  await rename(village.name)

  // and back again, so that the journeys after this one find what they know
  await open(admin, `/unit-changes?unit=${village.id}`)
  const back = uuidv7()
  await write(admin, 'POST', '/api/unit-changes', { id: back, reason: '收回', change: { verb: 'move', unitId: village.id, parentId: village.parentId, code: null, onDay: today } }, back)
  expect((await counted('320322')).value).toBe(pei)
  await open(admin, `/unit-changes?unit=${village.id}`)
  await page.getByText('收回').first().waitFor()
  await look(admin)

  // a code that does not fit under its parent is told, and asks to be confirmed; nothing is done here
  await open(admin, `/unit-changes?unit=${home.id}&do=open`)
  await dialog.locator('#change-name').fill('试点村')
  await dialog.locator('#change-code').fill('320322100977')
  await dialog.locator('#change-level').click()
  await page.getByTitle(say('boundaries:level.village')).click()
  await dialog.locator('#change-reason').fill('试点')
  await dialog.locator('button[type="submit"]').click()
  await words(admin, 'boundaries:ui.oddCodes').waitFor()
  await dialog.locator('button[type="submit"]').click()
  await words(admin, 'boundaries:ui.oddMissing').waitFor()
  await look(admin)
  await button(admin, 'boundaries:ui.notNow').click()
  nothingBroke(admin, officer, city)
})
