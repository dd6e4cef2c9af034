import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By name: the journeys follow one another as the work does. Each also stands alone. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => a.moduleId.localeCompare(b.moduleId))
  }
}

/** Journeys through the built product in a real browser, one after the other, against one server with the demo workspace. */
export default defineConfig({
  test: {
    include: ['test/journeys/*.journey.ts'],
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
