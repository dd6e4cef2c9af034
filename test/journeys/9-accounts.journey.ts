import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { authenticator, keptPhone } from './support/authenticator.ts'
import { demoPassword } from './support/browser.ts'
import { ask, button, follow, look, nothingBroke, open, say, settled, useVisitors, words, write, type Visitor } from './support/visitor.ts'

const { enter } = useVisitors()
// names of its own, so that the journey can be walked again on the same server
const mark = uuidv7().slice(-6)
const person = { name: `王秀兰${mark}`, displayName: `王秀兰 ${mark}`, password: '四月看柳絮 七月采荷花 真好' }

const inDialog = ({ page }: Visitor, key: string) => page.getByRole('dialog').getByRole('button', { name: say(key), exact: true })

/** Name and password; what comes then is the step's own. */
async function knock({ page }: Visitor, name: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[autocomplete="username"]').fill(name)
  await page.locator('input[type="password"]').fill(password)
  await page.locator('button[type="submit"]').click()
}

/** From the screen with the QR code on: types the secret into a phone, proves it, keeps the recovery codes. */
async function enrol(visitor: Visitor): Promise<{ phone: ReturnType<typeof authenticator>; recovery: string[] }> {
  const { page } = visitor
  await page.getByRole('img', { name: say('accounts:ui.enrol.qr') }).waitFor()
  await look(visitor)
  const phone = authenticator(await page.locator('.enrol-secret code').innerText())
  await page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill('000000')
  await button(visitor, 'accounts:ui.enrol.button').click()
  await words(visitor, 'accounts:refusal.factor-wrong').waitFor()
  await page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await phone.next())
  // by its kind: while its sign of waiting fades, the button's name has that before it
  await page.locator('form.account-form button[type="submit"]').click()
  await page.getByRole('list', { name: say('accounts:ui.recovery.title') }).waitFor()
  const recovery = await page.locator('.recovery-codes code').allInnerTexts()
  expect(new Set(recovery).size).toBe(10)
  await look(visitor)
  await button(visitor, 'accounts:ui.recovery.goOn').click()
  await words(visitor, 'accounts:ui.recovery.keepFirst').waitFor()
  await page.getByRole('checkbox', { name: say('accounts:ui.recovery.kept') }).check()
  await button(visitor, 'accounts:ui.recovery.goOn').click()
  return { phone, recovery }
}

const administrators = new Map<string, Promise<Visitor>>()
/** An administrator at her desk, the same one all along. */
function administrator(name: 'xitong' | 'anquan' | 'shenji'): Promise<Visitor> {
  if (!administrators.has(name)) administrators.set(name, firstSignIn(name))
  return administrators.get(name)!
}

/** An administrator's first sign-in: she may do nothing before she has a second factor. Where an earlier journey gave her one, she signs in with it. */
async function firstSignIn(name: string): Promise<Visitor> {
  const visitor = await enter(null)
  await knock(visitor, name, demoPassword)
  const kept = keptPhone(name)
  if (kept) {
    await visitor.page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await kept.next())
    await visitor.page.locator('button[type="submit"]').click()
    await visitor.page.locator('#main h1').first().waitFor()
    return visitor
  }
  await visitor.page.getByRole('heading', { name: say('accounts:ui.step.enrol') }).waitFor()
  expect((await visitor.context.request.get('/api/me')).status()).toBe(401)
  await look(visitor)
  await button(visitor, 'accounts:ui.step.enrolBegin').click()
  await enrol(visitor)
  await visitor.page.getByRole('heading', { name: say('plans:ui.nav.home') }).waitFor()
  await look(visitor)
  return visitor
}

async function openAccount(visitor: Visitor): Promise<void> {
  await open(visitor, '/accounts')
  await visitor.page.getByRole('textbox', { name: say('accounts:ui.list.search') }).fill(mark)
  await visitor.page.getByRole('button', { name: person.displayName }).click()
  await visitor.page.getByRole('heading', { name: say('accounts:ui.grants.title') }).waitFor()
  await settled(visitor.page)
}

