import { defineConfig } from 'vitest/config'

/** Hostile text on every screen, in a house of its own: beside the journeys, which share another. */
export default defineConfig({
  test: { include: ['test/journeys/13-hostile-text.journey.ts'], pool: 'forks', maxWorkers: 1, testTimeout: 300_000, hookTimeout: 120_000 },
})
