import { expect, test } from 'vitest'
import { rosterChecker } from '../../src/modules/register/roster/check.ts'
import { rosterParts } from '../../src/modules/register/roster/read.ts'
import { villageIndex } from '../../src/modules/register/roster/village.ts'

const villages = villageIndex([
  { id: 1, code: '320322', name: '沛县', level: 3, path: 'cn.u1.', parentId: null },
  { id: 2, code: '320322108', name: '张庄镇', level: 4, path: 'cn.u1.u2.', parentId: 1 },
  { id: 3, code: '320322108216', name: '阚庄村委会', level: 5, path: 'cn.u1.u2.u3.', parentId: 2 },
])

// 14 May 1979 is day 28989 of the 1900 system and day 27527 of the 1904 system.
test.each([
  [28989, 'accepted'],
  [27527, 'accepted'],
  [27528, 'to-decide'],
  [30451, 'to-decide'],
])('a bare serial number %i beside an id of 1979-05-14 is %s', async (birth, verdict) => {
  const rows = [['姓名', '身份证号码', '出生日期', '镇', '村'], ['王芳', '320322197905142769', birth, '张庄镇', '阚庄村']].map((cells, i) => ({ number: i + 1, cells }))
  const checker = rosterChecker({ villages, today: '2026-11-22' })
  for await (const { form, rows: data } of rosterParts([{ sheet: '摸底表', sheetIndex: 0, merges: [], rows }])) {
    const result = checker.add(form, data[0]!)
    expect(result.verdict).toBe(verdict)
    if (verdict === 'accepted') expect(result.values.birth).toBe('1979-05-14')
  }
})
