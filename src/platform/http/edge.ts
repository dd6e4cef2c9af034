import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { AnyEndpoint } from '#platform/contract/endpoint.ts'
import { Buckets, Turns, type Limits } from './limits.ts'

/** Keeps any one caller from taking what is everybody's: so many requests a minute, so many at once, so long each. */
export type Guard = {
  /** Null, or the refusal `too-many-requests` (facts: seconds) for this caller. `caller`: the account, or `address <ip>` where unsigned. */
  tooMany(caller: string, kind: 'reads' | 'writes' | 'unsigned' | 'attempts' | 'files'): Refusal<'too-many-requests'> | null
  /** Does the work when the caller's turn comes, and gives up waiting for it after its time: refuses `took-too-long` (facts: seconds), `too-many-requests`. */
  within<T>(caller: string, endpoint: Pick<AnyEndpoint, 'upload' | 'file'>, work: () => Promise<T>): Promise<T | Refusal<'took-too-long' | 'too-many-requests'>>
  /** How long this endpoint may take, in milliseconds; null without a limit. */
  limitOf(endpoint: Pick<AnyEndpoint, 'upload' | 'file'>): number | null
}

/** A guard over limits; `off` lets everything through, for measurements. */
export function guardOf(limits: Limits | 'off', clock: () => number = () => performance.now()): Guard {
  if (limits === 'off') return { tooMany: () => null, within: (_caller, _endpoint, work) => work(), limitOf: () => null }
  const [buckets, turns] = [new Buckets(), new Turns()]
  const limitOf = ({ upload, file }: Pick<AnyEndpoint, 'upload' | 'file'>) => (upload || file ? limits.fileMilliseconds : limits.milliseconds)
  return {
    limitOf,
    tooMany(caller, kind) {
      const seconds = buckets.take(`${kind} ${caller}`, limits[kind], clock())
      return seconds === 0 ? null : refuse('too-many-requests', { seconds })
    },
    async within(caller, endpoint, work) {
      const milliseconds = limitOf(endpoint)
      // A file on its way up waits for the caller's line, not for the database: it has turns of its own.
      const turn = turns.enter(endpoint.upload ? `upload ${caller}` : caller, limits.atOnce, limits.waiting)
      const doing = turn.then(async (leave) => {
        if (!leave) return refuse('too-many-requests', { seconds: 5 })
        // The turn is given back when the work is over, not when nobody waits for it any more.
        return work().finally(leave)
      })
      doing.catch(() => {})
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Refusal<'took-too-long'>>((give) => (timer = setTimeout(() => give(refuse('took-too-long', { seconds: Math.round(milliseconds / 1_000) })), milliseconds)))
      return Promise.race([doing, late]).finally(() => clearTimeout(timer))
    },
  }
}

/**
 * What every answer says to the browser. Scripts from our own files only; styles from our own files, from elements that carry this answer's
 * nonce (antd writes them at run time) and as attributes (charts); nothing from anywhere else, in nobody's frame.
 */
export function securityHeaders(nonce: string, styleHashes: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'self'", "script-src 'self'", "script-src-attr 'none'", `style-src 'self' 'nonce-${nonce}' ${styleHashes.join(' ')}`, `style-src-elem 'self' 'nonce-${nonce}' ${styleHashes.join(' ')}`, "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:", "connect-src 'self'", "font-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-src 'none'", "frame-ancestors 'none'", "form-action 'self'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()',
  }
}

/** Two years, as browsers want it; only behind TLS. */
export const strictTransport = 'max-age=63072000; includeSubDomains'
