import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { join } from 'node:path'
import { projectRoot } from '#platform/config/index.ts'
import { ensureWebBuilt } from '../../scripts/web-build.ts'
import { buildApp, dataFingerprint } from './app.ts'
import { exit, type Cli } from './cli/verb.ts'
import { startChores } from './chores.ts'
import { demoIsWhole, makeDemo } from './demo.ts'
import { openInstallation } from './installation.ts'
import { startSealer } from './sealer.ts'

/** Who answers on the port: nobody, this very installation, or another program. */
async function whoHolds(host: string, port: number, dataFolder: string): Promise<'nobody' | 'ours' | 'other'> {
  const answer = await fetch(`http://${host}:${port}/api/health`, { signal: AbortSignal.timeout(2_000) }).then((r) => r.json() as Promise<{ name?: string; data?: string }>).catch((fault: Error) => fault)
  if (answer instanceof Error) return (answer.cause as { code?: string } | undefined)?.code === 'ECONNREFUSED' ? 'nobody' : 'other'
  return answer.name === 'qiaoshou' && answer.data === dataFingerprint(dataFolder) ? 'ours' : 'other'
}

/**
 * Serves until it is told to stop (SIGINT, SIGTERM). With `demo` it first makes the demo workspace where there is none.
 * Out: the exit code. A second start beside a running server says so and ends well.
 */
export async function serve(cli: Cli, options: { demo: boolean }): Promise<number> {
  const { host, port, dataFolder } = cli.config
  const address = `http://${host}:${port}`
  const holder = port === 0 ? 'nobody' : await whoHolds(host, port, dataFolder)
  if (holder === 'ours') {
    cli.say(cli.text('cli.serve.already', { address }))
    return exit.done
  }
  if (holder === 'other') {
    cli.progress(cli.text('cli.serve.port-taken', { port: String(port) }))
    return exit.fault
  }
  await ensureWebBuilt(cli.progress)
  const installation = await openInstallation(cli.config, cli.progress, { supervise: true })
  const { pool } = installation
  const log = { info: cli.progress, error: (fault: unknown, what: string) => cli.progress(`${what}: ${fault instanceof Error ? fault.stack : String(fault)}`) }
  try {
    const demo = options.demo && !(await demoIsWhole(installation, 'xuzhou')) ? await makeDemo(installation, 'xuzhou', cli) : null
    if (demo && 'refused' in demo) return cli.refused(demo)
    const app = buildApp({ pool, dataFolder, webFolder: join(projectRoot, 'dist/web'), log, ...(cli.config.limits === 'off' ? { limits: 'off' as const } : {}), ...(cli.config.factorAbovePersons === undefined ? {} : { factorAbovePersons: cli.config.factorAbovePersons }) })
    const server = createServer(getRequestListener(app.fetch))
    // A file of 64 MB over a village's line takes its time; what asks is limited by the edge.
    server.requestTimeout = 600_000
    const opened = await new Promise<Error | null>((done) => {
      server.once('error', done)
      server.listen(port, host, () => done(null))
    })
    if (opened) {
      cli.progress(cli.text('cli.serve.port-taken', { port: String(port) }))
      return exit.fault
    }
    const bound = server.address() as { port: number }
    cli.say(cli.text('cli.serve.ready', { address: `http://${host}:${bound.port}` }))
    if (options.demo) cli.say(cli.text('cli.serve.sign-in'))
    const stopChores = startChores(pool, dataFolder, log)
    const stopSealer = startSealer(pool, dataFolder, log)
    await new Promise<void>((stop) => {
      process.once('SIGINT', () => stop())
      process.once('SIGTERM', () => stop())
      process.once('SIGHUP', () => stop())
    })
    stopChores()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    await stopSealer()
    return exit.done
  } finally {
    await installation.close()
  }
}
