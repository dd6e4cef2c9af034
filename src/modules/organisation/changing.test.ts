import { describe, expect, test } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import { planChange, type Planned, type TreeChange } from './changing.ts'
import { oddness } from './codes.ts'
import { foreseen } from './foreseen.ts'
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

describe('codes that do not fit where they stand', () => {
  const village = { verb: 'open', onDay, parentId: 9, level: 5, name: '新村' } as const
  test.each<[string, TreeChange, string[]]>([
    ['a village with its town\'s digits', { ...village, code: '320321100001' }, []],
    ['one with another county\'s digits', { ...village, code: '320322100088' }, ['新村 320322100088 under 王镇 320321100: parent, given']],
    ['one with a town\'s length', { ...village, code: '320321199' }, ['新村 320321199 under 王镇 320321100: length, given']],
    ['a village moves and keeps its code', { verb: 'move', onDay, unitId: 6, parentId: 9, code: null }, ['东村 320322100001 under 王镇 320321100: parent, kept']],
    ['a village moves and is given a code there', { verb: 'move', onDay, unitId: 6, parentId: 9, code: '320321100055' }, []],
    ['a town moves: it is odd, its villages agree with it', { verb: 'move', onDay, unitId: 4, parentId: 3, code: null }, ['张镇 320322100 under 乙县 320321: parent, kept']],
    ['a county is given another code: all its towns keep theirs', { verb: 'rename', onDay, unitId: 2, name: '甲区', code: '320312' }, ['张镇 320322100 under 甲区 320312: parent, kept', '李镇 320322101 under 甲区 320312: parent, kept']],
    ['another name alone', { verb: 'rename', onDay, unitId: 6, name: '东新村', code: '320322100001' }, []],
  ])('%s', (_, change, told) =>
    expect(good(change).oddCodes.map(({ unit, parent, why, given }) => `${unit.name} ${unit.code} under ${parent.name} ${parent.code}: ${why}, ${given ? 'given' : 'kept'}`)).toEqual(told))
  test.each<[Parameters<typeof oddness>, string | null]>([
    [['cn', { code: '32', level: 1 }, { code: 'cn' }], null], [['cn', { code: '441900003', level: 4 }, { code: '4419' }], null], [['cn', { code: '320371', level: 3 }, { code: '3203' }], null],
    [['vn', { code: '00070', level: 4 }, { code: '01' }], null], [['vn', { code: '070', level: 4 }, { code: '01' }], 'length'], [['vn', { code: '001', level: 3 }, { code: '01' }], null],
  ])('%j', (asked, why) => expect(oddness(...asked)).toBe(why))
})

describe('what a preview showed', () => {
  const rename: TreeChange = { verb: 'rename', onDay, unitId: 6, name: '东新村', code: '320322100001' }
  const split: TreeChange = { verb: 'split', onDay, unitId: 4, ends: true, heir: 0, into: [{ name: '甲镇', code: '320322100', children: [6] }, { name: '乙镇', code: '320322189', children: [7] }] }
  const seen = (change: TreeChange, rows: readonly TreeRow[] = tree, nextId = 20) => {
    const planned = planChange({ rows, nextId, topUnitId: 1, country: 'cn', today: '2026-11-22' }, change)
    if (isRefusal(planned)) throw new Error(planned.refused)
    return foreseen(planned, nextId)
  }
  const with_ = (id: number, more: Partial<TreeRow>) => tree.map((one) => (one.id === id && one.validTo === null ? { ...one, ...more } : one))
  test.each<[string, string, string, boolean]>([
    ['asked again', seen(rename), seen(rename), true],
    ['a unit was opened elsewhere in between: new ones take other numbers', seen(split), seen(split, tree, 33), true],
    ['another village was renamed', seen(rename), seen(rename, with_(7, { name: '西新村' })), true],
    ['the unit itself was renamed', seen(rename), seen(rename, with_(6, { name: '东东村' })), false],
    ['a village of the town that is split was renamed', seen(split), seen(split, with_(7, { name: '西新村' })), false],
    ['the parent it moves to was renamed', seen({ verb: 'move', onDay, unitId: 6, parentId: 9, code: null }), seen({ verb: 'move', onDay, unitId: 6, parentId: 9, code: null }, with_(9, { name: '王新镇' })), false],
    ['another day is another change', seen(rename), seen({ ...rename, onDay: '2026-06-02' }), false],
  ])('%s', (_, one, other, same) => expect(one === other).toBe(same))
})
