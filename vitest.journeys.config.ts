import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Seconds of the journeys that take long, as they were measured; the others take some fifteen. Only how the halves are balanced hangs on them. */
const usualSeconds = 15
const seconds: Record<string, number> = { '1': 25, '2': 25, '6': 25, '7': 25, '9': 95, '13': 60, '14': 35, '17': 90 }

const numberOf = ({ moduleId }: TestSpecification): string => /(\d+)-[^/]*$/.exec(moduleId)?.[1] ?? ''
const takes = (file: TestSpecification): number => seconds[numberOf(file)] ?? usualSeconds
const byName = (a: TestSpecification, b: TestSpecification): number => a.moduleId.localeCompare(b.moduleId)

/** By name: the journeys follow one another as the work does. Each also stands alone, so that `--shard 1/2` and `2/2` may run beside each other, each against a server of its own. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort(byName)
  }

  /** The same files into the same shard every time, the longest dealt first, each to the shard that has least to do. */
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index, count } = this.ctx.config.shard!
    const shards = Array.from({ length: count }, () => ({ total: 0, files: [] as TestSpecification[] }))
    for (const file of [...files].sort((a, b) => takes(b) - takes(a) || byName(a, b))) {
      const least = shards.reduce((best, shard) => (shard.total < best.total ? shard : best))
      least.total += takes(file)
      least.files.push(file)
    }
    return shards[index - 1]!.files
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
