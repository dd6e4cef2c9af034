import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { DateText } from '#kernel/dates.ts'
import type { Division } from './divisions.ts'
import { pathBelow, sinceEver, type Country, type UnitLevel } from './model.ts'

const folder = join(import.meta.dirname, '../../../divisions')

/** Viet Nam's three tiers stood until `last`, its two stand since `since` (Law 72/2025/QH15, Resolution 202/2025/QH15). */
export const vietnamChange: { last: DateText; since: DateText } = { last: '2025-06-30', since: '2025-07-01' }

/** A unit of the tiers before, with what came of it: codes of today's units, the one that took most of it first; none: it was dissolved. */
export type FormerDivision = {
  readonly code: string
  readonly name: string
  readonly level: UnitLevel
  readonly successors: readonly string[]
  /** It is today's unit of the same code, and keeps its number. */
  readonly goesOn: boolean
}

/** The units that stood before the country's change of tiers, each followed by what was below it; none where there was no change. */
export async function readDivisionsBefore(country: Country): Promise<FormerDivision[]> {
  if (country !== 'vn') return []
  const text = (await promisify(brotliDecompress)(await readFile(join(folder, 'vn-2025-06-30.csv.br')))).toString('utf8')
  return text.trimEnd().split('\n').map((line) => {
    const [level, code, name, after] = line.split(',') as [string, string, string, string]
    const goesOn = after === '='
    return { code, name, level: Number(level) as UnitLevel, goesOn, successors: goesOn ? [code] : after ? after.split('+') : [] }
  })
}

/** A row of the tree, numbered and with its path. */
export type TreeRow = {
  readonly id: number; readonly code: string; readonly name: string; readonly level: UnitLevel; readonly pseudo: boolean; readonly placeholder: boolean
  readonly parentId: number | null; readonly path: string; readonly validFrom: DateText; readonly validTo: DateText | null
}
export type SuccessorRow = { readonly unitId: number; readonly successorId: number; readonly onDay: DateText; readonly heir: boolean }
export type Tree = { readonly rows: readonly TreeRow[]; readonly successors: readonly SuccessorRow[]; readonly former: number }

/**
 * Both trees of a unit as dated rows. In: today's units, the top first and each followed by what is below it, and the units of the
 * whole country before. Out: today's numbered from 1 in their order, the former ones after them; the links from former to today's.
 * A unit that goes on has one number, and a second row where its parent or the spelling of its name changed. A top that is new stands
 * before the change as a frame: pseudo, under the country's code, above the former units of its land.
 */
export function treeOf(units: readonly Division[], before: readonly FormerDivision[], country: Country): Tree {
  const { last, since } = vietnamChange
  const today = numbered(units, country)
  const byCode = new Map(today.map((row) => [row.code, row]))
  const top = today[0]!
  const ours = before.filter(belongs(byCode, top.level, before))
  const goingOn = new Set(ours.filter(({ goesOn }) => goesOn).map(({ code }) => code))

  const rows: TreeRow[] = []
  const successors: SuccessorRow[] = []
  const above: TreeRow[] = [top]
  let newest = today.length
  for (const unit of ours) {
    const same = goingOn.has(unit.code) ? byCode.get(unit.code)! : undefined
    while (above.length > 1 && above.at(-1)!.level >= unit.level) above.pop()
    const parent = above.at(-1)!
    const id = same?.id ?? (newest += 1)
    const place = same === top ? top : { parentId: parent.id, path: pathBelow(parent.path, id) }
    const row: TreeRow = { id, code: unit.code, name: unit.name, level: unit.level, pseudo: false, placeholder: false, parentId: place.parentId, path: place.path, validFrom: sinceEver, validTo: last }
    if (same !== top) above.push(row)
    rows.push(row)
    if (same) continue
    for (const [index, code] of unit.successors.entries()) {
      const successor = byCode.get(code)
      if (successor) successors.push({ unitId: id, successorId: successor.id, onDay: since, heir: index === 0 })
    }
  }
  if (top.level > 0 && !goingOn.has(top.code)) rows.push({ ...top, code: country, pseudo: true, validFrom: sinceEver, validTo: last })

  // A unit that goes on exactly as it was has one row for all days.
  const was = new Map(rows.map((row) => [row.id, row]))
  const unchanged = (row: TreeRow) => {
    const old = was.get(row.id)
    return old !== undefined && !old.pseudo && old.path === row.path && old.name === row.name
  }
  const kept = new Set(today.filter(unchanged).map(({ id }) => id))
  return {
    rows: [...today.map((row) => ({ ...row, validFrom: row.level === 0 || kept.has(row.id) ? sinceEver : since })), ...rows.filter(({ id }) => !kept.has(id))],
    successors, former: ours.length - kept.size,
  }
}

/** Which former units lie in a workspace's land: those whose heir stands in it, and the districts of its provinces. */
function belongs(byCode: ReadonlyMap<string, TreeRow>, topLevel: UnitLevel, before: readonly FormerDivision[]): (unit: FormerDivision) => boolean {
  const provinceOf = new Map<FormerDivision, FormerDivision>()
  let province: FormerDivision | undefined
  for (const unit of before) {
    if (unit.level === 1) province = unit
    if (province) provinceOf.set(unit, province)
  }
  const heirIn = (unit: FormerDivision) => unit.successors[0] !== undefined && byCode.has(unit.successors[0])
  return (unit) => (topLevel > 1 ? unit.level === 4 && heirIn(unit) : heirIn(provinceOf.get(unit)!))
}

/** Numbers today's units in the order of the tree and gives each its path. */
function numbered(units: readonly Division[], country: Country): TreeRow[] {
  const above: TreeRow[] = []
  return units.map((unit, index) => {
    while (above.length && above.at(-1)!.level >= unit.level) above.pop()
    const parent = above.at(-1)
    const id = index + 1
    const row: TreeRow = { id, ...unit, parentId: parent?.id ?? null, path: pathBelow(parent?.path ?? `${country}.`, id), validFrom: sinceEver, validTo: null }
    above.push(row)
    return row
  })
}
