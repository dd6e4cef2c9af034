import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isRunning } from '#platform/database/embedded.process.ts'

/** Removes rows on their way to the database that a process left behind when it was killed: they hold names. */
export async function cleanStages(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'imports')
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^stage-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { recursive: true, force: true })
  }
}
