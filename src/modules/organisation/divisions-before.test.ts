import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rangeOf } from '#kernel/actor.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testApp } from '../../../test/support/template.ts'
import { cutDivisions } from './divisions.ts'
import { readDivisionsBefore, treeOf, type FormerDivision, type Tree } from './divisions-before.ts'
import { createWorkspace, scopeOf, unitByCode, type Workspace } from './index.ts'

let before: FormerDivision[]
beforeAll(async () => {
  before = await readDivisionsBefore('vn')
})
const treeBelow = async (code: string) => treeOf((await cutDivisions('vn', code))!.units, before, 'vn')
const standingOn = (tree: Tree, day: string) => tree.rows.filter((row) => row.validFrom <= day && (row.validTo === null || row.validTo >= day))
const counted = (tree: Tree, day: string) => [0, 1, 3, 4].map((level) => standingOn(tree, day).filter((row) => row.level === level && !row.pseudo).length)

describe('the tiers of Viet Nam until 2025-06-30', () => {
  test('are the 63 provinces, 696 districts and 10,035 communes that the state counts', () => {
    expect([1, 3, 4].map((level) => before.filter((unit) => unit.level === level).length)).toEqual([63, 696, 10_035])
    expect(new Set(before.map(({ code }) => code)).size).toBe(before.length)
  })
  test('lead on: every commune and province has one that took it over, and every link ends at a unit of today', async () => {
    const today = new Set((await cutDivisions('vn', 'vn'))!.units.map(({ code }) => code))
    expect(before.filter(({ level, successors }) => level !== 3 && successors.length === 0)).toEqual([])
    expect(before.flatMap(({ successors }) => successors).filter((code) => !today.has(code))).toEqual([])
    // Five districts were islands without communes; the others were dissolved into their communes.
    expect(before.filter(({ level, successors }) => level === 3 && successors.length > 0)).toHaveLength(5)
    const reached = new Set(before.flatMap(({ successors }) => successors))
    expect([...today].filter((code) => code !== 'vn' && !reached.has(code))).toEqual([])
  })
  test('are none in China', async () => {
    expect(await readDivisionsBefore('cn')).toEqual([])
  })
})

describe('both trees as dated rows', () => {
  // [nations, provinces, districts, communes] standing on the last day of the old and the first of the new; the top's frame is pseudo.
  test.each([
    ['the whole country', 'vn', [1, 63, 696, 10_035], [1, 34, 0, 3321]],
    ['a province that went on', '04', [0, 1, 10, 161], [0, 1, 0, 56]],
    ['a province joined of three', '25', [0, 3, 32, 479], [0, 1, 0, 148]],
    ['a commune joined of three', '01279', [0, 0, 0, 3], [0, 0, 0, 1]],
  ])('%s (%s)', async (_, code, last, first) => {
    const tree = await treeBelow(code)
    expect(counted(tree, '2025-06-30')).toEqual(last)
    expect(counted(tree, '2025-07-01')).toEqual(first)
  })
  test.each(['vn', '04', '25', '01279'])('below %s no unit has two rows on a day, no code two units; paths lead through units of the same day', async (code) => {
    const tree = await treeBelow(code)
    for (const day of ['1999-12-31', '2025-06-30', '2025-07-01', '2026-11-22']) {
      const standing = standingOn(tree, day)
      expect(new Set(standing.map(({ id }) => id)).size).toBe(standing.length)
      expect(new Set(standing.map((row) => row.code)).size).toBe(standing.length)
      const pathOf = new Map(standing.map((row) => [row.id, row.path]))
      for (const { id, parentId, path } of standing) expect(path).toBe(`${parentId === null ? 'vn.' : pathOf.get(parentId)}u${id}.`)
    }
  })
  test('every unit that ended leads to one that stands, with one heir', async () => {
    const tree = await treeBelow('vn')
    const standing = new Set(standingOn(tree, '2025-07-01').map(({ id }) => id))
    const ended = standingOn(tree, '2025-06-30').filter(({ id, level }) => !standing.has(id) && level !== 3)
    const heirs = new Map(tree.successors.filter(({ heir }) => heir).map(({ unitId, successorId }) => [unitId, successorId]))
    expect(ended.filter(({ id }) => !standing.has(heirs.get(id)!))).toEqual([])
    expect(tree.successors.filter(({ heir }) => heir)).toHaveLength(heirs.size)
    expect(tree.successors.filter(({ heir }) => !heir)).toHaveLength(5)
  })
  test('a commune that goes on keeps its number, leaves its district, and may be spelt anew', async () => {
    const both = (await treeBelow('75')).rows.filter(({ code }) => code === '26119').sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    expect(both.map(({ name, validFrom, validTo }) => [name, validFrom, validTo])).toEqual([['Xã Dak Lua', '1900-01-01', '2025-06-30'], ['Xã Đak Lua', '2025-07-01', null]])
    expect(new Set(both.map(({ id }) => id)).size).toBe(1)
  })
})

