import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
