import { expect, test } from 'vitest'
import { kills } from '../bench/prove/kills.ts'
import { prove } from '../bench/prove/proof.ts'

const seed = 20261122
/** By the clock, beside other tests; without what the server waited for a processor it is five seconds, as in the proof. */
const crowdedMilliseconds = 30_000

test('server and database killed while people write and import: nothing lost, half or twice, and serving again', async () => {
  const { got, failures, target } = await prove(kills, { seed, n: kills.suiteSize, target: { longestMs: crowdedMilliseconds } })
  expect(failures).toEqual([])
  expect(Object.entries(target).filter(([what, most]) => got[what]! > most)).toEqual([])
  expect(got).toMatchObject({ serverKills: 8, databaseKills: 4 })
  expect(got['acknowledged']).toBeGreaterThan(40)
}, 600_000)
