import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { letGo } from '#platform/spreadsheets/index.ts'
import { rosterUnits, unitsOfCounties } from '../../../../test/support/division-units.ts'
import { writeRoster } from '../../../../test/support/roster-generator.ts'
import type { GeneratorUnit } from '../../../../test/support/roster-truth.ts'
import { count, noCounts, readRoster, refusalsWorkbook, type ReturnedRow, rosterChecker, villageIndex } from './index.ts'

// Plains, mountains, grassland, city districts: each names its villages in its own way.
const counties = ['370785', '410922', '150722', '440307', '513223', '341322', '110105', '460106', '320382', '330483', '420583', '450123', '620402', '230184', '350426', '130133', '522325', '632222', '650102', '320305']
const faults = {
  'name-missing': 0.01, 'id-lost-digits': 0.006, 'id-length': 0.01, 'id-checkdigit': 0.01, 'birth-in-future': 0.004, 'birth-differs-from-id': 0.013,
  'id-of-another-name': 0.013, 'village-unknown': 0.008, 'village-ambiguous': 0.01,
}
const folder = mkdtempSync(join(tmpdir(), 'roster-'))
let units: Map<string, GeneratorUnit[]>

beforeAll(async () => {
  units = await unitsOfCounties(counties)
})
afterAll(() => {
  letGo()
  rmSync(folder, { recursive: true })
})

async function readAll(path: string, county: readonly GeneratorUnit[]) {
  const checker = rosterChecker({ villages: villageIndex(rosterUnits(county)), today: '2026-11-22' })
  const counts = noCounts()
  const byRow: { row: number; code: string | null }[] = []
  const byVillage: Record<string, number> = {}
  const households = new Set<string>()
  const returned: ReturnedRow[] = []
  for await (const { form, rows } of readRoster(path)) {
    for (const row of rows) {
      const result = checker.add(form, row)
      count(counts, result)
      byRow.push({ row: row.number, code: result.refusal?.code ?? null })
      if (result.refusal) returned.push({ form, row, reason: result.refusal.code })
      if (result.verdict !== 'accepted') continue
      byVillage[result.values.unitCode!] = (byVillage[result.values.unitCode!] ?? 0) + 1
      households.add(result.values.householdKey)
    }
  }
  return { counts, byRow, byVillage, households: households.size, returned }
}

describe('a roster of another county in another form', () => {
  test.each(counties.map((county, i) => [county, i] as const))('%s, seed %i, gives its truth', async (county, seed) => {
    const of = units.get(county)!
    expect(of.length).toBeGreaterThan(20)
    const path = join(folder, `${county}.xlsx`)
    const truth = await writeRoster(path, {
      units: of, rows: 300, seed, form: seed, faults, repairs: 0.1, duplicates: 0.01,
      merged: seed % 4 === 1, grouped: seed % 3 === 2, titles: seed % 5 !== 4, strings: seed % 2 ? 'shared' : 'inline',
    })
    const found = await readAll(path, of)
    expect(found.byRow).toEqual(truth.byRow)
    expect(found.counts).toMatchObject({ rows: truth.rows, accepted: truth.valid, repeated: truth.duplicates, byRefusal: truth.faults })
    expect(found.counts.byRepair).toEqual(truth.repaired)
    expect(found.byVillage).toEqual(truth.byVillage)
    expect(found.households).toBe(truth.households)
  })

  test('refused rows come back in a workbook of the same form, which reads as it was', async () => {
    const of = units.get('320382')!
    const path = join(folder, 'again.xlsx')
    await writeRoster(path, { units: of, rows: 400, seed: 5, form: 5, faults, grouped: true })
    const { returned } = await readAll(path, of)
    const back = join(folder, 'back.xlsx')
    await writeFile(back, await refusalsWorkbook(returned, '退回原因'))
    const again = await readAll(back, of)
    // The row that an id number was taken from did not come back with it.
    const codes = returned.map(({ reason }) => (reason === 'id-of-another-name' ? null : reason))
    expect(again.byRow.map(({ code }) => code)).toEqual(codes)
    expect(again.returned[0]!.form.signature).toBe(returned[0]!.form.signature)
    expect(again.returned[0]!.form.sheetDate).toBe(returned[0]!.form.sheetDate)
    expect(again.returned[0]!.row.cells.at(again.returned[0]!.form.mapping.reason!)).toBe(again.returned[0]!.reason)
  })
})
