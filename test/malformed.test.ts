import { expect, test } from 'vitest'
import { files } from '../bench/prove/files.ts'
import { prove } from '../bench/prove/proof.ts'

const seed = 20261122

test('broken and hostile spreadsheets: no fault, no hang, nothing kept of what is refused', async () => {
  const { got, failures } = await prove(files, { seed, n: files.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject({ ...files.target, rightAfter: 1 })
  // Neither are all turned away unread, nor is nothing found wrong with them.
  expect(got['ready']).toBeGreaterThan(files.suiteSize / 10)
  expect(got['refused']).toBeGreaterThan(files.suiteSize / 4)
}, 240_000)