test('one administrator opens an account, another gives it a role; its owner sets password and second factor, sees where she is signed in, and is out at once when she is blocked', async () => {
  // the system administrator opens it and hands over a link
  const system = await administrator('xitong')
  await open(system, '/accounts')
  await look(system)
  await button(system, 'accounts:ui.list.new').click()
  await inDialog(system, 'accounts:ui.new.button').click()
  await words(system, 'accounts:ui.new.displayNameMissing').waitFor()
  await look(system)
  await system.page.getByLabel(say('accounts:ui.new.displayName'), { exact: true }).fill(person.displayName)
  await system.page.getByRole('dialog').getByLabel(say('accounts:signIn.name'), { exact: true }).fill(person.name)
  await inDialog(system, 'accounts:ui.new.button').click()
  const address = await system.page.locator('.link-once-address code').innerText()
  await look(system)
  await button(system, 'accounts:ui.new.open').click()
  await words(system, 'accounts:ui.state.new').waitFor()
  // she opens accounts; roles are for another to give
  expect(await button(system, 'accounts:ui.grants.give').count()).toBe(0)
  await look(system)

  // the first password, by the link
  const owner = await enter(null)
  await owner.page.goto(address)
  await owner.page.getByRole('heading', { name: say('accounts:ui.link.title') }).waitFor()
  await look(owner)
  const choose = async (password: string) => {
    await owner.page.getByLabel(say('accounts:ui.password.new'), { exact: true }).fill(password)
    await owner.page.getByLabel(say('accounts:ui.password.again'), { exact: true }).fill(password)
    // by its kind: for a moment after a refusal it still bears the sign of waiting in its name
    await owner.page.locator('.door-form button[type="submit"]').click()
  }
  await choose('password1234')
  await words(owner, 'accounts:refusal.password-common').waitFor()
  await choose(person.password)
  await owner.page.getByRole('heading', { name: say('accounts:ui.link.done') }).waitFor()
  await look(owner)
  await owner.page.goto('about:blank')
  await owner.page.goto(address)
  await words(owner, 'accounts:refusal.link-over').waitFor()
  await look(owner)
  await knock(owner, person.name, person.password)
  await words(owner, 'accounts:refusal.sign-in-no-unit').waitFor()
  await look(owner)

  // the security administrator gives the role
  const security = await administrator('anquan')
  expect(await security.page.getByRole('link', { name: say('register:ui.nav.register') }).count()).toBe(0)
  await open(security, '/register')
  await words(security, 'web:notMyPage.why').waitFor()
  await look(security)
  await openAccount(security)
  await look(security)
  await button(security, 'accounts:ui.grants.give').first().click()
  const dialog = security.page.getByRole('dialog')
  await inDialog(security, 'accounts:ui.grants.give').click()
  await words(security, 'accounts:ui.give.roleMissing').waitFor()
  await look(security)
  await dialog.getByLabel(say('accounts:ui.grants.role'), { exact: true }).click()
  await security.page.getByTitle(say('accounts:role.officer'), { exact: true }).click()
  await dialog.getByRole('combobox', { name: say('accounts:ui.give.unitPlaceholder') }).fill('沛县')
  await security.page.locator('.ant-select-tree-title', { hasText: /^沛县/ }).first().click()
  await inDialog(security, 'accounts:ui.grants.give').click()
  await security.page.getByRole('row', { name: new RegExp(say('accounts:role.officer')) }).getByText('沛县').waitFor()
  await settled(security.page)
  await look(security)

  // she signs in, and sets up a second factor of her own accord
  await knock(owner, person.name, person.password)
  await owner.page.locator('#main h1').waitFor()
  await owner.page.getByRole('button', { name: say('web:me', { name: person.displayName }) }).click()
  await owner.page.getByRole('menuitem', { name: say('web:myAccount') }).click()
  await owner.page.getByRole('heading', { name: say('accounts:ui.sessions.title') }).waitFor()
  await look(owner)
  await button(owner, 'accounts:ui.factor.set').click()
  await owner.page.getByLabel(say('accounts:ui.factor.ownPassword'), { exact: true }).fill(person.password)
  await button(owner, 'accounts:ui.step.goOn').click()
  const { phone, recovery } = await enrol(owner)
  await words(owner, 'accounts:ui.factor.done.set').waitFor()
  await look(owner)

  // in a second browser the password is not enough; a code lets her in, and a recovery code in a third
  const elsewhere = await enter(null, 'phone')
  await knock(elsewhere, person.name, person.password)
  await elsewhere.page.getByRole('heading', { name: say('accounts:ui.step.factor') }).waitFor()
  await elsewhere.page.reload()
  await elsewhere.page.getByRole('heading', { name: say('accounts:ui.step.factor') }).waitFor()
  await look(elsewhere)
  await elsewhere.page.getByLabel(say('accounts:ui.code.code'), { exact: true }).fill(await phone.next())
  await button(elsewhere, 'accounts:ui.step.goOn').click()
  await elsewhere.page.locator('#main h1').waitFor()
  const third = await enter(null)
  await knock(third, person.name, person.password)
  await third.page.getByRole('button', { name: say('accounts:ui.code.useRecovery') }).click()
  await third.page.getByLabel(say('accounts:ui.code.recovery'), { exact: true }).fill(recovery[0]!)
  await button(third, 'accounts:ui.step.goOn').click()
  await third.page.locator('#main h1').waitFor()

  // the list knows all three; ending one puts it out
  await open(owner, '/account')
  await words(owner, 'accounts:ui.sessions.count', { count: 3 }).waitFor()
  await look(owner)
  await button(owner, 'accounts:ui.sessions.endOthers', { count: 2 }).click()
  await words(owner, 'accounts:ui.sessions.count', { count: 1 }).waitFor()
  for (const gone of [elsewhere, third]) {
    await expect.poll(async () => (await gone.context.request.get('/api/me')).status(), { timeout: 3_000 }).toBe(401)
    await gone.page.goto('/account')
    await gone.page.getByRole('heading', { name: say('accounts:signIn.title') }).waitFor()
  }

  // blocked, with a reason: out at once, and not in again
  await openAccount(system)
  await button(system, 'accounts:ui.acts.block').click()
  await inDialog(system, 'accounts:ui.acts.block').click()
  await words(system, 'accounts:ui.acts.reasonMissing').waitFor()
  await system.page.getByLabel(say('accounts:ui.acts.reason'), { exact: true }).fill('调去别的单位')
  await inDialog(system, 'accounts:ui.acts.block').click()
  await words(system, 'accounts:ui.acts.done.block').waitFor()
  await system.page.getByText('调去别的单位').waitFor()
  await look(system)
  await expect.poll(async () => (await owner.context.request.get('/api/me')).status(), { timeout: 3_000 }).toBe(401)
  await owner.page.getByRole('link', { name: say('plans:ui.nav.home') }).first().click()
  await owner.page.getByRole('heading', { name: say('accounts:signIn.title') }).waitFor()
  await knock(owner, person.name, person.password)
  await words(owner, 'accounts:refusal.sign-in-wrong').waitFor()
  nothingBroke(system, security, owner, elsewhere, third)
}, 600_000)

