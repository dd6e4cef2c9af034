import { describe, expect, test } from 'vitest'
import { rosterChecker } from '../../src/modules/register/roster/check.ts'
import { rosterParts } from '../../src/modules/register/roster/read.ts'
import { type RosterUnit, villageIndex } from '../../src/modules/register/roster/village.ts'

// Real names of three counties whose rosters nobody had seen when the importer was written.
const units: RosterUnit[] = []
const unit = (code: string, name: string, level: number, parentId: number | null = null) => {
  units.push({ id: units.length + 1, code, name, level, path: `cn.u${units.length + 1}.`, parentId })
  return units.length
}
const tongshan = unit('320312', '铜山区', 3)
const town = unit('320312108', '汉王镇', 4, tongshan)
unit('320312108001', '义安社区居委会', 5, town)
unit('320312108202', '义安村委会', 5, town)
unit('320312108203', '新建村委会', 5, town)
unit('320312108003', '新建居委会', 5, town)
const changsha = unit('430121', '长沙县', 3)
unit('430121114216', '北山村委会', 5, unit('430121114', '北山镇', 4, changsha))
const other = unit('430599', '沙县', 3)
unit('430599114216', '北山村委会', 5, unit('430599114', '北山镇', 4, other))
const villages = villageIndex(units)

describe('short names of villages', () => {
  test.each([
    ['义安村', '320312108202'],
    ['义安社区村', '320312108001'],
    ['义安社区', '320312108001'],
    ['新建村', 'ambiguous'],
    ['义安', 'ambiguous'],
  ])('%s', (village, expected) => {
    const match = villages.match({ town: '汉王镇', village })
    expect(match.is === 'found' ? match.unit.code : match.is).toBe(expected)
  })
})

describe('two towns of one name: the title says of which county the sheet is', () => {
  test.each([
    ['2017年度长沙县低收入妇女摸底花名册', '430121114216'],
    ['沙县低收入妇女摸底花名册', '430599114216'],
    ['低收入妇女摸底花名册', 'village-ambiguous'],
    ['长沙县、铜山区低收入妇女摸底花名册', 'village-ambiguous'],
  ])('%s', async (title, expected) => {
    const rows = [[title], ['姓名', '身份证号码', '镇(街道)', '村(社区)'], ['王芳', '320322197905142769', '北山镇', '北山村']].map((cells, i) => ({ number: i + 1, cells }))
    const checker = rosterChecker({ villages, today: '2026-11-22' })
    for await (const part of rosterParts([{ sheet: '摸底表', sheetIndex: 0, merges: [], rows }])) {
      const { values, refusal } = checker.add(part.form, part.rows[0]!)
      expect(refusal?.code ?? values.unitCode).toBe(expected)
    }
  })
})