describe('a workspace of Cao Bằng', () => {
  let db: TestDatabase
  let workspace: Workspace
  const reach = [rangeOf('vn.')]
  beforeAll(async () => {
    db = await testDatabase()
    const made = await db.asOwner((owner) => createWorkspace(owner, { slug: 'cao-bang', programme: 'cao-bang-939', units: 'vn:04', now: Temporal.Instant.from('2026-11-22T08:00:00Z'), app: { role: testApp.role } }))
    if (!('workspace' in made)) throw new Error(made.refused)
    ;({ workspace } = made)
  })
  afterAll(() => db.close())

  test.each([
    ['040', '2025-06-30', 'Thành phố Cao Bằng'], ['040', '2025-07-01', undefined],
    ['01273', '2025-06-30', 'Phường Hợp Giang'], ['01273', '2025-07-01', 'Phường Thục Phán'],
    ['04', '2025-06-30', 'Cao Bằng'], ['04', '2025-07-01', 'Cao Bằng'],
  ])('code %s on %s is %s', async (code, day, name) => {
    const unit = await inSnapshot({ pool: db.pool, schema: workspace.schema, reach }, (tx) => unitByCode(tx, reach, code, { country: 'vn', day }))
    expect(unit?.name).toBe(name)
  })

  // A figure asks for the paths that count for a unit under the boundaries of a day; here, which unit of that day counts what was recorded where.
  const countsAt = async (recorded: { code: string; day: string }, boundary: string) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach }, async (tx) => {
    const { path } = (await unitByCode(tx, reach, recorded.code, { country: 'vn', day: recorded.day }))!
    const scope = await scopeOf(tx, reach, workspace.topUnitId, boundary, 4)
    if ('refused' in scope) throw new Error(scope.refused)
    const key = scope.ranges.find((range) => path >= range.lo && path < range.hi)!.key
    return scope.parts.find((part) => part.key === key)?.name ?? 'the province itself'
  })
  test.each([
    ['Phường Sông Bằng', '01270', '2025-05-15', '2026-11-22', 'Phường Nùng Trí Cao'],
    ['Phường Sông Bằng', '01270', '2025-05-15', '2025-06-01', 'Phường Sông Bằng'],
    ['Phường Hợp Giang, whose code another took over', '01273', '2025-05-15', '2026-11-22', 'Phường Thục Phán'],
    ['Phường Hợp Giang', '01273', '2025-05-15', '2025-06-30', 'Phường Hợp Giang'],
    ['a district itself', '040', '2025-05-15', '2026-11-22', 'the province itself'],
    ['a commune of today, joined of several', '01273', '2025-08-01', '2025-06-01', 'the province itself'],
    ['a commune of today', '01273', '2025-08-01', '2026-11-22', 'Phường Thục Phán'],
  ])('%s (%s on %s) counts under the boundaries of %s at %s', async (_, code, day, boundary, name) => expect(await countsAt({ code, day }, boundary)).toBe(name))
})
