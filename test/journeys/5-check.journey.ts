import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { ask, ensurePeople, figureOf, look, nothingBroke, open, say, settled, useVisitors, words, write } from './support/visitor.ts'

const { enter } = useVisitors()
const checked = { unit: '320322', level: 'county' }

test('a county checks a batch: looks through the sample, finds one wrong, passes; its figure moves and carries the seal', async () => {
  // nobody checks what she recorded herself: an officer records, the county's checker checks
  const officer = await enter('peixian')
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')
  const { persons } = await ask<{ persons: { id: string }[] }>(officer, '/api/persons?worked=no&ability=full&wish=work-at-home')
  const id = uuidv7()
  const checker = await enter('peixian-check')
  const { page } = checker
  await write(officer, 'POST', '/api/work-starts', { id, personIds: persons.slice(0, 12).map((one) => one.id), trade: 'handicraft', startedOn: '2018-10-08' }, id)
  const before = await figureOf(checker, 'new-practitioners', checked)
  const waiting = (await ask<{ rows: { group: string; entries: number; sample: number }[] }>(checker, '/api/checks/waiting')).rows.find(({ group }) => group === 'work')!

  await open(checker, '/checks')
  await look(checker)
  const row = page.getByRole('row', { name: say('ledger:ui.group.work') }).first()
  await row.getByRole('button', { name: say('ledger:ui.waiting.check') }).click()
  await page.getByRole('dialog').getByText(say('ledger:ui.open.why')).waitFor()
  await look(checker)
  await page.getByRole('dialog').getByRole('button', { name: say('ledger:ui.open.button', { count: waiting.sample }) }).click()
  await page.getByRole('heading', { name: say('ledger:ui.batch.sample') }).waitFor()
  await settled(page)

  // not before the whole sample was looked at
  await page.getByRole('button', { name: say('ledger:ui.close.pass') }).click()
  await words(checker, 'ledger:refusal.batch-not-finished', { left: waiting.sample, size: waiting.sample }).waitFor()
  for (let nth = 1; nth <= waiting.sample; nth += 1) {
    if (nth === 3) await page.getByRole('textbox', { name: say('ledger:ui.finding.note') }).fill('走访时没有在做')
    if (nth === 4) await look(checker, 'check-batch')
    await page.getByRole('button', { name: new RegExp(`^${say(nth === 3 ? 'ledger:ui.finding.wrong' : 'ledger:ui.finding.right')}`) }).click()
    await words(checker, 'ledger:ui.batch.progress', { found: nth, size: waiting.sample }).waitFor()
    await settled(page)
  }
  await words(checker, 'ledger:ui.close.ready', { count: waiting.entries - 1 }).waitFor()
  await page.getByRole('button', { name: say('ledger:ui.close.pass') }).click()
  await words(checker, 'ledger:ui.batch.passedCount', { count: waiting.entries - 1 }).waitFor()
  await look(checker)

  expect((await figureOf(checker, 'new-practitioners', checked)).value).toBe(before.value + waiting.entries - 1)
  await open(checker, `/figures/new-practitioners?${new URLSearchParams({ ...checked, cell: 'yes' })}`)
  await page.getByRole('img', { name: say('web:seal.checked', { level: say('web:level.county') }) }).first().waitFor()
  await look(checker)
  nothingBroke(checker)
})
