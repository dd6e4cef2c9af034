import { describe, expect, test } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import { planChange, type Planned, type TreeChange } from './changing.ts'
import type { TreeRow } from './lives.ts'

/* 市 1 ─ 甲县 2 ─ 张镇 4 ─ 东村 6, 西村 7 · 李镇 5 ─ 南村 8 (until 2025-12-31 under 张镇) · 乙县 3 ─ 王镇 9 */
const ever = '1900-01-01'
const row = (id: number, name: string, code: string, level: number, parentId: number | null, path: string, validFrom = ever, validTo: string | null = null): TreeRow =>
  ({ id, name, code, level: level as 5, pseudo: false, placeholder: false, parentId, path, validFrom, validTo })
const tree: TreeRow[] = [
  row(1, '市', '3203', 2, null, 'cn.u1.'), row(2, '甲县', '320322', 3, 1, 'cn.u1.u2.'), row(3, '乙县', '320321', 3, 1, 'cn.u1.u3.'),
  row(4, '张镇', '320322100', 4, 2, 'cn.u1.u2.u4.'), row(5, '李镇', '320322101', 4, 2, 'cn.u1.u2.u5.'), row(9, '王镇', '320321100', 4, 3, 'cn.u1.u3.u9.'),
  row(6, '东村', '320322100001', 5, 4, 'cn.u1.u2.u4.u6.'), row(7, '西村', '320322100002', 5, 4, 'cn.u1.u2.u4.u7.'),
  row(8, '南村', '320322100003', 5, 4, 'cn.u1.u2.u4.u8.', ever, '2025-12-31'), row(8, '南村', '320322101003', 5, 5, 'cn.u1.u2.u5.u8.', '2026-01-01'),
  row(10, '旧村', '320322100009', 5, 4, 'cn.u1.u2.u4.u10.', ever, '2024-12-31'),
]
const plan = (change: TreeChange) => planChange({ rows: tree, nextId: 20, topUnitId: 1, country: 'cn', today: '2026-11-22' }, change)
const good = (change: TreeChange): Planned => {
  const planned = plan(change)
  if (isRefusal(planned)) throw new Error(planned.refused)
  return planned
}
/** The rows after a change, as `id name code path from–to`. */
const after = (change: TreeChange) =>
  good(change).rows.toSorted((a, b) => a.id - b.id || (a.validFrom < b.validFrom ? -1 : 1)).map((one) => `${one.id} ${one.name} ${one.code} ${one.path} ${one.validFrom}–${one.validTo ?? ''}`)
const onDay = '2026-06-01'

describe('what a change makes', () => {
  test('a town moves with its villages, each with its path from the day on', () => {
    const change: TreeChange = { verb: 'move', onDay, unitId: 4, parentId: 3, code: null }
    expect(after(change)).toEqual([
      '4 张镇 320322100 cn.u1.u2.u4. 1900-01-01–2026-05-31', '4 张镇 320322100 cn.u1.u3.u4. 2026-06-01–',
      '6 东村 320322100001 cn.u1.u2.u4.u6. 1900-01-01–2026-05-31', '6 东村 320322100001 cn.u1.u3.u4.u6. 2026-06-01–',
      '7 西村 320322100002 cn.u1.u2.u4.u7. 1900-01-01–2026-05-31', '7 西村 320322100002 cn.u1.u3.u4.u7. 2026-06-01–',
    ])
    expect(good(change).moves.map(({ fromPath, toPath }) => [fromPath, toPath])).toEqual([['cn.u1.u2.u4.', 'cn.u1.u3.u4.'], ['cn.u1.u2.u4.u6.', 'cn.u1.u3.u4.u6.'], ['cn.u1.u2.u4.u7.', 'cn.u1.u3.u4.u7.']])
  })
  test('known late, it takes along those that stood below it then, until they went elsewhere', () => {
    expect(after({ verb: 'move', onDay: '2025-06-01', unitId: 4, parentId: 3, code: null }).filter((line) => line.startsWith('8'))).toEqual([
      '8 南村 320322100003 cn.u1.u2.u4.u8. 1900-01-01–2025-05-31', '8 南村 320322100003 cn.u1.u3.u4.u8. 2025-06-01–2025-12-31',
    ])
  })
  test('a new name of a past day holds until the next change of it', () => {
    expect(after({ verb: 'rename', onDay: '2025-06-01', unitId: 8, name: '南新村', code: '320322100003' })).toEqual([
      '8 南村 320322100003 cn.u1.u2.u4.u8. 1900-01-01–2025-05-31', '8 南新村 320322100003 cn.u1.u2.u4.u8. 2025-06-01–2025-12-31',
    ])
  })
  test('merged into one that stands: it ends, its villages and cards go there, and the heir is told', () => {
    const { successors, moves, ended, events } = good({ verb: 'merge', onDay, unitIds: [5], into: { unitId: 4 } })
    expect(successors).toEqual([{ unitId: 5, successorId: 4, onDay, heir: true }])
    expect(moves).toEqual([{ fromPath: 'cn.u1.u2.u5.', toUnitId: 4, toPath: 'cn.u1.u2.u4.' }, { fromPath: 'cn.u1.u2.u5.u8.', toUnitId: 8, toPath: 'cn.u1.u2.u4.u8.' }])
    expect([ended.map(({ id }) => id), events.map(({ what, id }) => `${what} ${id}`)]).toEqual([[5], ['merged 5']])
  })
  test('two merged into a new one, which may take over the code of one of them', () => {
    const { successors, unitId } = good({ verb: 'merge', onDay, unitIds: [6, 7], into: { name: '东西村', code: '320322100001' } })
    expect([unitId, successors.map((one) => [one.unitId, one.successorId, one.heir])]).toEqual([20, [[6, 20, true], [7, 20, true]]])
  })
  test('split, and going on: no heir, what came out of it is told', () => {
    const change: TreeChange = { verb: 'split', onDay, unitId: 4, into: [{ name: '新镇', code: '320322199', children: [7] }], ends: false, heir: null }
    expect(good(change).successors).toEqual([{ unitId: 4, successorId: 20, onDay, heir: false }])
    expect(after(change)).toContain('7 西村 320322100002 cn.u1.u2.u20.u7. 2026-06-01–')
  })
  test('a code whose unit has ended is free', () => expect(isRefusal(plan({ verb: 'open', onDay, name: '新村', code: '320322100009', level: 5, parentId: 4 }))).toBe(false))
  test('opened under a town that moves later, it moves with it', () => {
    expect(after({ verb: 'open', onDay: '2025-06-01', name: '里村', code: '320322100010', level: 5, parentId: 4 })).toEqual(['20 里村 320322100010 cn.u1.u2.u4.u20. 2025-06-01–'])
  })
})

