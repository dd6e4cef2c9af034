import { defineConfig } from 'vitest/config'

/** Journeys through the built product in a real browser, one after the other, against one server with the demo workspace. */
export default defineConfig({
  test: {
    include: ['test/journeys/*.journey.ts'],
    globalSetup: ['test/journeys/support/server.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    isolate: true,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
})
