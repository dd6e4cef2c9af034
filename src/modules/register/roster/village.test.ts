import { describe, expect, test } from 'vitest'
import { type PlaceTexts, type RosterUnit, villageIndex } from './village.ts'

const units: RosterUnit[] = []
const unit = (code: string, name: string, level: number, parent?: RosterUnit) => {
  const made = { id: units.length + 1, code, name, level, path: `cn.u${units.length + 1}.`, parentId: parent?.id ?? null }
  units.push(made)
  return made
}
const pei = unit('320322000000', '沛县', 3)
const feng = unit('320321000000', '丰县', 3)
const zhangzhuang = unit('320322108000', '张庄镇', 4, pei)
const town = unit('320322001000', '沛城街道', 4, pei)
const farm = unit('320322403000', '沛县湖西农场', 4, pei)
const fengTown = unit('320321100000', '中阳里街道', 4, feng)
for (const [code, name, parent] of [
  ['320322108216', '阚庄村委会', zhangzhuang], ['320322108217', '房村村委会', zhangzhuang], ['320322108218', '李集村委会', zhangzhuang], ['320322108219', '李集居委会', zhangzhuang],
  ['320322108220', '红光村民委员会', zhangzhuang], ['320322001025', '文华居委会', town], ['320322001026', '汉台社区居委会', town], ['320322001027', '新城社区', town], ['320322001028', '东风居委会', town],
  ['320322403001', '东风居委会', farm], ['320321100001', '阚庄村委会', fengTown], ['320321100002', '王沟村委会', fengTown],
] as const) unit(code, name, 5, parent)

const index = villageIndex(units)
const said = (texts: PlaceTexts) => {
  const match = index.match(texts)
  return match.is === 'found' ? [match.unit.code, ...match.codes].join(' ') : match.is
}

describe('a village by its words', () => {
  test.each<[PlaceTexts, string]>([
    [{ town: '张庄镇', village: '阚庄村委会' }, '320322108216'],
    [{ town: '张庄镇', village: '阚庄村' }, '320322108216 village-short-name'],
    [{ town: '张庄镇', village: '阚庄' }, '320322108216 village-short-name'],
    [{ town: '张庄', village: '阚庄村委会' }, '320322108216 town-short-name'],
    [{ town: '张庄乡', village: '阚庄' }, '320322108216 town-short-name village-short-name'],
    [{ town: '沛城街道办事处', village: '文华村' }, '320322001025 town-short-name village-short-name'],
    [{ town: '沛城街道', village: '文华社区' }, '320322001025 village-short-name'],
    [{ town: '沛城街道', village: '汉台社区' }, '320322001026 village-short-name'],
    [{ town: '沛城街道', village: '新城' }, '320322001027 village-short-name'],
    [{ town: '张庄镇', village: '房村' }, '320322108217 village-short-name'],
    [{ town: '张庄镇', village: '红光村委会' }, '320322108220 village-short-name'],
    [{ town: '张庄镇', village: '李集' }, 'ambiguous'],
    [{ town: '张庄镇', village: '李集村' }, 'ambiguous'],
    [{ town: '张庄镇', village: '李集村委会' }, '320322108218'],
    [{ town: '张庄镇', village: '李集社区' }, '320322108219 village-short-name'],
    [{ town: '湖西农场', village: '东风居委会' }, '320322403001'],
    [{ village: '东风居委会' }, 'ambiguous'],
    [{ village: '王沟村' }, '320321100002 village-short-name'],
    [{ village: '阚庄村' }, 'ambiguous'],
    [{ county: '丰县', village: '阚庄村' }, '320321100001 village-short-name'],
    [{ village: '张庄镇阚庄村' }, '320322108216 village-with-town village-short-name'],
    [{ town: '张庄镇', village: '张庄镇阚庄村委会' }, '320322108216 village-with-town'],
    [{ village: '沛县张庄镇阚庄村委会' }, '320322108216 village-with-town'],
    [{ address: '江苏省徐州市沛县张庄镇阚庄村3组12号' }, '320322108216 village-with-town village-short-name'],
    [{ town: '张庄镇阚庄村' }, '320322108216 village-with-town village-short-name'],
    [{ town: '胡庄镇', village: '阚庄村' }, 'unknown'],
    [{ town: '张庄镇', village: '不存在的阚庄村委会' }, 'unknown'],
    [{ town: '张庄镇', village: '' }, 'unknown'],
    [{ unitCode: '320322108216', town: '?', village: '?' }, '320322108216'],
    [{ town: '张庄镇', village: '文华居委会' }, 'unknown'],
  ])('%j → %s', (texts, expected) => expect(said(texts)).toBe(expected))

  test('an unknown one is offered the nearest', () => {
    const near = (texts: PlaceTexts) => {
      const match = index.match(texts)
      return match.is === 'found' ? [] : match.nearest.map(({ code }) => code)
    }
    expect(near({ town: '张庄镇', village: '看庄村' })).toContain('320322108216')
    expect(near({ town: '张庄镇', village: '不存在的阚庄村委会' })).toEqual(['320322108216'])
    expect(near({ town: '张庄镇', village: '文华居委会' })).toEqual(['320322001025'])
    expect(near({ town: '章庄镇', village: '阚庄村' })).toEqual(['320322108216'])
  })
})
