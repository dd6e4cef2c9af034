import { join } from 'node:path'
import { uuidv7 } from '../../src/kernel/ids.ts'
import { writeWorkbook } from '../../src/platform/spreadsheets/index.ts'

const headers = ['镇（街道）', '村（社区）', '户编号', '户主姓名', '姓名', '与户主关系', '身份证号', '出生日期', '劳动能力', '就业意愿', '困难类型', '联系电话', '文化程度', '家庭人口', '建档日期', '备注'] as const
export type SmallRow = Partial<Record<(typeof headers)[number], string>>

/** Writes a roster of a few rows in the plainest form; `date` stands in the title as the sheet's own. Answers its path. */
export async function smallRoster(folder: string, rows: readonly SmallRow[], date?: string): Promise<string> {
  const path = join(folder, `${uuidv7()}.xlsx`)
  const columns = headers.map((header) => ({ header }))
  await writeWorkbook(path, { name: '花名册', columns, rows: rows.map((row) => headers.map((header) => row[header] ?? null)), above: [['妇女摸底调查表'], [date ? `填报日期：${date}` : '填报单位：沛县妇联']] })
  return path
}