/** Opens every page that the navigation and the home offer, and searches; answers what the server refused or could not do. */
async function walkAround(visitor: Visitor): Promise<string[]> {
  const { page } = visitor
  const refused: string[] = []
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url())
    if (answer.status() >= 400 && pathname.startsWith('/api/')) refused.push(`${new URL(page.url()).pathname}: ${answer.status()} ${pathname}`)
  })
  await open(visitor, '/')
  await look(visitor)
  const addresses = await page.locator('nav a[href], #main .doors a[href]').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
  for (const address of new Set(addresses)) {
    await follow(page, address)
    await page.locator('h1').first().waitFor().catch(() => refused.push(`${address} has no title`))
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: say('web:search.open') }).fill('王')
  await page.waitForTimeout(300)
  await settled(page)
  return refused
}

test('every role finds a home, and nothing that she is offered is refused', async () => {
  const system = await administrator('xitong')
  const security = await administrator('anquan')
  const [county] = (await ask<{ units: { id: number }[] }>(security, '/api/units?search=320322')).units
  // a member's grant names her card
  const { persons } = await ask<{ persons: { id: string }[] }>(await enter('xuzhou'), '/api/persons')
  const refused: Record<string, string[]> = {}
  for (const role of ['leader', 'worker', 'checker', 'trainer', 'bank-clerk', 'member', 'auditor'] as const) {
    const id = uuidv7()
    const name = `${role}-${mark}`
    const { link } = await write<{ link: { path: string } }>(system, 'POST', '/api/accounts', { id, name, displayName: say(`accounts:role.${role}`) }, id)
    const password = '桥下春水 桥上行人 一去一回'
    await write(system, 'POST', '/api/first-password', { token: link.path.split('#')[1], password }, uuidv7())
    const grant = uuidv7()
    const card = role === 'member' ? { personId: persons[0]!.id } : {}
    await write(security, 'POST', `/api/accounts/${id}/grants`, { id: grant, role, unitId: county!.id, ...card }, grant)
    const visitor = await enter(null)
    await knock(visitor, name, password)
    await visitor.page.locator('#main h1').waitFor()
    refused[role] = await walkAround(visitor)
    nothingBroke(visitor)
    await visitor.context.close()
  }
  refused['audit-admin'] = await walkAround(await administrator('shenji'))
  refused['system-admin'] = await walkAround(system)
  expect(Object.fromEntries(Object.entries(refused).filter(([, lines]) => lines.length > 0))).toEqual({})
}, 600_000)
