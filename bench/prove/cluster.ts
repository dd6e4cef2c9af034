import { mkdirSync } from 'node:fs'
import { openDatabase } from '#platform/database/embedded.ts'
import { useCluster } from '../../test/support/database.ts'
import { makeTemplate, sweepTestDatabases } from '../../test/support/template.ts'

/** Gives the tests' helpers a database cluster where no test runner does: one of the proofs' own, kept between runs. The answer ends it. */
export async function openCluster(dataFolder: string, say: (line: string) => void): Promise<() => Promise<void>> {
  mkdirSync(dataFolder, { recursive: true })
  const database = await openDatabase({ databaseUrl: null, dataFolder }, say)
  try {
    await sweepTestDatabases(database.ownerUrl)
    useCluster({ ownerUrl: database.ownerUrl, template: await makeTemplate(database.ownerUrl), runId: String(process.pid) })
  } catch (error) {
    await database.release()
    throw error
  }
  return async () => {
    await sweepTestDatabases(database.ownerUrl, process.pid)
    await database.release()
  }
}
