import { rmSync } from 'node:fs'
import { bringDown, bringUp, makeDataFolder, type Log, type Running } from './embedded.cluster.ts'
import { alone, liveLeases, takeLease } from './embedded.lock.ts'
import { isRunning } from './embedded.process.ts'
import type { Config } from '../config/index.ts'

export type OpenDatabase = {
  /** Address of the database for its owner, who migrates. With DATABASE_URL that very address; a lease says in the data folder that it is used. */
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
    makeDataFolder(config.dataFolder)
    const lease = takeLease(config.dataFolder)
    return { ownerUrl: config.databaseUrl, release: async () => rmSync(lease, { force: true }), watch: () => () => {} }
  }
  const { dataFolder } = config
  makeDataFolder(dataFolder)
  const underLock = <T>(work: () => Promise<T>): Promise<T> => alone(dataFolder, () => log('Another process is starting or stopping the database; waiting for it.'), work)
  let lease = ''
  const starting = underLock(async () => {
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
  let released: Promise<void> | null = null
  const release = (): Promise<void> => {
    stopWatching()
    released ??= (async () => {
      await starting
      await mending
      await underLock(async () => {
        rmSync(lease, { force: true })
        if (liveLeases(dataFolder) === 0) await bringDown(dataFolder)
      })
      forgetSignals()
    })()
    return released
  }
  const forgetSignals = releaseOnSignals(release)

  let running: Running
  try {
    running = await starting
  } catch (error) {
    forgetSignals()
    throw error
  }

  const mend = async (onRestart: (ownerUrl: string) => void): Promise<void> => {
    try {
      log('The database has stopped; starting it again.')
      running = await underLock(() => bringUp(dataFolder, log))
      onRestart(running.ownerUrl)
    } catch (error) {
      log((error as Error).message)
    }
  }
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
    release,
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/**
 * A process that is told to end while it uses the database gives it back first, in every phase and every verb. Where the
 * program listens to the signal itself (the server, which first finishes its requests), the first signal is left to it.
 * A second one soon after is the same Ctrl-C come by another way and changes nothing; one after five seconds ends the process.
 */
function releaseOnSignals(release: () => Promise<void>): () => void {
  let first = 0
  const onSignal = (name: keyof typeof exitCodes): void => {
    const again = first > 0
    if (again && performance.now() - first < 5_000) return
    if (!again) first = performance.now()
    if (!again && process.listeners(name).some((listener) => !ours.has(listener))) return
    release()
      .catch(() => {})
      .finally(() => process.exit(exitCodes[name]))
  }
  ours.add(onSignal)
  // Before the others, because a listener for one time takes itself off the list before it is called.
  for (const name of Object.keys(exitCodes)) process.prependListener(name, onSignal)
  return () => {
    for (const name of Object.keys(exitCodes)) process.removeListener(name, onSignal)
  }
}
const ours = new WeakSet<object>()
