import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { read, utils, write } from '@e965/xlsx'
import { afterAll, describe, expect, test } from 'vitest'
import { letGo } from '#platform/spreadsheets/index.ts'
import { rosterUnits } from '../../../../test/support/division-units.ts'
import { count, noCounts, readRoster, rosterChecker, villageIndex } from './index.ts'

const file = (name: string) => fileURLToPath(new URL(`./samples/${name}`, import.meta.url))
const units = rosterUnits(
  readFileSync(file('units-320322.csv'), 'utf8').trim().split('\n').slice(1).map((line) => {
    const [code, name, level, parent] = line.split(',') as [string, string, string, string]
    return { code, name, level: Number(level), parent }
  }),
)
const labour = { full: '有', partial: '部分', none: '无' } as Record<string, string>
const wish = { 'start-business': '创业', 'work-away': '外出就业', 'work-at-home': '居家就业', none: '无' } as Record<string, string>

const folder = mkdtempSync(join(tmpdir(), 'samples-'))
afterAll(() => {
  letGo()
  rmSync(folder, { recursive: true })
})

async function found(path: string) {
  const checker = rosterChecker({ villages: villageIndex(units), today: '2026-11-22' })
  const counts = noCounts()
  const [byVillage, byLabour, byWish] = [{}, {}, {}] as Record<string, number>[]
  const [persons, households] = [new Set(), new Set()]
  const add = (counted: Record<string, number>, key: string) => (counted[key] = (counted[key] ?? 0) + 1)
  for await (const { form, rows } of readRoster(path)) {
    expect(form).toMatchObject({ sheetDate: '2017-03-20', headerRows: [3, 3], missing: [] })
    expect(form.columns.every(({ by }) => by === 'word')).toBe(true)
    for (const row of rows) {
      const result = checker.add(form, row)
      count(counts, result)
      if (result.verdict !== 'accepted') continue
      persons.add(result.values.idNumber)
      households.add(result.values.householdKey)
      add(byVillage!, result.values.unitCode!)
      add(byLabour!, labour[result.values.ability!]!)
      add(byWish!, wish[result.values.wish!]!)
    }
  }
  return {
    rows: counts.rows, valid: counts.accepted, persons: persons.size, households: households.size,
    faults: counts.byRefusal, repaired: counts.byRepair, duplicates: counts.repeated, byVillage, byLabour, byWish,
  }
}

describe.each(['clean', 'messy'])('the %s roster', (name) => {
  const truth = JSON.parse(readFileSync(file(`roster-peixian-${name}.truth.json`), 'utf8')) as Awaited<ReturnType<typeof found>>
  test('gives its truth', async () => expect(await found(file(`roster-peixian-${name}.xlsx`))).toEqual(truth))

  test('and so it does saved as an old .xls', async () => {
    const book = read(readFileSync(file(`roster-peixian-${name}.xlsx`)), { cellNF: true })
    const path = join(folder, `${name}.xls`)
    writeFileSync(path, write(book, { type: 'buffer', bookType: 'biff8' }))
    expect(await found(path)).toEqual(truth)
  })

  test('and as CSV in GB18030, where cells are what a spreadsheet shows', async () => {
    const book = read(readFileSync(file(`roster-peixian-${name}.xlsx`)), { cellNF: true })
    const text = utils.sheet_to_csv(book.Sheets[book.SheetNames[0]!]!, { dateNF: 'yyyy/m/d' })
    const codePages = (await import('@e965/xlsx/dist/cpexcel.full.mjs' as string)) as { utils: { encode(page: number, text: string, as: string): Buffer } }
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, codePages.utils.encode(936, text, 'buf'))
    const { repaired, ...rest } = await found(path)
    const { repaired: all, ...expected } = truth
    expect(rest).toEqual(expected)
    expect(repaired['id-spaces']).toBe(all['id-spaces'])
  })
})
