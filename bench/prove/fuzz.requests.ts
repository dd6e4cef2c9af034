import fc from 'fast-check'
import type { Ability } from '#kernel/abilities.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { openApiOf } from '#platform/contract/openapi.ts'
import { allRoutes } from '#main/modules.ts'
import { hostileBodies, hostileTexts, sharpNumbers, sharpTexts, type Schema, type Values } from './fuzz.values.ts'

/** One operation of the OpenAPI document. `answers`: status → the codes that may come with it; empty for 200. `may` comes from the endpoint: whom to ask as. */
export type Operation = { name: string; method: string; path: string; params: [string, Schema][]; query: Schema; body: Schema | null; upload: boolean; signedIn: boolean; media: string; answers: Map<number, readonly string[]>; dear: boolean; may: Ability | 'self' }
/** `headers` replace those of an honest caller. */
export type Sent = { path: string; body: string | Uint8Array | undefined; headers: Record<string, string> }

// oxlint-disable-next-line typescript/no-explicit-any -- a document of JSON
type Json = any

/** What the document says (`generated/openapi.json` is this same text; a check of its own holds it to that). */
export function operations(): Operation[] {
  const seen = new Map(allRoutes(null as never).map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint]))
  const document: Json = JSON.parse(JSON.stringify(openApiOf([...seen.values()], { title: 'Qiaoshou', version: '0' })))
  const follow = (schema: Json): Json => {
    if (Array.isArray(schema)) return schema.map(follow)
    if (typeof schema !== 'object' || schema === null) return schema
    if (typeof schema.$ref === 'string') return follow(document.components.schemas[schema.$ref.split('/').at(-1)])
    return Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, follow(inner)]))
  }
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) => Object.entries<Json>(methods).map(([method, told]): Operation => {
    const of = (place: string): [string, Schema][] => told.parameters.filter((one: Json) => one.in === place).map((one: Json) => [one.name, follow(one.schema)])
    const required = told.parameters.filter((one: Json) => one.in === 'query' && one.required).map((one: Json) => one.name)
    const body = told.requestBody?.content['application/json']?.schema
    const answers = Object.entries<Json>(told.responses).map(([status, one]): [number, string[]] => [Number(status), (one.$ref ? document.components.responses[one.$ref.split('/').at(-1)] : one).content['application/problem+json']?.schema.allOf[1].properties.code.enum ?? []])
    const upload = Boolean(told.requestBody?.content['application/octet-stream'])
    return {
      name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, params: of('path'), query: { type: 'object', properties: Object.fromEntries(of('query')), required }, body: body ? follow(body) : null,
      upload, signedIn: told.security.length > 0, media: Object.keys(told.responses['200'].content)[0]!, answers: new Map(answers),
      may: [...seen.values()].find((one) => one.method === method.toUpperCase() && one.path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}') === path)!.may ?? 'self',
      // Hashing a password and reading a file cost a hundred times the rest.
      dear: upload || /password/i.test(JSON.stringify(body ? follow(body) : '')),
    }
  }))
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '')
/** Percent-encoded, lone surrogates as the three bytes that some programs send. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80')
const pathOf = (operation: Operation, params: Record<string, unknown>) => operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(asText(params[name])) || '%20')
const queryOf = (query: object) => Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) && value.length > 0 ? value : [value]).map((one) => `${encoded(name)}=${encoded(asText(one))}`)).join('&')
const addressOf = (operation: Operation, params: Record<string, unknown>, query: object) => [pathOf(operation, params), queryOf(query)].filter((part) => part !== '').join('?')

/** What a header may hold at all: a client and the server's own parser turn all else away (`fuzz.raw.ts` sends that). */
const headerTexts = [...hostileTexts.filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text)), '\xe5\xb7\xa7', 'a,b;c=d', '*/*;q=', 'bytes=0-9999999999999', 'gzip;q=nope', '1, 2, 3', 'qs_session=', 'Bearer x']
const headerNames = ['idempotency-key', 'x-language', 'accept-language', 'cookie', 'origin', 'sec-fetch-site', 'content-type', 'accept', 'accept-encoding', 'if-none-match', 'range', 'authorization', 'x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip', 'x-request-id', 'user-agent', 'referer', 'x-http-method-override', 'te']
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...headerNames), fc.constantFrom(...headerTexts)).map(([name, text]) => ({ [name]: name === 'cookie' ? `qs_session=${text}` : text })) },
  { weight: 1, arbitrary: fc.constantFrom(...headerTexts).map((text) => ({ 'idempotency-key': text })) },
)