describe('what is refused', () => {
  test.each<[string, TreeChange]>([
    ['unit-day-ahead', { verb: 'close', onDay: '2026-11-23', unitId: 6, heirId: null }],
    ['unit-not-found', { verb: 'close', onDay, unitId: 99, heirId: null }],
    ['unit-top-stays', { verb: 'rename', onDay, unitId: 1, name: '新市', code: '3203' }],
    ['unit-not-standing', { verb: 'close', onDay, unitId: 10, heirId: 6 }],
    ['unit-day-too-early', { verb: 'close', onDay: ever, unitId: 6, heirId: null }],
    ['unit-changed-later', { verb: 'move', onDay: '2025-06-01', unitId: 8, parentId: 9, code: null }],
    ['unit-change-nothing', { verb: 'move', onDay, unitId: 6, parentId: 4, code: null }],
    ['unit-change-nothing', { verb: 'rename', onDay, unitId: 6, name: ' 东村 ', code: '320322100001' }],
    ['unit-code-bad', { verb: 'rename', onDay, unitId: 6, name: '东村', code: '3203221' }],
    ['unit-code-bad', { verb: 'rename', onDay, unitId: 6, name: '东村', code: 'vn:04' }],
    ['unit-code-taken', { verb: 'open', onDay, name: '新村', code: '320322100001', level: 5, parentId: 4 }],
    ['unit-level-order', { verb: 'move', onDay, unitId: 4, parentId: 9, code: null }],
    ['unit-level-order', { verb: 'open', onDay, name: '新村', code: '320322100011', level: 4, parentId: 4 }],
    ['unit-cycle', { verb: 'move', onDay, unitId: 2, parentId: 6, code: null }],
    ['unit-has-children', { verb: 'close', onDay, unitId: 4, heirId: null }],
    ['unit-has-children', { verb: 'split', onDay, unitId: 4, into: [{ name: '一', code: '320322198', children: [6] }, { name: '二', code: '320322199', children: [] }], ends: true, heir: null }],
    ['unit-heir-bad', { verb: 'close', onDay, unitId: 6, heirId: 4 }],
    ['unit-heir-bad', { verb: 'merge', onDay, unitIds: [6], into: { unitId: 6 } }],
    ['unit-heir-bad', { verb: 'merge', onDay, unitIds: [6], into: { name: '一', code: '320322100011' } }],
    ['unit-child-not-here', { verb: 'split', onDay, unitId: 4, into: [{ name: '一', code: '320322198', children: [8] }], ends: false, heir: null }],
    ['unit-split-empty', { verb: 'split', onDay, unitId: 4, into: [], ends: false, heir: null }],
  ])('%s', (code, change) => expect(plan(change)).toMatchObject({ refused: code }))
})
