import { hunt, plant, totals } from '../../test/matrix/canaries.ts'
import { askAll } from '../../test/matrix/run.ts'
import { table } from '../../test/matrix/table.ts'
import { matrixWorld } from '../../test/matrix/world.ts'
import type { Proof } from './proof.ts'

/** What changes the things that are asked about comes last. */
export const routesInOrder = Object.keys(table).toSorted((a, b) => Number(!a.startsWith('GET')) - Number(!b.startsWith('GET')))

/** Who may see and do what: a case is a whole world, asked everything by everybody. */
export const matrix: Proof = {
  id: 'matrix', suiteSize: 1, proofSize: 20, target: { wrong: 0, faults: 0 },
  async run(seed, n, from, report) {
    for (let index = from; index < n; index += 1) {
      const world = await matrixWorld(seed + index)
      try {
        for (const route of routesInOrder) {
          const { asked, faults } = await askAll(world, route, table[route]!)
          report.add('asked', asked)
          for (const fault of faults) report.fail('wrong', index, fault)
        }
        for (const fault of world.faults) report.fail('faults', index, String(fault))
      } finally {
        await world.close()
      }
      report.done(index + 1)
    }
  },
}

/** Words planted in one county, looked for in all that others are sent: a case is a world with 200 of them. */
export const canaries: Proof = {
  id: 'canaries', suiteSize: 1, proofSize: 20, target: { told: 0, counted: 0 },
  async run(seed, n, from, report) {
    for (let index = from; index < n; index += 1) {
      const world = await matrixWorld(seed + index)
      try {
        const before = await totals(world)
        const words = await plant(world, 200, seed + index)
        report.add('planted', words.length)
        const after = await totals(world)
        for (const [list, answer] of Object.entries(after)) if (answer !== before[list]) report.fail('counted', index, list)
        const { asked, found } = await hunt(world, words)
        report.add('asked', asked)
        for (const one of found) report.fail('told', index, one)
      } finally {
        await world.close()
      }
      report.done(index + 1)
    }
  },
}
