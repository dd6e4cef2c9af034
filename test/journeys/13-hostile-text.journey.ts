import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCluster } from '../../bench/prove/cluster.ts'
import { prove } from '../../bench/prove/proof.ts'
import { scripts } from '../../bench/prove/scripts.ts'
import { keepsNone, textFields } from '../../bench/prove/scripts.plant.ts'

const seed = 20261122
let close: () => Promise<void>
beforeAll(async () => { close = await openCluster(join(import.meta.dirname, '../.tmp/database'), () => {}) })
afterAll(() => close?.())

test('text that would be a script is text, in every field, on every screen, in every file', async () => {
  const { got, failures } = await prove(scripts, { seed, n: scripts.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject(scripts.target)
  // It was there to be seen: such texts stood on most screens, and much was opened.
  expect(got['shown']).toBeGreaterThan(40)
  expect(got['opened']).toBeGreaterThan(80)
}, 300_000)

test('every exception for a field that keeps no text is one of a field that there is', () => {
  const fields = textFields()
  expect(fields.length).toBeGreaterThan(60)
  expect(keepsNone.filter((one) => !fields.some((field) => one.test(field)))).toEqual([])
})
