import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { processFacts, sleep } from './embedded.process.ts'

/**
 * Runs `work` while no other process does so for the same data folder. The lock is the name of an abstract socket: the
 * kernel gives it to one process and takes it back when that process dies, however it dies, so no stale lock exists.
 * `onWait` is called once where somebody else holds it for more than a second.
 */
export async function alone<T>(dataFolder: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const name = `\0qiaoshou-database-${createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 32)}`
  const begun = performance.now()
  let said = false
  let server = await listen(name)
  while (server === null) {
    if (!said && performance.now() - begun > 1000) {
      said = true
      onWait()
    }
    await sleep(40)
    server = await listen(name)
  }
  try {
    return await work()
  } finally {
    const held = server
    await new Promise<void>((done) => held.close(() => done()))
  }
}

function listen(name: string): Promise<Server | null> {
  return new Promise((found, failed) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? found(null) : failed(error)))
    server.listen(name, () => found(server))
  })
}

let leasesTaken = 0

/** Notes that this process uses the database; gives the lease's file. The start time tells a re-used pid from its first owner. */
export function takeLease(dataFolder: string): string {
  const folder = join(dataFolder, 'leases')
  mkdirSync(folder, { recursive: true })
  leasesTaken += 1
  const file = join(folder, `${process.pid}-${leasesTaken}`)
  writeFileSync(file, processFacts(process.pid)?.startedTicks ?? '')
  return file
}

/** How many live processes' leases there are; those of dead ones are swept away. */
export function liveLeases(dataFolder: string): number {
  const folder = join(dataFolder, 'leases')
  let live = 0
  for (const name of readdirSync(folder)) {
    const facts = processFacts(Number.parseInt(name, 10))
    const file = join(folder, name)
    if (facts !== null && !facts.zombie && facts.startedTicks === readFileSync(file, 'utf8')) live += 1
    else rmSync(file, { force: true })
  }
  return live
}
