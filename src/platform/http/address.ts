import type { Context } from 'hono'

/** Where a request comes from: the peer, or, where the peer is a proxy on this machine, the last address that it added. A header that anybody can send moves nothing. */
export function addressOf(c: Context): string {
  const peer = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown'
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return forwarded && /^(::ffff:)?127\.|^::1$/.test(peer) ? forwarded.slice(0, 64) : peer
}
