import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/platform/database/embedded.ts'
import { makeTemplate, sweepTestDatabases } from './template.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The test cluster's address for its owner, and the template with all migrations applied. */
    testCluster: { ownerUrl: string; template: string; runId: string }
  }
}

/** One embedded cluster for a run of the tests. It stays on disk, so that the next run starts in a tenth of a second. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = join(import.meta.dirname, '../.tmp/database')
  const database = await openDatabase({ databaseUrl: null, dataFolder }, (line) => process.stderr.write(`${line}\n`))
  try {
    await sweepTestDatabases(database.ownerUrl)
    const template = await makeTemplate(database.ownerUrl)
    project.provide('testCluster', { ownerUrl: database.ownerUrl, template, runId: String(process.pid) })
  } catch (error) {
    await database.release()
    throw error
  }
  return async () => {
    await sweepTestDatabases(database.ownerUrl, process.pid)
    await database.release()
  }
}
