import { afterAll, beforeAll, expect, test } from 'vitest'
import { hunt, plant, totals } from './matrix/canaries.ts'
import { matrixWorld, type World } from './matrix/world.ts'

/* 200 words planted in one county's people, files and notes come out in no byte sent to anybody else: lists, counts, files, errors, the log. */

let world: World
beforeAll(async () => {
  world = await matrixWorld(77)
}, 120_000)
afterAll(() => world.close())

test('200 words of Feng’s are told to nobody, and nobody’s counts change by them', async () => {
  const before = await totals(world)
  const canaries = await plant(world, 200, 77)
  expect(new Set(canaries).size).toBeGreaterThanOrEqual(200)
  expect(await totals(world)).toEqual(before)
  const { asked, found } = await hunt(world, canaries)
  expect(found).toEqual([])
  expect(asked).toBeGreaterThan(2_000)
  // The hunter finds what is there: Feng's own officer is told all of it.
  const { text } = await world.feng.officer.ask(['/api/persons'])
  expect(canaries.some((one) => text.includes(one.slice(0, 20)))).toBe(true)
}, 240_000)
