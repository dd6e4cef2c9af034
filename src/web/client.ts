import type { Refusal } from '#kernel/refusal.ts'
import { readProblem, type Problem } from './problem.ts'
import { uuidv7 } from './uuid.ts'

/** The server said no by a named rule. `refusal` is what `<RefusalNote>` shows. */
export class RefusedError extends Error {
  readonly status: number
  readonly refusal: Refusal
  constructor(status: number, refusal: Refusal) {
    super(refusal.refused)
    this.name = 'RefusedError'
    this.status = status
    this.refusal = refusal
  }
}

/** Nothing came back: no network, or the server is down. What was asked may be asked again. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super('offline', { cause })
    this.name = 'OfflineError'
  }
}

/** The server has a fault. `requestId` is what to quote to whoever keeps the installation. */
export class ServerError extends Error {
  readonly status: number
  readonly requestId: string | null
  constructor(status: number, requestId: string | null) {
    super(`server ${status}`)
    this.name = 'ServerError'
    this.status = status
    this.requestId = requestId
  }
}

type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>
type Options = {
  readonly query?: Query
  readonly signal?: AbortSignal | undefined
  /** The identity of a write. Make one when the form opens and send it again on a retry; made here when absent. */
  readonly idempotencyKey?: string
}

let onSignedOut: () => void = () => {}
/** Called on a 401, wherever it happens: the shell goes to the sign-in screen and comes back to the same address. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

const connection = new EventTarget()
let online = true
function setOnline(value: boolean): void {
  if (online === value) return
  online = value
  connection.dispatchEvent(new Event('change'))
}
/** For the calm band: whether the last request reached the server. */
export const connectionState = {
  subscribe(listener: () => void) {
    connection.addEventListener('change', listener)
    return () => connection.removeEventListener('change', listener)
  },
  isOnline: () => online,
}

/** Address of an API call: `/api/persons?q=zgf&level=county`. Empty values are left out, lists repeat the name. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/**
 * Sends one request to our own server and returns the raw response of a success.
 * Throws RefusedError, OfflineError or ServerError. Writes carry `Idempotency-Key`; everything carries `X-Requested-With`.
 */
export async function request(method: string, path: string, body?: unknown, options: Options = {}): Promise<Response> {
  const headers: Record<string, string> = { 'X-Requested-With': 'qiaoshou', Accept: 'application/json' }
  if (document.documentElement.lang) headers['X-Language'] = document.documentElement.lang
  if (method !== 'GET') headers['Idempotency-Key'] = options.idempotencyKey ?? uuidv7()
  let payload: BodyInit | undefined
  if (body instanceof FormData || body instanceof Blob) payload = body
  else if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: payload ?? null,
      signal: options.signal ?? null,
      credentials: 'same-origin',
    })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    setOnline(false)
    throw new OfflineError(error)
  }
  setOnline(true)
  if (response.ok) return response
  // Given up for time is an answer with words; any other 500 is a fault.
  if (response.status >= 500 && response.status !== 503) throw new ServerError(response.status, response.headers.get('X-Request-Id'))
  const problem: Problem | null = await readProblem(response)
  // between the steps of signing in nobody is signed in yet
  if (response.status === 401 && !/^\/api\/(?:sign-in|first-password)\b/.test(path)) onSignedOut()
  if (problem) throw new RefusedError(response.status, problem)
  throw new ServerError(response.status, response.headers.get('X-Request-Id'))
}

async function json<T>(response: Response): Promise<T> {
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

/** Reads: `await get<PersonList>('/api/persons', { query: { q: 'zgf' }, signal })`. */
export async function get<T>(path: string, options?: Options): Promise<T> {
  return json<T>(await request('GET', path, undefined, options))
}

/** Writes: a plain object goes as JSON, FormData and Blob go as they are. */
export async function post<T>(path: string, body?: unknown, options?: Options): Promise<T> {
  return json<T>(await request('POST', path, body, options))
}

export async function put<T>(path: string, body?: unknown, options?: Options): Promise<T> {
  return json<T>(await request('PUT', path, body, options))
}

export async function del<T>(path: string, options?: Options): Promise<T> {
  return json<T>(await request('DELETE', path, undefined, options))
}
