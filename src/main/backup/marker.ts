import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { ConfigError } from '#platform/config/index.ts'
import { bringDown } from '#platform/database/embedded.cluster.ts'
import { sweepDrafts } from '#platform/database/embedded.place.ts'
import { processFacts } from '#platform/database/embedded.process.ts'

/*
 * A restore says so in the data folder before it does anything and takes that back when all is done and checked: what a killed one
 * leaves is never started as if it were whole.
 */

/** What a data folder may hold before a restore: the erasures that are to be done again. */
export const erasuresFolder = 'erasures'
const markerOf = (dataFolder: string) => join(dataFolder, 'restoring.json')

/** Throws a sentence for the operator where a restore into this data folder has not come to its end. */
export function refuseHalfRestored(dataFolder: string): void {
  if (!existsSync(markerOf(dataFolder))) return
  throw new ConfigError('A restore into this data folder is going on or was cut off: what is there is not whole. Type "qiaoshou restore" once more.')
}

function alive(dataFolder: string): boolean {
  const { pid, started } = JSON.parse(readFileSync(markerOf(dataFolder), 'utf8') || '{}') as { pid?: number; started?: string }
  const facts = pid === undefined ? null : processFacts(pid)
  return facts !== null && !facts.zombie && facts.startedTicks === started
}

/** Takes an empty data folder for a restore; what one that was cut off left there goes first. Refuses `restore-running`, `restore-folder-not-empty`. */
export async function beginRestore(dataFolder: string): Promise<Refusal | null> {
  mkdirSync(dataFolder, { recursive: true })
  if (existsSync(markerOf(dataFolder))) {
    if (alive(dataFolder)) return refuse('restore-running')
    await sweep(dataFolder)
    rmSync(markerOf(dataFolder))
  }
  if (readdirSync(dataFolder).some((name) => name !== erasuresFolder)) return refuse('restore-folder-not-empty', { folder: dataFolder })
  writeFileSync(markerOf(dataFolder), JSON.stringify({ pid: process.pid, started: processFacts(process.pid)?.startedTicks ?? '' }), { flag: 'wx', flush: true })
  keep(dataFolder)
  return null
}

/** All is done and checked: the folder is whole. */
export function endRestore(dataFolder: string): void {
  keep(dataFolder)
  rmSync(markerOf(dataFolder))
  keep(dataFolder)
}

/** Nothing came of it: the folder is as it was. */
export async function abandonRestore(dataFolder: string): Promise<void> {
  await sweep(dataFolder)
  rmSync(markerOf(dataFolder), { force: true })
}

/** Removes all but the erasures and the marker, with a database that is kept elsewhere because its account cannot reach the folder. */
async function sweep(dataFolder: string): Promise<void> {
  await bringDown(dataFolder)
  // An initdb may outlive the restore that was killed.
  sweepDrafts(dataFolder, dataFolder)
  const database = join(dataFolder, 'postgres')
  if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true, maxRetries: 10 })
  for (const name of readdirSync(dataFolder)) {
    if (name !== erasuresFolder && join(dataFolder, name) !== markerOf(dataFolder)) rmSync(join(dataFolder, name), { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Puts a folder's names on disk. */
function keep(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
