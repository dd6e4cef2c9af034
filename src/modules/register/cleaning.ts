import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isUuid } from '#kernel/ids.ts'
import { isRunning } from '#platform/database/embedded.process.ts'

/** Days after which whatever still lies there goes, whether or not the database knows of it: a day after the import itself has gone. */
const keepDays = 31

/**
 * Removes rows on their way to the database that a process left behind when it was killed, and folders that no import knows of (an upload
 * that a kill cut off): they hold names, if sealed ones.
 */
export async function cleanStages(dataFolder: string, now: Temporal.Instant): Promise<void> {
  const folder = join(dataFolder, 'imports')
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^stage-(\d+)-/.exec(name)?.[1]
    const isLeft = pid !== undefined ? !isRunning(Number(pid)) : isUuid(name) && (await daysOld(join(folder, name), now)) > keepDays
    if (isLeft) await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function daysOld(path: string, now: Temporal.Instant): Promise<number> {
  const changed = (await stat(path).catch(() => null))?.mtimeMs ?? now.epochMilliseconds
  return (now.epochMilliseconds - changed) / 86_400_000
}
