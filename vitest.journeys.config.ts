import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By name: the journeys follow one another as the work does. Each also stands alone. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => a.moduleId.localeCompare(b.moduleId))
  }
}

/**
 * Which of them: all one after the other, or, as the checks run them, those of the first house (1 to 9) beside those of the second (from 10 on), each with a server and
 * a demo of its own.
 */
const houses = { all: ['test/journeys/*.journey.ts'], first: ['test/journeys/[1-9]-*.journey.ts'], second: ['test/journeys/1[0-9]-*.journey.ts'] }
const house = (process.env['JOURNEYS_HOUSE'] ?? 'all') as keyof typeof houses

/** Journeys through the built product in a real browser, one after the other, against one server with the demo workspace. */
export default defineConfig({
  test: {
    include: houses[house],
    // It has a server of its own and runs beside these (vitest.hostile.config.ts).
    exclude: ['test/journeys/13-hostile-text.journey.ts'],
    globalSetup: ['test/journeys/support/server.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { sequencer: InOrder },
    isolate: true,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
