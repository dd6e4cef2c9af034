import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { ask, button, ensurePeople, look, nothingBroke, open, samples, say, settled, useVisitors, words, type Visitor } from './support/visitor.ts'

const { enter } = useVisitors()
const run = promisify(execFile)
const mark = uuidv7().slice(-6)

const inDialog = ({ page }: Visitor, key: string) => page.getByRole('dialog').getByRole('button', { name: say(key), exact: true })

/** The operator gives a member her account, at the machine; answers the one-time link. */
async function memberLink(name: string, person: string): Promise<string> {
  const { dataFolder } = inject('journeys')
  const { stdout } = await run(join(import.meta.dirname, '../../bin/qiaoshou'), ['accounts', 'add', name, '--workspace', 'xuzhou', '--display-name', name, '--role', 'member', '--person', person, '--json'],
    { env: { ...process.env, QIAOSHOU_DATA: dataFolder, QIAOSHOU_LANG: 'en' } })
  return (JSON.parse(stdout.trim().split('\n').at(-1)!) as { link: string }).link
}

test('a woman agrees, asks, and is erased by two people; figures stay as they were; a member sees her own card', async () => {
  const officer = await enter('peixian')
  await ensurePeople(officer, join(samples, 'roster-peixian-clean.xlsx').split('/').at(-1)!)
  const { persons } = await ask<{ persons: { id: string; name: string }[] }>(officer, '/api/persons')
  const [gone, stays] = [persons[3]!, persons[4]!]
  const filed = async () => (await ask<{ value: number }>(officer, '/api/figures/persons-filed')).value
  const before = await filed()

  // what she agreed to, written down on her card
  await open(officer, `/persons/${gone.id}`)
  await words(officer, 'rights:ui.consent.never').waitFor()
  await look(officer, 'rights-card')
  await button(officer, 'rights:ui.consent.give').first().click()
  await officer.page.locator('.rights-notice').waitFor()
  await look(officer, 'rights-consent')
  await inDialog(officer, 'rights:ui.consent.give').click()
  await words(officer, 'rights:ui.consent.withdraw').waitFor()
  await settled(officer.page)

  // she asks to be erased; who writes it down cannot approve it
  await button(officer, 'rights:ui.ask.title').click()
  await officer.page.getByRole('radio', { name: new RegExp(say('rights:kind.erasure')) }).check()
  await look(officer, 'rights-ask')
  await inDialog(officer, 'rights:ui.ask.save').click()
  await words(officer, 'rights:ui.act.needsAnother').waitFor()
  await look(officer, 'rights-request-officer')
  expect(await button(officer, 'rights:ui.act.approve').count()).toBe(0)

  // a leader of the city finds it in her list and approves
  const leader = await enter('xuzhou')
  await open(leader, '/requests')
  await look(leader, 'rights-list')
  await leader.page.getByText(gone.name, { exact: true }).first().click()
  await button(leader, 'rights:ui.act.approve').click()
  await words(leader, 'rights:ui.confirm.approveWords', { name: gone.name }).waitFor()
  await look(leader, 'rights-approve')
  await inDialog(leader, 'rights:ui.confirm.approve').click()
  await words(leader, 'rights:state.carried-out').waitFor()
  await look(leader, 'rights-erased')
  expect((await officer.context.request.get(`/api/persons/${gone.id}`)).status()).toBe(404)
  expect(await filed()).toBe(before)

  // a member, on her phone
  const link = await memberLink(`member${mark}`, stays.id)
  const member = await enter(null, 'phone')
  await member.page.goto(link)
  await member.page.getByLabel(say('accounts:ui.password.new'), { exact: true }).fill('四月看柳絮 七月采荷花 真好')
  await member.page.getByLabel(say('accounts:ui.password.again'), { exact: true }).fill('四月看柳絮 七月采荷花 真好')
  await button(member, 'accounts:ui.password.save').click()
  await member.page.getByRole('heading', { name: say('accounts:ui.link.done') }).waitFor()
  await member.page.goto('/sign-in')
  await member.page.locator('input[autocomplete="username"]').fill(`member${mark}`)
  await member.page.locator('input[type="password"]').fill('四月看柳絮 七月采荷花 真好')
  await member.page.locator('button[type="submit"]').click()
  await member.page.locator('#main h1').first().waitFor()
  await look(member, 'rights-member-home')
  await open(member, '/my')
  await member.page.getByRole('heading', { name: stays.name }).waitFor()
  await look(member, 'rights-my')
  await button(member, 'rights:ui.ask.own').click()
  await look(member, 'rights-my-ask')
  await inDialog(member, 'rights:ui.ask.send').click()
  await words(member, 'rights:kind.access').waitFor()
  await settled(member.page)
  await look(member, 'rights-my-asked')
  nothingBroke(officer, leader, member)
})
