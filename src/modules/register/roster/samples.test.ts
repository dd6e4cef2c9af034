import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

afterAll(letGo)

describe.each(['clean', 'messy'])('the %s roster', (name) => {
  test('gives its truth', async () => {
    const checker = rosterChecker({ villages: villageIndex(units), today: '2026-11-22' })
    const counts = noCounts()
    const [byVillage, byLabour, byWish] = [{}, {}, {}] as Record<string, number>[]
    const [persons, households] = [new Set(), new Set()]
    const add = (counted: Record<string, number>, key: string) => (counted[key] = (counted[key] ?? 0) + 1)
    for await (const { form, rows } of readRoster(file(`roster-peixian-${name}.xlsx`))) {
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
    const found = {
      rows: counts.rows, valid: counts.accepted, persons: persons.size, households: households.size,
      faults: counts.byRefusal, repaired: counts.byRepair, duplicates: counts.repeated, byVillage, byLabour, byWish,
    }
    expect(found).toEqual(JSON.parse(readFileSync(file(`roster-peixian-${name}.truth.json`), 'utf8')))
  })
})
