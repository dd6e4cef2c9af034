import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { useColumns, type ColumnsMode } from '#platform/columnar/home.ts'
import { openPool } from '#platform/database/pool.ts'
import { buildApp } from '#main/app.ts'
import { installFrom } from '#modules/plans/index.ts'
import { caller, type Caller } from '../load.ts'
import { benchKinds } from './kinds.ts'
import type { FiguresWorld } from './world.ts'

/** Over the message channel, so that no address stands in a list of processes. */
type Order = { readonly appUrl: string; readonly dataFolder: string; readonly programmes: string; readonly mode: ColumnsMode }
export type FiguresServer = { readonly asked: Caller; /** Most memory it ever held, in megabytes. */ peakMb(): number; close(): Promise<void> }

/** The folder in which `serve` keeps read models. */
export const columnsFolder = (dataFolder: string): string => join(dataFolder, 'columns')

/** A server as `serve` builds it, in a process of its own, that knows the kinds of bench; `off`: one that has PostgreSQL alone. */
export async function startFiguresServer(world: FiguresWorld, mode: ColumnsMode = 'auto'): Promise<FiguresServer> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  child.send({ appUrl: world.appUrl, dataFolder: world.dataFolder, programmes: world.programmes, mode } satisfies Order)
  const [port] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the server did not start')))])) as [number]
  const asked = caller(`http://127.0.0.1:${port}`, { cookie: world.cookie })
  return {
    asked,
    peakMb: () => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async close() {
      asked.close()
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

async function serve({ appUrl, dataFolder, programmes, mode }: Order): Promise<number> {
  installFrom(programmes, benchKinds)
  const pool = openPool(appUrl)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  useColumns(pool, { folder: columnsFolder(dataFolder), mode, builds: false, log: say })
  const log = { info: () => {}, error: (fault: unknown, what: string) => say(`${what}: ${fault instanceof Error ? fault.stack : String(fault)}`) }
  const app = buildApp({ pool, dataFolder, webFolder: '', log, limits: 'off', factorAbovePersons: Infinity })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}

if (process.argv[2] === 'serve' && process.send) {
  process.once('message', (order) => void serve(order as Order).then((port) => process.send!(port)))
  process.once('disconnect', () => process.exit(0))
  process.once('SIGTERM', () => process.exit(0))
}
