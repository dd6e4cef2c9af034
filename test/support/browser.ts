import type { Hono } from 'hono'
import { codeOfStep, stepOfInstant } from '../../src/modules/accounts/totp.ts'

export type Said = { status: number; body: any; code: string | null } // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes, held against their schemas by the server

/** A browser as far as sessions go: it keeps cookies and sends them back, to one server or another. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #server: Hono
  readonly #headers: Record<string, string>
  constructor(server: Hono, headers: Record<string, string> = {}) {
    this.#server = server
    this.#headers = headers
  }
  async ask(method: string, path: string, body?: unknown, on: { server?: Hono; headers?: Record<string, string> } = {}): Promise<Said> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await (on.server ?? this.#server).request(path, {
      method, headers: { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...this.#headers, ...on.headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const one of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!
      if (value === '') this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
    const said = /json/.test(answer.headers.get('content-type') ?? '') ? await answer.json() : null
    return { status: answer.status, body: said, code: said?.code ?? null }
  }
  get(path: string, on?: { server?: Hono }): Promise<Said> {
    return this.ask('GET', path, undefined, on)
  }
  post(path: string, body: unknown = {}): Promise<Said> {
    return this.ask('POST', path, body)
  }
  /** What signing in comes to: the next step, or the code of the refusal. */
  async enter(name: string, password: string): Promise<string> {
    const { body, code } = await this.post('/api/sign-in', { name, password })
    return code ?? body.next
  }
}

/** An authenticator that was given the secret as text. */
export function authenticator(secret: string, milliseconds: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return codeOfStep(Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2))), stepOfInstant(milliseconds))
}
