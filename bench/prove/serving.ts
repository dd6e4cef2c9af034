import { createServer } from 'node:http'
import { once } from 'node:events'
import { getRequestListener } from '@hono/node-server'
import { twoCounties, type TwoCounties } from '../../test/support/two-counties.ts'

export type Told = { readonly status: number; readonly text: string; readonly type: string }
/** Two counties behind a real port. */
export type Served = TwoCounties & {
  readonly origin: string
  /** One request over HTTP, with the cookie of whoever asks. */
  tell(cookie: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Told>
}

/** The server of `twoCounties` over HTTP. */
export async function served(options: Parameters<typeof twoCounties>[0] = {}): Promise<Served> {
  const world = await twoCounties(options)
  const server = createServer(getRequestListener(world.app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    ...world, origin,
    async tell(cookie, method, path, body, headers) {
      const raw = body instanceof Uint8Array
      const answer = await fetch(`${origin}${path}`, {
        method, headers: { cookie, ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }), signal: AbortSignal.timeout(60_000),
      })
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') ?? '' }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await world.close()
    },
  }
}

/** The refusal's code in a problem reply; the status where there is none. */
export function codeOf({ status, text }: Told): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? String(status)
  } catch {
    return String(status)
  }
}
