import { rmSync } from 'node:fs'
import { bringDown, bringUp, makeDataFolder, type Log } from './embedded.cluster.ts'
import { alone, liveLeases, takeLease } from './embedded.lock.ts'
import { isRunning } from './embedded.process.ts'
import type { Config } from '../config/index.ts'

export type OpenDatabase = {
  /** Address of the database for its owner, who migrates. With DATABASE_URL that very address. */
  readonly ownerUrl: string
  /** Gives the database back. The embedded one stops when its last user does. Safe to call twice. */
  release(): Promise<void>
  /**
   * Looks every second whether the embedded database lives and brings it up again where it does not. `onRestart` gets the
   * address, which is the old one unless somebody took the port meanwhile. Ends with `release` or with the returned function.
   */
  watch(onRestart: (ownerUrl: string) => void): () => void
}

/**
 * The database of this installation: the operator's own where `databaseUrl` is set, else the embedded PostgreSQL in
 * `<dataFolder>/postgres`, made and started where needed. Several processes may use one data folder: the first starts the
 * database, the last one stops it. It runs apart from us, so that it outlives a process that is killed; the next one adopts it.
 * Throws an Error whose message is a sentence for the operator.
 */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataFolder'>, log: Log): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return { ownerUrl: config.databaseUrl, release: async () => {}, watch: () => () => {} }
  }
  const { dataFolder } = config
  makeDataFolder(dataFolder)
  const underLock = <T>(work: () => Promise<T>): Promise<T> => alone(dataFolder, () => log('Another process is starting or stopping the database; waiting for it.'), work)
  let lease = ''
  let running = await underLock(async () => {
    const up = await bringUp(dataFolder, log)
    lease = takeLease(dataFolder)
    return up
  })

  let timer: NodeJS.Timeout | null = null
  let mending: Promise<void> | null = null
  const stopWatching = (): void => {
    if (timer) clearInterval(timer)
    timer = null
  }

  const mend = async (onRestart: (ownerUrl: string) => void): Promise<void> => {
    try {
      log('The database has stopped; starting it again.')
      const up = await underLock(() => bringUp(dataFolder, log))
      running = up
      onRestart(up.ownerUrl)
    } catch (error) {
      log((error as Error).message)
    }
  }

  let released: Promise<void> | null = null
  return {
    ownerUrl: running.ownerUrl,
    watch(onRestart) {
      stopWatching()
      timer = setInterval(() => {
        if (mending || isRunning(running.postmasterPid)) return
        mending = mend(onRestart).finally(() => (mending = null))
      }, 1000)
      timer.unref()
      return stopWatching
    },
    release() {
      stopWatching()
      released ??= (async () => {
        await mending
        await underLock(async () => {
          rmSync(lease, { force: true })
          if (liveLeases(dataFolder) === 0) await bringDown(dataFolder)
        })
      })()
      return released
    },
  }
}
