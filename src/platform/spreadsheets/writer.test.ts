import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { testFolder } from '../../../test/support/ctx.ts'
import { readSheets } from './index.ts'
import { sheetsWorkbook } from './writer.ts'

/** Names as other programs give them to sheets, and what Excel takes in their place. */
const names: [string, string][] = [
  ["'-ran()-'", '-ran()-'], ["''", 'Sheet1'], ['History', 'History 2'], ['history', 'history 3'], ['a/b', 'a b'], ['A?B', 'A B 2'], ['', 'Sheet1 2'], ['巧'.repeat(40), '巧'.repeat(31)], ['巧'.repeat(41), `${'巧'.repeat(26)} 2`], [`${'x'.repeat(30)}''`, 'x'.repeat(30)],
]

test('sheets whose names Excel would not take are written all the same, each under a name of its own', async () => {
  const folder = testFolder()
  try {
    const path = join(folder.path, 'names.xlsx')
    await writeFile(path, await sheetsWorkbook(names.map(([name]) => ({ name, rows: [['x']], merges: [], frozenRows: 0, widths: [10] }))))
    const read = new Set<string>()
    for await (const part of readSheets(path)) read.add(part.sheet)
    expect([...read]).toEqual(names.map(([, taken]) => taken))
  } finally {
    folder.remove()
  }
})

test('a cell carries its way out, the words on it and the form of its number; its value stays a number', async () => {
  const bytes = await sheetsWorkbook([{
    name: '表', rows: [['单位', '手工'], ['丰县', 1234.5]], merges: [], frozenRows: 1, frozenColumns: 1, widths: [10, 10],
    extras: [{ row: 1, column: 1, link: 'https://an.example/figures/x?row=1&key=2', tip: '7K4M-2QXD-91 丰县 × 手工', format: '#,##0.00' }],
  }])
  const sheet = (await readXlsx(bytes)).sheets[0]!
  const cell = sheet.cells?.get('1,1')
  expect(cell).toMatchObject({ hyperlink: { target: 'https://an.example/figures/x?row=1&key=2', tooltip: '7K4M-2QXD-91 丰县 × 手工' } })
  expect(sheet.rows[1]).toEqual(['丰县', 1234.5])
})
