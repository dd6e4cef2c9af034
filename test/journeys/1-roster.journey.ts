import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, button, look, nothingBroke, open, samples, say, settled, useVisitors, words, type Visitor } from './support/visitor.ts'

const roster = 'roster-peixian-messy.xlsx'
const truth = JSON.parse(readFileSync(join(samples, 'roster-peixian-messy.truth.json'), 'utf8')) as { rows: number; valid: number; persons: number; duplicates: number; households: number; faults: Record<string, number> }
const { enter } = useVisitors()

async function send({ page }: Visitor, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByRole('navigation').first().getByRole('link', { name: say('register:ui.nav.imports') }).click()
  await page.locator('input[type="file"]').setInputFiles(file)
  await page.getByRole('heading', { name: say('register:ui.columns.title') }).waitFor({ timeout: 60_000 })
  await settled(page)
}

test('a county officer brings in the roster as her office keeps it, decides what is hers to decide, and gets back what could not go in', async () => {
  const officer = await enter('peixian')
  const { page } = officer

  await open(officer, '/imports')
  await look(officer)
  await send(officer, join(samples, roster))
  // every column of the office's form is understood
  await words(officer, 'register:ui.columns.known', { all: 23, known: 23 }).waitFor()
  await look(officer)
  await button(officer, 'register:ui.columns.go').click()

  const births = truth.faults['birth-differs-from-id']!
  const places = truth.faults['village-unknown']!
  const out = truth.rows - truth.valid
  const counts = (await ask<{ counts: { toDecide: number; refused: number } }>(officer, `/api/imports/${page.url().split('/').pop()!.split('?')[0]}`)).counts
  expect(counts.toDecide + counts.refused).toBe(out)
  expect(counts.toDecide).toBeGreaterThanOrEqual(births)
  expect(counts.toDecide).toBeLessThanOrEqual(births + places)
  const sum = (kept: number, decide: number, refused: number) => words(officer, 'register:ui.counts.sum', { kept, decide, refused, repeated: truth.duplicates, rows: truth.rows }).waitFor()
  await sum(truth.persons, counts.toDecide, counts.refused)
  await button(officer, 'register:ui.preview.go', { n: truth.persons }).waitFor()
  await look(officer, 'import-preview')

  // what waits for her: the id's date, a village, send back
  await page.getByText(say('register:ui.preview.decide', { n: counts.toDecide }), { exact: true }).click()
  await settled(page)
  const useId = page.getByRole('button', { name: /^用证号的/ })
  await useId.first().click()
  await words(officer, 'register:ui.decided.use-id-birth').waitFor()
  await sum(truth.persons + 1, counts.toDecide - 1, counts.refused)
  const village = page.getByRole('button', { name: /^就是/ })
  let kept = truth.persons + 1
  let decided = 1
  if (await village.count() > 0) {
    await village.first().click()
    await words(officer, 'register:ui.decided.take-village').waitFor()
    kept += 1
    decided += 1
  }
  await button(officer, 'register:ui.decide.sendBack').first().click()
  await words(officer, 'register:ui.decided.send-back').waitFor()
  decided += 1
  const refused = counts.refused + 1
  await sum(kept, counts.toDecide - decided, refused)
  await look(officer)

  const [download] = await Promise.all([page.waitForEvent('download'), button(officer, 'register:ui.preview.download', { n: out - (decided - 1) }).click()])
  const returned = readFileSync(await download.path())
  // The number of the export stands at the end of the name.
  expect(download.suggestedFilename().replace(/-\d+\.xlsx$/, '.xlsx')).toBe(say('register:ui.import.refusalsName', { name: 'roster-peixian-messy' }))

  await button(officer, 'register:ui.preview.go', { n: kept }).click()
  await page.getByRole('heading', { name: say('register:ui.result.done') }).waitFor({ timeout: 60_000 })
  await settled(page)
  const result = (await ask<{ result: { journal: string; accepted: number; persons: { new: number }; households: Record<'new' | 'updated' | 'unchanged', number> } }>(officer, `/api/imports/${page.url().split('/').pop()!.split('?')[0]}`)).result
  expect(result.persons.new).toBe(kept)
  expect(result.accepted).toBe(kept + truth.duplicates)
  const { households } = result
  expect(households.new + households.updated + households.unchanged).toBeGreaterThanOrEqual(truth.households)
  await words(officer, 'register:ui.result.journal', { n: Number(result.journal) }).waitFor()
  await look(officer)

  // her figure is the roster's number
  await page.getByRole('button', { name: say('register:ui.result.figures') }).click()
  await page.getByText(kept.toLocaleString('en'), { exact: true }).first().waitFor()

  // the workbook of what came back is read as the same form
  await send(officer, { name: '退回.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: returned })
  await button(officer, 'register:ui.columns.go').click()
  const again = out - (decided - 1)
  await page.getByText(say('register:ui.preview.all', { n: again }), { exact: true }).waitFor()
  await settled(page)
  nothingBroke(officer)
})

test('the same file again adds nothing and says so', async () => {
  const officer = await enter('peixian')
  const { page } = officer
  const before = (await ask<{ total: number }>(officer, '/api/persons')).total
  expect(before).toBeGreaterThanOrEqual(truth.persons)
  await send(officer, join(samples, roster))
  await button(officer, 'register:ui.columns.go').click()
  await page.getByRole('button', { name: /^继续，/ }).click()
  await page.getByRole('heading', { name: say('register:ui.result.nothingNew') }).waitFor({ timeout: 60_000 })
  await words(officer, 'register:ui.result.sameAgain').waitFor()
  expect((await ask<{ total: number }>(officer, '/api/persons')).total).toBe(before)
  await look(officer)
  nothingBroke(officer)
})
