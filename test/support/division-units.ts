import { readDivisions } from '#modules/organisation/index.ts'
import type { RosterUnit } from '#modules/register/roster/index.ts'
import type { GeneratorUnit } from './roster-truth.ts'

/** County, towns and villages of counties of six digits, from the division data; one reading for all of them. Codes are padded to twelve digits. */
export async function unitsOfCounties(codes: readonly string[]): Promise<Map<string, GeneratorUnit[]>> {
  const units = new Map<string, GeneratorUnit[]>(codes.map((code) => [code, []]))
  for (const { code, name, level } of await readDivisions('cn')) {
    if (level < 3) continue
    const parent = level === 3 ? '' : code.slice(0, level === 4 ? 6 : 9).padEnd(12, '0')
    units.get(code.slice(0, 6))?.push({ code: code.padEnd(12, '0'), name, level, parent })
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
