import { Hono } from 'hono'
import { uuidv7 } from '../../src/kernel/ids.ts'
import type { Ctx } from '../../src/platform/http/ctx.ts'
import { forbids } from '../../src/modules/accounts/index.ts'
import { mount, type Route } from '../../src/platform/http/route.ts'

export type Answered = { status: number; body: any; response: Response } // oxlint-disable-line typescript/no-explicit-any -- whatever the endpoint promises; `mount` holds it against that
export type Caller = {
  get(path: string): Promise<Answered>
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answered>
  upload(path: string, bytes: Uint8Array): Promise<Answered>
}

/** The routes over HTTP, as one officer; every answer is held against its schema. Each call is a request of its own. */
export function caller(routes: readonly Route[], ctx: Ctx): Caller {
  const app = new Hono()
  mount(app, routes, { forbids: ({ actor }, may) => (may === 'self' ? null : forbids(actor, may)), ctxOf: async (_c, base) => ({ ...ctx, ...base, log: ctx.log }), now: () => ctx.now, log: ctx.log, checkAnswers: true })
  app.onError((error) => {
    throw error
  })
  const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await app.request(path, { method, ...init, headers: { 'idempotency-key': uuidv7(), ...init.headers } })
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson ? await response.json() : null, response }
  }
  return {
    get: (path) => call('GET', path),
    send: (method, path, body) => call(method, path, body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    upload: (path, bytes) => call('POST', path, { body: bytes as BodyInit, duplex: 'half' } as RequestInit),
  }
}
