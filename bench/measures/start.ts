import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { isRefusal } from '#kernel/refusal.ts'
import { createWorkspace } from '#modules/organisation/index.ts'
import { took } from '../load.ts'
import { alone, type Line } from '../report.ts'
import { folder, type World } from '../world.ts'

const root = join(import.meta.dirname, '../..')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** From the command typed to the first page answered, then a stop as by Ctrl-C; milliseconds of the first part. */
async function startOnce(data: string, seconds: number): Promise<number> {
  const port = await freePort()
  const from = performance.now()
  const child = spawn('npm', ['start'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], detached: true, env: { ...process.env, PORT: String(port), QIAOSHOU_DATA: data, DATABASE_URL: '' } })
  const ended = once(child, 'exit')
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
      if (answer?.status === 200) return performance.now() - from
      if (performance.now() - from > seconds * 1000) throw new Error('npm start does not answer')
      await after(20)
    }
  } finally {
    process.kill(-child.pid!, 'SIGINT')
    await ended
    // npm may end before the server has given its database back.
    while (await fetch(`http://127.0.0.1:${port}/api/health`).then(() => true, () => false)) await after(100)
    await after(1_000)
  }
}

/** `npm start` on an installation that has its demo, to the first answer. */
export async function warmStart(): Promise<Line[]> {
  const data = join(folder, 'start')
  await startOnce(data, 300)
  const times: number[] = []
  for (let round = 0; round < 3; round += 1) times.push((await startOnce(data, 60)) / 1000)
  return [alone('npm start, warm, to the first answer', 's', times, { atMost: 3 })]
}

/** All units of China into a workspace of their own. */
export async function china(world: World): Promise<Line[]> {
  const slug = 'china'
  let units = 0
  const milliseconds = await took(() => world.installation.asOwner(async (owner) => {
    const made = await createWorkspace(owner, { slug, programme: 'xuzhou-666', units: 'cn', now: Temporal.Now.instant(), app: world.installation.app })
    if (isRefusal(made)) throw new Error(made.refused)
    units = made.units
  }))
  return [alone(`all ${units.toLocaleString('en')} units of China loaded`, 's', [milliseconds / 1000], { atMost: 60 })]
}