/** Requests as they may come: fields that fit and fields that do not, bodies of any kind, odd headers. */
export function chanced(operation: Operation, values: Values): fc.Arbitrary<Sent> {
  const { meant, fitting, anything, hostileText, real } = values
  const params = fc.record(Object.fromEntries(operation.params.map(([name, schema]) => [name, fc.oneof({ weight: 6, arbitrary: meant(name, schema, operation.path) }, { weight: 1, arbitrary: hostileText }, { weight: 1, arbitrary: real })])))
  const query = fc.oneof({ weight: 8, arbitrary: fitting(operation.query, operation.path) }, { weight: 1, arbitrary: fc.constant({ page: 1e9, lang: 'xx' }) }, { weight: 1, arbitrary: fc.record({ __proto__: hostileText, nobody: hostileText, lang: hostileText }) })
  const body: fc.Arbitrary<string | Uint8Array | undefined> = operation.upload ? fc.uint8Array({ maxLength: 300 }) : operation.body
    ? fc.oneof({ weight: 16, arbitrary: fitting(operation.body, operation.path).map((one) => JSON.stringify(one)) }, { weight: 2, arbitrary: anything.map((one) => JSON.stringify(one)) }, { weight: 1, arbitrary: fc.constantFrom(...hostileBodies) })
    : fc.constant(undefined)
  return fc.record({ params, query, body, headers }).map((made) => ({ path: addressOf(operation, made.params, made.query as object), body: made.body, headers: made.headers }))
}

/** For every field of an operation, every sharp value in it: how many requests that is, and each by its number. */
export function sharpened(operation: Operation, values: Values): { length: number; at(index: number, seed: number): Sent } {
  const body = operation.body?.properties ?? {}
  const fields = [
    ...operation.params.map(([name, schema]) => ({ where: 'params' as const, name, schema })), ...Object.entries(operation.query.properties ?? {}).map(([name, schema]) => ({ where: 'query' as const, name, schema })),
    ...Object.entries(body).map(([name, schema]) => ({ where: 'body' as const, name, schema })),
  ]
  const all = fields.flatMap((field) => (field.where === 'body' && (field.schema.type === 'integer' || field.schema.type === 'number') ? sharpNumbers : sharpTexts).map((value) => ({ ...field, value })))
  return {
    length: all.length,
    at(index, seed) {
      const { where, name, schema, value } = all[index]!
      const well = (properties: [string, Schema][], required: readonly string[]) => Object.fromEntries(properties.filter(([key]) => required.includes(key)).map(([key, inner], i) => [key, fc.sample(values.meant(key, inner, operation.path), { seed: seed + i, numRuns: 1 })[0]]))
      const params = well(operation.params, operation.params.map(([key]) => key))
      const query = well(Object.entries(operation.query.properties ?? {}), operation.query.required ?? [])
      const made = well(Object.entries(body), operation.body?.required ?? [])
      const odd = schema.type === 'array' ? [value] : value
      if (where === 'params') params[name] = value
      if (where === 'query') query[name] = value
      if (where === 'body') made[name] = odd
      return { path: addressOf(operation, params, query), body: operation.upload ? new Uint8Array([1]) : operation.body ? JSON.stringify(made) : undefined, headers: { 'idempotency-key': uuidv7() } }
    },
  }
}
