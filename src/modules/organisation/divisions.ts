import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { Country, UnitLevel } from './model.ts'

const folder = join(import.meta.dirname, '../../../divisions')

/** Day of the data in `divisions/`. */
export const divisionsOf: Record<Country, string> = { cn: '2023-06-30', vn: '2025-07-01' }

const nationNames: Record<Country, string> = { cn: '中国', vn: 'Việt Nam' }
const ownDigits: Record<Country, Partial<Record<number, number>>> = { cn: { 1: 2, 2: 2, 3: 2, 4: 3, 5: 3 }, vn: { 1: 2, 4: 5 } }

export type Division = { readonly code: string; readonly name: string; readonly level: UnitLevel; readonly pseudo: boolean; readonly placeholder: boolean }

/**
 * The divisions of a country in the repository, each followed by what is below it; the nation (level 0) comes first and is
 * not counted as a division. The form of the file is told in divisions/README.md.
 */
export async function readDivisions(country: Country): Promise<Iterable<Division>> {
  const packed = await readFile(join(folder, `${country}.csv.br`))
  const text = (await promisify(brotliDecompress)(packed)).toString('utf8')
  return divisionsIn(text, country)
}

function* divisionsIn(text: string, country: Country): Generator<Division> {
  yield { code: country, name: nationNames[country], level: 0, pseudo: false, placeholder: false }
  const digits = ownDigits[country]
  const own: number[] = []
  const prefix: string[] = ['']
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const [levelText, step, name, flag] = text.slice(at, end).split(',') as [string, string, string, string?]
    at = end + 1
    const level = Number(levelText) as UnitLevel
    own.length = level + 1
    own[level] = (own[level] ?? 0) + (step === '' ? 1 : Number(step))
    const mine = String(own[level]).padStart(digits[level]!, '0')
    // A Vietnamese commune's code is a whole one, not its province's carried on.
    const code = country === 'vn' ? mine : prefix[level - 1]! + mine
    prefix[level] = code
    yield { code, name, level, pseudo: flag !== undefined, placeholder: flag === 'p' }
  }
}

/** A unit with all below it (`units`, the unit first) and what stands above it, highest first. */
export type Cut = { readonly above: readonly Division[]; readonly units: readonly Division[] }

/** The unit with that code and all below it, and what stands above it; null if the data has no such unit. */
export async function cutDivisions(country: Country, code: string): Promise<Cut | null> {
  let above: Division[] = []
  const units: Division[] = []
  for (const division of await readDivisions(country)) {
    const top = units[0]
    if (top) {
      if (division.level <= top.level) break
      units.push(division)
      continue
    }
    if (above.length && above.at(-1)!.level >= division.level) above = above.filter((a) => a.level < division.level)
    if (division.code === code) units.push(division)
    else if (division.level < 5) above.push(division)
  }
  return units.length ? { above, units } : null
}
