import { expect, test } from 'vitest'
import { fresh } from '../bench/prove/fresh.ts'
import { prove } from '../bench/prove/proof.ts'

test('a figure asked after each of a thousand postings holds it, also in another process', async () => {
  const { got, failures } = await prove(fresh, { seed: 20261122, n: fresh.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject({ ...fresh.target, here: fresh.suiteSize / 2, there: fresh.suiteSize / 2 })
}, 120_000)
