import type { Context } from 'hono'

/** Nobody's address: the request was made within this process. */
const unknown = 'unknown'
const peerOf = (c: Context) => (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress ?? unknown

/** Whether the peer is on this machine: only such a proxy is believed what it adds. */
export const fromOwnProxy = (c: Context): boolean => /^(::ffff:)?127\.|^::1$/.test(peerOf(c))

/** Whether the request came through TLS: its own address says so, or a proxy on this machine does (within the process, a test in its place). */
export function isSecure(c: Context): boolean {
  return new URL(c.req.url).protocol === 'https:' || ((fromOwnProxy(c) || peerOf(c) === unknown) && c.req.header('x-forwarded-proto') === 'https')
}

/** Where a request comes from: the peer, or, where the peer is a proxy on this machine, the last address that it added. A header that anybody can send moves nothing. */
export function addressOf(c: Context): string {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return forwarded && fromOwnProxy(c) ? forwarded.slice(0, 64) : peerOf(c)
}
