import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hasText } from '../src/platform/i18n/index.ts'
import type { AnyEndpoint } from '../src/platform/contract/endpoint.ts'
import { commonRefusals } from '../src/platform/http/route.ts'
import { uuidv7 } from '../src/kernel/ids.ts'
import { allRoutes } from '../src/main/modules.ts'
import { twoCounties, type Belongings, type TwoCounties, type Visitor } from './support/two-counties.ts'

/*
 * Every way into the server, asked what nobody asks: never a fault of ours, always a refusal that the endpoint declared and that
 * has its sentence, or an answer of the shape it promises. The seed is recorded; a failure prints the request.
 */
const seed = 20261122
/** Requests an endpoint. Those that hash a password or start a reading get fewer. */
const requests = 16
const few: Record<string, number> = { 'POST /api/sign-in': 14, 'POST /api/imports': 6 }

let world: TwoCounties
let pei: Visitor
let mine: Belongings

beforeAll(async () => {
  world = await twoCounties()
  pei = await world.visitor('pei')
  mine = await world.live(pei, '320322', ['王丽', '张英', '李秀兰'], 71)
})
afterAll(() => world.close())

const hostileText = fc.constantFrom(
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff x', '\u202e倒', '👩‍👩‍👧‍👦', '𠮷', 'ﷺ', '\ufeff', '\r\n', '%', '_', '\\', "'", '"', '`', ';--', "' or 1=1 --", "'); drop table register_person; --", '$1', '${x}', '{{name}}', '$t(brand)',
  '<script>alert(1)</script>', '../../../etc/passwd', '..%2f..%2f', 'null', 'undefined', 'NaN', 'Infinity', '-Infinity', '1e308', '1e999', '-1', '0', '00', '0x10', '1.5', '9007199254740993', '99999999999999999999999999', '2147483648', '-2147483649', '9223372036854775808',
  '0000-00-00', '0000-01-01', '0001-01-01', '9999-12-31', '9999-99-99', '10000-01-01', '+275760-09-13', '275760-09-14', '-271821-04-20', '2026-02-30', '2018-06-30', '2026-11-22', '2018-06-30T00:00:00Z', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '2018-06-30T25:00', '2018-06-30 10:00',
  '1', '2', '3', '999999999999999999', 'x'.repeat(10_000), '巧'.repeat(3_000), '[]', '{}', 'true', 'unit', 'month', 'county', 'trade', 'persons-filed', 'work-starts', 'cn:3203', '3203', '320322', '320322000000', '3203220000000', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  '7K4M-2QXD-91', '1-1', '1-2147483648', '999999999999999999-999999999', '19', '110101199003077', '11010119900307791X', '1.10101E+17', '13800000000', 'wl', 'wangli', '王丽', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '00000000-0000-0000-0000-000000000000',
)
/** Things that exist, so that what lies behind a look-up is reached as well. */
const real = () => fc.constantFrom(
  mine.persons[0]!, mine.persons[1]!.toUpperCase(), mine.household, mine.subject, mine.batch, mine.imports[0]!, mine.imports[1]!, mine.receipt, mine.entry, String(mine.county.id), String(mine.village.id), mine.county.code, mine.village.code, mine.ids[0]!,
)
const number = fc.constantFrom(0, -0, 1, -1, 2, 1.5, -1.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 1e9, 1e15, 1e21, 1e308, -1e308)
const anything = () => fc.oneof(hostileText, real(), number, fc.constantFrom(true, false, null, [], {}, [[]], [null], { a: { b: [] } }, [1, 'x'], JSON.parse('['.repeat(200) + ']'.repeat(200))), fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.oneof(hostileText, number), { maxLength: 5 }))

type Json = { type?: string; properties?: Record<string, Json>; required?: string[]; enum?: unknown[]; const?: unknown; items?: Json; anyOf?: Json[]; format?: string; minimum?: number }
/** What a caller who means it sends under a name, where the schema alone does not say. */
function meant(name: string, schema: Json, path: string): fc.Arbitrary<unknown> {
  if (name === 'id' && path.startsWith('/api/units')) return fc.constantFrom(mine.county.id, mine.village.id)
  if (name === 'id' && path.startsWith('/api/imports')) return fc.constantFrom(...mine.imports)
  if (name === 'id' && path.startsWith('/api/checks')) return fc.constant(mine.batch)
  if (name === 'id' && path.startsWith('/api/households')) return fc.constant(mine.household)
  if (name === 'id' && path.includes('/:id')) return fc.constantFrom(...mine.persons)
  if (name === 'id') return fc.constant(0).map(() => uuidv7())
  const known: Record<string, unknown[]> = {
    indicator: ['persons-filed', 'work-starts', 'persons-by-ability', 'households-filed', 'not-yet-in-work'], code: [mine.receipt], successor: [mine.receipt], entry: [mine.entry], posting: [mine.entry.split('-')[0]], line: [1, 2], unitId: [mine.county.id, mine.village.id],
    unit: [schema.type === 'string' ? mine.county.code : mine.county.id, schema.type === 'string' ? mine.village.code : mine.village.id], row: [mine.village.code, mine.county.code], by: ['unit', 'month', 'trade', 'ability'], key: ['2026-11', 'handicraft', mine.village.code],
    from: ['2018-01-01', '2026-01-01'], to: ['2026-11-22', '2026-11-30'], boundaryDay: ['2026-11-22'], startedOn: ['2026-11-11'], effectiveOn: ['2026-11-12'], filedOn: ['2026-11-12'], asOf: ['1', '2', '2026-11-22', '2026-11-22T01:00:00Z'], level: ['county'], subject: [mine.subject], ids: [mine.subject],
    personIds: [[mine.persons[0]], mine.persons], householdId: [mine.household], idNumber: ['110101199003070134'], birth: ['1990-03-07'], q: ['王', 'wl'], page: [1, 2], filename: ['名册.xlsx'], search: ['村'], incomeFen: ['100'], signature: ['x'],
  }
  return name in known ? fc.constantFrom(...known[name]!) : fitting(schema, path)
}
/** What the schema allows; of an object the fields are meant well, but for one now and then. */
function fitting(schema: Json, path: string): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fitting(one, path)))
  if (schema.type === 'array') return fc.array(fitting(schema.items ?? {}, path), { minLength: 1, maxLength: 4 })
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {})
    if (properties.length === 0) return fc.constant({})
    const whole = fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, meant(name, inner, path)])), { requiredKeys: schema.required ?? [] })
    const spoilt = fc.tuple(fc.constantFrom(...properties), anything()).chain(([[name, inner], odd]) => fc.oneof({ weight: 3, arbitrary: fc.constant(odd) }, { weight: 1, arbitrary: fitting(inner, path) }).map((value) => ({ [name]: value })))
    return fc.tuple(whole, fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 6, arbitrary: spoilt })).map(([made, odd]) => ({ ...made, ...odd }))
  }
  if (schema.type === 'integer' || schema.type === 'number') return fc.oneof(number, fc.integer())
  if (schema.type === 'boolean') return fc.boolean()
  return fc.oneof(hostileText, real(), fc.constantFrom('2018-06-30', '王丽', '核对'))
}
const jsonSchema = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '')
/** Percent-encoded, lone surrogates as the three bytes that some programs send. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80')

/** One field after the other is spoilt by each of these, all others being meant well. */
const sharp = ['0000-01-01', '9999-12-31', '0000-01-01T00:00:00Z', '2147483648', '9007199254740991', '99999999999999999999999', '-1', '1.5', '\u0000', '\ud800', "' or 1=1 --", '巧'.repeat(3_400), '', '__proto__', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '{{name}}$t(brand)']
const sharpNumbers = [2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1e21, -1, 0, 1.5, 'x', null]
type Sent = { path: string; body: string | Uint8Array | undefined; key: string }
function request(endpoint: AnyEndpoint): fc.Arbitrary<Sent> {
  const params = endpoint.params ? Object.entries(jsonSchema(endpoint.params).properties ?? {}) : []
  const path = fc.tuple(...params.map(([name, schema]) => fc.oneof({ weight: 6, arbitrary: meant(name, schema, endpoint.path) }, { weight: 1, arbitrary: hostileText }, { weight: 1, arbitrary: real() }))).map((values) =>
    values.reduce<string>((made, value, i) => made.replace(new RegExp(`:${params[i]![0]}(\\{[^}]*\\})?`), () => encoded(asText(value)) || '%20'), endpoint.path))
  const query = endpoint.query ? fc.oneof({ weight: 5, arbitrary: fitting(jsonSchema(endpoint.query), endpoint.path) }, { weight: 1, arbitrary: fc.constant({ page: 1e9, lang: 'xx' }) }) : fc.constant({})
  const body = endpoint.upload ? fc.uint8Array({ maxLength: 300 }) : endpoint.body
    ? fc.oneof({ weight: 8, arbitrary: fitting(jsonSchema(endpoint.body), endpoint.path).map((one) => JSON.stringify(one)) }, { weight: 1, arbitrary: anything().map((one) => JSON.stringify(one)) }, { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '{"id":1e999}', '\u0000', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`) })
    : fc.constant(undefined)
  return fc.record({ path, query, body, key: fc.oneof(hostileText.filter((text) => /^[\x20-\x7e]*$/.test(text) && text.length < 100), fc.constant('').map(() => uuidv7())) }).map((made) => {
    const pairs = Object.entries(made.query as object).flatMap(([name, value]) => (Array.isArray(value) && value.length > 0 ? value : [value]).map((one) => `${encoded(name)}=${encoded(asText(one))}`))
    return { path: pairs.length ? `${made.path}?${pairs.join('&')}` : made.path, body: made.body, key: made.key }
  })
}

