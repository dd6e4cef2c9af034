import { expect, test } from 'vitest'
import { prove } from '../bench/prove/proof.ts'
import { races } from '../bench/prove/races.ts'

const seed = 20261122

test('twenty identical posts at once: one effect, all told the same', async () => {
  const { got, failures } = await prove(races, { seed, n: races.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject({ ...races.target, posts: 20 * races.suiteSize })
}, 300_000)
