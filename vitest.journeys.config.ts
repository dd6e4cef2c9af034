import { defineConfig } from 'vitest/config'

/** Journeys: the whole application in a real browser, one after the other. `bin/check journeys` finds the browser first. */
export default defineConfig({
  test: {
    include: ['test/journeys/*.journey.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
