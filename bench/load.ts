import { Agent, request } from 'node:http'

export type Sent = { status: number; bytes: number; body: string }
export type Rate = { perSecond: number; medianMs: number; worstMs: number }

/** A caller with connections that stay open, as a browser's or a proxy's do. */
export function caller(origin: string, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const send = (method: 'GET' | 'POST', path: string, body?: string): Promise<Sent> =>
    new Promise((done, failed) => {
      const sent = request(`${origin}${path}`, { agent, method, headers: { ...headers, ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}) } }, (response) => {
        let bytes = 0
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes < 1_000_000) chunks.push(chunk)
        })
        response.on('end', () => done({ status: response.statusCode ?? 0, bytes, body: Buffer.concat(chunks).toString() }))
        response.on('error', failed)
      })
      sent.on('error', failed)
      sent.end(body)
    })
  return {
    send,
    /** The same, and anything but 200 is a fault of the measurement. */
    async ok(method: 'GET' | 'POST', path: string, body?: string): Promise<Sent> {
      const answer = await send(method, path, body)
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
      return answer
    },
    close: () => agent.destroy(),
  }
}
export type Caller = ReturnType<typeof caller>

/** Calls by `clients` at once, each the next as soon as the last is answered, for so long. */
export async function rate(call: (place: number) => Promise<unknown>, clients: number, milliseconds: number): Promise<Rate> {
  const from = performance.now()
  const took: number[] = []
  let place = 0
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() - from < milliseconds) {
      const since = performance.now()
      await call((place += 1))
      took.push(performance.now() - since)
    }
  }))
  const seconds = (performance.now() - from) / 1000
  took.sort((a, b) => a - b)
  return { perSecond: took.length / seconds, medianMs: took[took.length >> 1]!, worstMs: took.at(-1)! }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A B A B …, after one unmeasured round of each: what disturbs the machine disturbs both alike. */
export async function interleaved(rounds: number, ours: () => Promise<number>, floor: () => Promise<number>, warm = true): Promise<{ ours: number[]; floor: number[] }> {
  const values: { ours: number[]; floor: number[] } = { ours: [], floor: [] }
  for (let round = warm ? -1 : 0; round < rounds; round += 1) {
    const pair = [await ours(), await floor()] as const
    if (round < 0) continue
    values.ours.push(pair[0])
    values.floor.push(pair[1])
  }
  return values
}

/** How long a piece of work takes, in milliseconds. */
export async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
