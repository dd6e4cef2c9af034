import { expect, test } from 'vitest'
import { uuidv7 } from '#web/uuid.ts'
import { idNumber, random } from '../support/people.ts'
import { ask, button, ensurePeople, look, nothingBroke, open, say, settled, useVisitors, words, write, type Visitor } from './support/visitor.ts'

const { enter } = useVisitors()
const [pick, used] = [random(16), new Set<string>()]
type Card = { id: string; name: string; unit: { id: number }; merges: { id: string }[] }

/** How many women the county has on file, as known after a journal number (null: now). */
async function counted(visitor: Visitor, asOf: string | null): Promise<number> {
  return (await ask<{ value: number }>(visitor, `/api/figures/persons-filed?unit=320322${asOf ? `&asOf=${asOf}` : ''}`)).value
}
const head = async (visitor: Visitor) => (await ask<{ head: { number: string } }>(visitor, '/api/ledger/recent')).head.number

test('one woman carded twice: found, compared, merged; she counts once from then on, and as before until then; the merge is taken back', async () => {
  const officer = await enter('peixian')
  const { page } = officer
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')
  const { persons } = await ask<{ persons: Card[] }>(officer, '/api/persons')
  const file = async (name: string, more: object) => {
    const id = uuidv7()
    await write(officer, 'POST', '/api/persons', { id, name, idNumber: idNumber(pick, '320322', '1979-08-16', used), unitId: persons[0]!.unit.id, ...more }, id)
    return id
  }
  const first = await file('闫桂枝', { wish: 'work-at-home', helper: '刘会计' })
  const second = await file('闫桂芝', { note: '腿脚不便' })
  await write(officer, 'POST', '/api/work-starts', { id: uuidv7(), personIds: [second], trade: 'handicraft', startedOn: '2018-10-08' }, uuidv7())
  const [before, beforeNumber] = [await counted(officer, null), await head(officer)]

  // the list says why; the two cards stand side by side
  await open(officer, '/register')
  await button(officer, 'register:ui.twins.title').click()
  const pair = page.getByRole('listitem').filter({ hasText: '闫桂枝' }).filter({ hasText: '闫桂芝' })
  await pair.getByText(say('register:ui.twins.reason.sound-birth')).waitFor()
  await look(officer, 'twins')
  await pair.getByRole('button', { name: say('register:ui.twins.compare') }).click()
  await page.getByRole('row', { name: /腿脚不便/ }).waitFor()
  await look(officer, 'twins-compare')

  // not without saying why
  await button(officer, 'register:ui.merge.do').click()
  await words(officer, 'register:ui.merge.reasonMissing').waitFor()
  await page.getByRole('radio', { name: /闫桂枝/ }).check()
  await page.getByRole('textbox', { name: say('register:ui.merge.reason') }).fill('村里只有一个闫桂枝，第二次建卡写错了字')
  await button(officer, 'register:ui.merge.do').click()
  await words(officer, 'register:ui.merged.from', { name: '闫桂枝', other: '闫桂芝' }).waitFor()
  await settled(page)
  await look(officer, 'merged-card')
  expect(new URL(page.url()).pathname).toBe(`/persons/${first}`)
  await open(officer, `/persons/${second}`)
  await words(officer, 'register:ui.merged.into', { name: '闫桂芝', other: '闫桂枝' }).waitFor()
  await look(officer)

  // once from then on, twice as it was known before; and whoever looks for either number finds the card that stays
  const merged = await head(officer)
  expect([await counted(officer, null), await counted(officer, beforeNumber)]).toEqual([before - 1, before])
  expect((await ask<{ persons: Card[] }>(officer, '/api/persons?q=闫桂')).persons.map(({ id }) => id)).toEqual([first])

  // two women after all
  await open(officer, `/persons/${first}`)
  await button(officer, 'register:ui.merged.undo').click()
  await page.getByRole('textbox', { name: say('register:ui.merged.reason') }).fill('走访后知道是妯娌两人')
  await button(officer, 'register:ui.merged.undo').click()
  await words(officer, 'register:ui.merged.from', { name: '闫桂枝', other: '闫桂芝' }).waitFor({ state: 'hidden' })
  await settled(page)
  expect([await counted(officer, null), await counted(officer, merged), await counted(officer, beforeNumber)]).toEqual([before, before - 1, before])
  expect((await ask<{ persons: Card[] }>(officer, '/api/persons?q=闫桂')).persons.map(({ id }) => id).sort()).toEqual([first, second].sort())
  nothingBroke(officer)
})

test('a county takes back what it passed, one entry and then the rest: it waits again, and the figure says so', async () => {
  const officer = await enter('peixian')
  await ensurePeople(officer, 'roster-peixian-clean.xlsx')
  const { persons } = await ask<{ persons: Card[] }>(officer, '/api/persons?worked=no&ability=full')
  const id = uuidv7()
  await write(officer, 'POST', '/api/work-starts', { id, personIds: persons.slice(0, 12).map((one) => one.id), trade: 'farming', startedOn: '2018-10-09' }, id)
  const checker = await enter('peixian-check')
  const { page } = checker
  const waits = async () => (await ask<{ rows: { group: string; level: string; entries: number; unitId: number }[] }>(checker, '/api/checks/waiting')).rows.find(({ group, level }) => group === 'work' && level === 'county')
  const row = (await waits())!
  const batch = await write<{ id: string; members: number }>(checker, 'POST', '/api/checks/batches', { level: 'county', unitId: row.unitId, group: 'work' }, uuidv7())
  const { sample } = await ask<{ sample: { posting: string; line: number }[] }>(checker, `/api/checks/batches/${batch.id}`)
  for (const { posting, line } of sample) await write(checker, 'POST', `/api/checks/batches/${batch.id}/findings`, { posting, line, wrong: false }, uuidv7())
  await write(checker, 'POST', `/api/checks/batches/${batch.id}/closing`, { outcome: 'passed' }, uuidv7())
  const checked = async () => (await ask<{ value: number }>(checker, '/api/figures/new-practitioners?unit=320322&level=county')).value
  const before = await checked()
  // What the checker recorded herself in another journey waits for a colleague.
  const others = (await waits())?.entries ?? 0

  await open(checker, `/checks/${batch.id}?place=1`)
  await button(checker, 'ledger:ui.takeBack.one').click()
  await button(checker, 'ledger:ui.takeBack.do').click()
  await words(checker, 'ledger:refusal.taking-back-reason-missing').waitFor()
  await page.getByRole('textbox', { name: say('ledger:ui.takeBack.reason') }).fill('回访时人在外地')
  await look(checker, 'take-back')
  await button(checker, 'ledger:ui.takeBack.do').click()
  await words(checker, 'ledger:ui.takeBack.done', { count: 1 }).waitFor()
  await settled(page)
  expect([(await waits())?.entries, await checked()]).toEqual([others + 1, before - 1])

  await button(checker, 'ledger:ui.takeBack.all', { count: batch.members - 1 }).click()
  await page.getByRole('textbox', { name: say('ledger:ui.takeBack.reason') }).fill('名单给错了')
  await button(checker, 'ledger:ui.takeBack.do').click()
  await words(checker, 'ledger:ui.takeBack.done', { count: batch.members - 1 }).waitFor()
  await look(checker)
  expect((await waits())?.entries).toBe(others + batch.members)
  nothingBroke(officer, checker)
})
