import type { z } from 'zod'
import type { Ability } from '#kernel/abilities.ts'

/**
 * One way into the server, written down once: the server mounts it, the browser calls it, the OpenAPI document is made
 * from it. `out` is what a good answer looks like; `refusals` the codes it may say no with.
 */
export type Endpoint<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Out extends z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/api/persons/:id`, the names in it being keys of `params`. */
  readonly path: `/api/${string}`
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** What comes back as JSON; for a file or a stream say so in `file`. */
  readonly out: Out
  readonly refusals: readonly string[]
  /** The answer is a file (media type) or, for a body, an upload that is streamed and not parsed. */
  readonly file?: string
  readonly upload?: boolean
  /** May be called without being signed in. */
  readonly open?: boolean
  /** What one must be allowed to do; `self`: whoever is signed in, about herself. Asked before the handler, which may ask more. */
  readonly may?: Ability | 'self'
  /** The name under which the audit log keeps it, as `register.file`: every write has one, and every look at personal data. */
  readonly audit?: `${string}.${string}`
  /** Which part of the path is the id of whom it is about: kept in the audit log also where it is refused. */
  readonly about?: string
}

// oxlint-disable-next-line typescript/no-explicit-any -- stands for "whatever its schemas are"
export type AnyEndpoint = Endpoint<any, any, any, any>

export function endpoint<P extends z.ZodType = z.ZodNever, Q extends z.ZodType = z.ZodNever, B extends z.ZodType = z.ZodNever, O extends z.ZodType = z.ZodNever>(
  declared: Endpoint<P, Q, B, O>,
): Endpoint<P, Q, B, O> {
  return declared
}

export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _O> ? z.output<P> : never
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _O> ? z.output<Q> : never
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _O> ? z.output<B> : never
/** What the handler returns and the browser receives. */
export type OutOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer O> ? z.output<O> : never
/** What a caller gives: query values before defaults. */
export type CallOf<E> = E extends Endpoint<infer P, infer Q, infer B, infer _O>
  ? { params?: z.input<P>; query?: z.input<Q>; body?: z.input<B> }
  : never
