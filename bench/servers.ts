import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { Reach } from '#kernel/actor.ts'
import { openPool } from '#platform/database/pool.ts'
import { buildApp } from '#main/app.ts'
import type { NewCard } from '../src/modules/register/filing.store.ts'
import { floorApp } from './floor.ts'

/** What a server of a measurement is told; over the message channel, so that no address stands in a list of processes. */
export type ServerOrder = { readonly role: 'product' | 'floor'; readonly appUrl: string; readonly schema: string; readonly dataFolder: string; readonly reaches: { city: Reach; county: Reach }; readonly card: NewCard }
export type Server = { readonly origin: string; readonly pid: number; close(): Promise<void> }

/** Starts a server in a process of its own: the product as `serve` builds it, or its floor; the same pool, the same kind of process. */
export async function startServer(order: ServerOrder): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  child.send(order)
  const [port] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(`the ${order.role} server did not start`)))])) as [number]
  return {
    origin: `http://127.0.0.1:${port}`, pid: child.pid!,
    async close() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

async function serve(order: ServerOrder): Promise<number> {
  const pool = openPool(order.appUrl)
  const log = { info: () => {}, error: (fault: unknown, what: string) => process.stderr.write(`${what}: ${fault instanceof Error ? fault.stack : String(fault)}\n`) }
  // The floor knows no reach: it reads as the owner, whom no policy holds, and the view of entries shows it all.
  if (order.role === 'floor') pool.options.options = `-c TimeZone=UTC -c search_path=${order.schema},public -c app.lo= -c app.hi=~ -c app.ranges=,~`
  const app = order.role === 'product' ? buildApp({ pool, dataFolder: order.dataFolder, webFolder: '', log, limits: 'off' }) : await floorApp(pool, order.reaches, { ...order.card, idHash: Buffer.from(order.card.idHash), idCipher: Buffer.from(order.card.idCipher) })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}

if (process.argv[2] === 'serve' && process.send) {
  process.once('message', (order) => void serve(order as ServerOrder).then((port) => process.send!(port)))
  process.once('disconnect', () => process.exit(0))
  process.once('SIGTERM', () => process.exit(0))
}
