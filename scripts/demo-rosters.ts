import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { unitsOfCounty } from '../test/support/division-units.ts'
import { writeRoster } from '../test/support/roster-generator.ts'

// The rosters that the demo imports, made once and kept in demo/: three counties of Xuzhou, each in its own form. No row is about a real person.
const folder = join(import.meta.dirname, '../demo')
const rosters = [
  { county: '320321', file: 'roster-fengxian.xlsx', rows: 900, seed: 20170321, form: 0, sheetDate: '2017-03-20' },
  { county: '320324', file: 'roster-suining.xlsx', rows: 700, seed: 20170324, form: 1, sheetDate: '2017-05-10' },
  { county: '320382', file: 'roster-pizhou.xlsx', rows: 800, seed: 20170382, form: 2, sheetDate: '2017-04-12' },
]
mkdirSync(folder, { recursive: true })
for (const { county, file, ...how } of rosters) {
  const truth = await writeRoster(join(folder, file), { units: await unitsOfCounty(county), repairs: 0.06, duplicates: 0.004, titles: true, totalLine: true, strings: 'shared', faults: { 'id-checkdigit': 0.006, 'village-unknown': 0.004 }, ...how })
  process.stdout.write(`${file}: ${truth.rows} rows, ${truth.persons} persons, ${truth.households} households\n`)
}
