import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routesInOrder } from '../bench/prove/matrix.ts'
import { allRoutes } from '../src/main/modules.ts'
import { askAll } from './matrix/run.ts'
import { table } from './matrix/table.ts'
import { matrixWorld, type World } from './matrix/world.ts'

/* Every route × every role × every relation of the actor to the thing, against one table written by hand. */

let world: World
let asked = 0
beforeAll(async () => {
  world = await matrixWorld(20_261_122)
}, 120_000)
afterAll(() => world.close())

const nameOf = ({ endpoint }: { endpoint: { method: string; path: string } }) => `${endpoint.method} ${endpoint.path.replace(/\{[^}]*\}/g, '')}`

test('every way into the server stands in the table, and nothing else', () => {
  const routes = allRoutes(world.db.pool).map(nameOf)
  expect(routes.filter((name) => !(name in table))).toEqual([])
  expect(Object.keys(table).filter((name) => !routes.includes(name))).toEqual([])
})

describe('as the table says', () => {
  test.each(routesInOrder)('%s', async (route) => {
    const { asked: here, faults } = await askAll(world, route, table[route]!)
    asked += here
    expect(faults).toEqual([])
  }, 120_000)
})

test('it was a matrix, and the server had no fault of its own', () => {
  expect(asked).toBeGreaterThan(5_000)
  expect(world.faults).toEqual([])
})