/** For every field of an endpoint, every sharp value in it. */
function spoilt(endpoint: AnyEndpoint): Sent[] {
  const one = <T>(arbitrary: fc.Arbitrary<T>, n: number) => fc.sample(arbitrary, { seed: seed + n, numRuns: 1 })[0]!
  const part = (schema: z.ZodType | undefined) => Object.entries(schema ? (jsonSchema(schema).properties ?? {}) : {})
  const required = (schema: z.ZodType | undefined) => new Set(schema ? (jsonSchema(schema).required ?? []) : [])
  const well = (schema: z.ZodType | undefined, n: number) => Object.fromEntries(part(schema).filter(([name]) => required(schema).has(name)).map(([name, inner], i) => [name, one(meant(name, inner, endpoint.path), n + i)]))
  const made = (params: Record<string, unknown>, query: Record<string, unknown>, body: Record<string, unknown>): Sent => {
    const path = endpoint.path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => encoded(asText(params[name])) || '%20')
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(asText(value))}`)
    return { path: pairs.length ? `${path}?${pairs.join('&')}` : path, body: endpoint.upload ? new Uint8Array([1]) : endpoint.body ? JSON.stringify(body) : undefined, key: uuidv7() }
  }
  const all: Sent[] = []
  let n = 0
  for (const where of ['params', 'query', 'body'] as const) {
    for (const [name, inner] of part(endpoint[where])) {
      const values = where === 'body' && (inner.type === 'integer' || inner.type === 'number') ? sharpNumbers : sharp
      for (const value of values) {
        const [params, query, body] = [well(endpoint.params, (n += 10)), well(endpoint.query, n), well(endpoint.body, n)]
        const odd = inner.type === 'array' ? [value] : value
        all.push(made(where === 'params' ? { ...params, [name]: value } : params, where === 'query' ? { ...query, [name]: value } : query, where === 'body' ? { ...body, [name]: odd } : body))
      }
    }
  }
  return all
}

/** What came back, judged: null where all is well. */
async function judged(endpoint: AnyEndpoint, sent: Sent): Promise<string | null> {
  const open = endpoint.path.startsWith('/api/sign')
  const answer = await world.app.request(sent.path, {
    method: endpoint.method, headers: { ...(open ? {} : { cookie: pei.cookie }), 'content-type': 'application/json', ...(sent.key ? { 'idempotency-key': sent.key } : {}) },
    ...(sent.body === undefined ? {} : { body: sent.body as BodyInit }),
  })
  if (answer.status === 200) {
    await answer.arrayBuffer()
    return null
  }
  const { code, title, status } = (await answer.json()) as { code: string; title: string; status: number }
  const fault = world.faults.splice(0).map((one) => (one instanceof Error ? `${one.message} ${one.stack?.split('\n').filter((line) => line.includes('/src/')).slice(0, 3).join(' ')}` : String(one))).join(' | ')
  if (answer.status >= 500) return `${answer.status} ${fault}`
  if (status !== answer.status) return `${answer.status} says ${status}`
  if (![...endpoint.refusals, ...commonRefusals].includes(code)) return `${code} is not declared`
  if (!hasText('zh-Hans', `refusal.${code}`) || !hasText('en', `refusal.${code}`)) return `${code} has no sentence`
  return title && title !== `refusal.${code}` ? null : `${code} without its sentence`
}

describe('asked what nobody asks', () => {
  const byName = new Map(allRoutes(null as never).map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint]))
  test.each([...byName.keys()])('%s', async (name) => {
    const endpoint = byName.get(name)!
    const failed = new Map<string, string>()
    const one = few[name]
    for (const sent of [...(one ? [] : spoilt(endpoint)), ...fc.sample(request(endpoint), { seed, numRuns: one ?? requests })]) {
      const verdict = await judged(endpoint, sent)
      if (verdict !== null && !failed.has(verdict)) failed.set(verdict, `${sent.path.slice(0, 300)} ${typeof sent.body === 'string' ? sent.body.slice(0, 400) : ''} ${sent.key}`)
    }
    expect([...failed]).toEqual([])
    // A session that is gone would make all that follows a polite refusal.
    expect((await pei.ask('/api/me')).status).toBe(200)
  })
})
