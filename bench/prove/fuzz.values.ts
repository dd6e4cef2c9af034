import fc from 'fast-check'
import { uuidv7 } from '#kernel/ids.ts'
import type { Belongings } from '../../test/support/two-counties.ts'

/** As much of JSON Schema as the OpenAPI document uses, references followed. */
export type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[]; enum?: unknown[]; const?: unknown; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; format?: string; minimum?: number }

/** Texts that break what trusts them: databases, shells, pages, dates, numbers, lines, paths, names of objects. */
export const hostileTexts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff x', '\u202e倒', '👩‍👩‍👧‍👦', '𠮷', 'ﷺ', '\ufeff', '\r\n', 'a\r\nset-cookie: b=c', '%', '_', '\\', "'", '"', '`', ';--', "' or 1=1 --", "'); drop table register_person; --", "' union select null,null --", '$1', '$$', '${x}', '{{name}}', '$t(brand)',
  '<script>alert(1)</script>', '../../../etc/passwd', '..%2f..%2f', '%2e%2e%2f', '....//', 'file:///etc/passwd', 'null', 'undefined', 'NaN', 'Infinity', '-Infinity', '1e308', '1e999', '-1', '0', '00', '0x10', '1.5', '9007199254740993', '99999999999999999999999999', '2147483648', '-2147483649', '9223372036854775808',
  '0000-00-00', '0000-01-01', '0001-01-01', '9999-12-31', '9999-99-99', '10000-01-01', '+275760-09-13', '275760-09-14', '-271821-04-20', '2026-02-30', '2018-06-30', '2026-11-22', '2018-06-30T00:00:00Z', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '2018-06-30T25:00', '2018-06-30 10:00',
  '1', '2', '3', '999999999999999999', 'x'.repeat(10_000), '巧'.repeat(1_000), '[]', '{}', 'true', 'unit', 'month', 'county', 'trade', 'persons-filed', 'work-starts', 'cn:3203', '3203', '320322', '320322000000', '3203220000000', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty',
  '7K4M-2QXD-91', '1-1', '1-2147483648', '999999999999999999-999999999', '19', '110101199003077', '11010119900307791X', '1.10101E+17', '13800000000', 'wl', 'wangli', '王丽', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '00000000-0000-0000-0000-000000000000',
]
/** One field after the other is spoilt by each of these, all others being meant well. */
export const sharpTexts = ['0000-01-01', '9999-12-31', '0000-01-01T00:00:00Z', '2147483648', '9007199254740991', '99999999999999999999999', '-1', '1.5', '\u0000', '\ud800', "' or 1=1 --", '巧'.repeat(1_200), '', '__proto__', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '{{name}}$t(brand)', 'a\r\nb: c', '../../etc/passwd']
export const sharpNumbers = [2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1e21, -1, 0, 1.5, 'x', null, true, [], { a: 1 }]
/** Bodies that are no object of any endpoint. */
export const hostileBodies = ['', '{', 'null', '[]', '{"id":1e999}', '\u0000', '{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, '"\\ud800"', '1e400', `{"a":"${'x'.repeat(990_000)}"}`, `{"a":"${'x'.repeat(1_100_000)}"}`]

const none: readonly string[] = []
const hostileText = fc.constantFrom(...hostileTexts)
const number = fc.constantFrom(0, -0, 1, -1, 2, 1.5, -1.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 1e9, 1e15, 1e21, 1e308, -1e308)
const deep = JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown

/** What the requests themselves made, by the address under which it stands; grows while the world is asked. */
export type Made = Map<string, string[]>
const lastOf = (list: readonly string[]) => fc.nat(20).map((back) => list.at(-1 - (back % Math.max(1, list.length))) ?? uuidv7())

/** Values for the fields of requests, in a world where some things are. `accounts` and their `grants` may come to harm. */
export function valuesIn(mine: Belongings, accounts: readonly { account: string; grant: string }[], made: Made) {
  /** Things that exist, so that what lies behind a look-up is reached as well. */
  const real = fc.constantFrom(
    mine.persons[0]!, mine.persons[1]!.toUpperCase(), mine.household, mine.subject, mine.batch, mine.imports[0]!, mine.imports[1]!, mine.receipt, mine.entry, String(mine.county.id), String(mine.village.id), mine.county.code, mine.village.code, mine.ids[0]!,
  )
  const anything: fc.Arbitrary<unknown> = fc.oneof(hostileText, real, number, fc.constantFrom(true, false, null, [], {}, [[]], [null], { a: { b: [] } }, [1, 'x'], deep, JSON.parse('{"__proto__":{"a":1}}')), fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.oneof(hostileText, number), { maxLength: 5 }))

  /** What a caller who means it sends under a name, where the schema alone does not say. */
  function meant(name: string, schema: Schema, path: string): fc.Arbitrary<unknown> {
    if (name === 'id') {
      if (path.startsWith('/api/units')) return fc.constantFrom(mine.county.id, mine.village.id)
      if (path.startsWith('/api/imports/')) return fc.constantFrom(...mine.imports)
      if (path.startsWith('/api/checks')) return fc.constant(mine.batch)
      if (path.startsWith('/api/households')) return fc.constant(mine.household)
      if (path.startsWith('/api/accounts/')) return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...accounts.map((one) => one.account)) }, { weight: 1, arbitrary: lastOf(made.get('/api/accounts') ?? none) })
      for (const [from, list] of made) if (path.startsWith(`${from}/`)) return lastOf(list)
      if (path.includes('/{id}')) return fc.constantFrom(...mine.persons)
      return fc.constant(0).map(() => uuidv7())
    }
    const isText = schema.type === 'string'
    const known: Record<string, unknown[]> = {
      indicator: ['persons-filed', 'work-starts', 'persons-by-ability', 'households-filed', 'not-yet-in-work'], code: [mine.receipt], successor: [mine.receipt], entry: [mine.entry], posting: [mine.entry.split('-')[0]], line: [1, 2], unitId: [mine.county.id, mine.village.id],
      unit: isText ? [mine.county.code, mine.village.code] : [mine.county.id, mine.village.id], row: [mine.village.code, mine.county.code], by: ['unit', 'month', 'trade', 'ability'], key: ['2026-11', 'handicraft', mine.village.code],
      from: ['2018-01-01', '2026-01-01'], to: ['2026-11-22', '2026-11-30'], boundaryDay: ['2026-11-22'], startedOn: ['2026-11-11'], effectiveOn: ['2026-11-12'], filedOn: ['2026-11-12'], asOf: ['1', '2', '2026-11-22', '2026-11-22T01:00:00Z'], level: ['county'], subject: [mine.subject], ids: [mine.subject],
      personIds: [[mine.persons[0]], mine.persons], personId: mine.persons, householdId: [mine.household], idNumber: ['110101199003070134'], birth: ['1990-03-07'], q: ['王', 'wl'], page: [1, 2], filename: ['名册.xlsx'], search: ['村'], incomeFen: ['100'], signature: ['x'], reason: ['核对'], grantId: accounts.map((one) => one.grant), workspace: ['xuzhou'],
    }
    return name in known ? fc.constantFrom(...known[name]!) : fitting(schema, path)
  }

  /** What the schema allows; of an object the fields are meant well, but for one now and then. */
  function fitting(schema: Schema, path: string): fc.Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    const either = schema.anyOf ?? schema.oneOf
    if (either) return fc.oneof(...either.map((one) => fitting(one, path)))
    if (schema.type === 'array') return fc.array(fitting(schema.items ?? {}, path), { minLength: 1, maxLength: 4 })
    if (schema.type === 'object') {
      const properties = Object.entries(schema.properties ?? {})
      if (properties.length === 0) return fc.constant({})
      const whole = fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, meant(name, inner, path)])), { requiredKeys: schema.required ?? [] })
      const spoilt = fc.tuple(fc.constantFrom(...properties), anything).chain(([[name, inner], odd]) => fc.oneof({ weight: 3, arbitrary: fc.constant(odd) }, { weight: 1, arbitrary: fitting(inner, path) }).map((value) => ({ [name]: value })))
      return fc.tuple(whole, fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 6, arbitrary: spoilt })).map(([made, odd]) => ({ ...made, ...odd }))
    }
    if (schema.type === 'integer' || schema.type === 'number') return fc.oneof(number, fc.integer())
    if (schema.type === 'boolean') return fc.boolean()
    return fc.oneof(hostileText, real, fc.constantFrom('2018-06-30', '王丽', '核对'))
  }
  return { real, anything, hostileText, meant, fitting }
}
export type Values = ReturnType<typeof valuesIn>
