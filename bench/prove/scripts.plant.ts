import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { mayWith } from '#modules/accounts/index.ts'
import { writeWorkbook } from '#platform/spreadsheets/index.ts'
import { idNumber, random } from '../../test/support/people.ts'
import type { Belongings } from '../../test/support/two-counties.ts'
import { operations, type Operation } from './fuzz.requests.ts'
import { valuesIn, type Schema } from './fuzz.values.ts'
import { plantAgencies, plantIndicators, plantMerges, plantTakingBack, plantTree, type Hands } from './scripts.plant-house.ts'
import { seat, type Seated } from './seated.ts'
import type { Served, Told } from './serving.ts'

/** Text fields that keep no text of a caller's: dates, codes, names of things, secrets. They are sent hostile texts as well, and say no. */
export const keepsNone = [
  /^POST \/api\/(sign-in|first-password)/, /^POST \/api\/me\//, /^POST \/api\/(unit-changes|figures)\/preview \./, /^POST \/api\/unit-changes \.change\.(into(\[\])?\.)?code$/,
  /\.(birth|filedOn|joinedOn|onDay|on|effectiveOn|startedOn|receivedOn|from|to|boundaryDay|asOf)$/, /^POST \/api\/receipts \./, /\.(level|successor|version|idNumber|phone|signature)$/, /\.(fields\.)?hardships\[\]$/, /\.rows\[\]\.sheet$/,
]

/** Every text field of the document that takes any text: `POST /api/persons .note`. */
export function textFields(): string[] {
  const fields = ['POST /api/imports filename']
  const walk = (schema: Schema & { pattern?: string; additionalProperties?: Schema }, at: string): void => {
    for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) walk(inner, at)
    for (const [name, inner] of Object.entries(schema.properties ?? {})) walk(inner, `${at}.${name}`)
    if (schema.items) walk(schema.items, `${at}[]`)
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${at}{}`)
    if (schema.type === 'string' && !schema.enum && schema.const === undefined && !schema.format && !schema.pattern) fields.push(at)
  }
  for (const operation of operations()) if (operation.body) walk(operation.body, `${operation.name} `)
  return [...new Set(fields)]
}

export type Planted = { mine: Belongings; cookies: Record<GrantedRole | 'pei' | 'city', string>; addresses: Record<string, string[]>; sent: number; unfilled: string[]; unkept: string[]; faults: string[] }

/** Lets everything happen that can, with these texts wherever a text may stand. `text(max)` gives the next one that fits. */
export async function plant(world: Served, texts: readonly string[], text: (max?: number) => string): Promise<Planted> {
  const [kept, tried, faults] = [new Set<string>(), new Set<string>(), [] as string[]]
  let sent = 0
  /** Sends a body and notes which of its fields held one of the texts. */
  async function put(cookie: string, method: string, template: string, body: unknown, params: Record<string, string> = {}): Promise<Told> {
    const told = await world.tell(cookie, method, template.replace(/\{(\w+)\}/g, (_, name: string) => params[name]!), body, { 'idempotency-key': uuidv7() })
    sent += 1
    const note = (value: unknown, at: string): void => {
      if (typeof value === 'string' && texts.some((one) => value.includes(one.trim()))) (told.status === 200 ? kept : tried).add(at)
      if (Array.isArray(value)) value.forEach((one) => note(one, `${at}[]`))
      else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) note(inner, at.endsWith('.query') ? `${at}{}` : `${at}.${name}`)
    }
    note(body, `${method} ${template} `)
    if (told.status >= 500 || !/json/.test(told.type)) faults.push(`${told.status} ${told.type} from ${method} ${template} ${JSON.stringify(body).slice(0, 200)}`)
    return told
  }
  async function must(...asked: Parameters<typeof put>): Promise<any> { // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes
    const { status, text: said } = await put(...asked)
    if (status !== 200) throw new Error(`${asked[1]} ${asked[2]}: ${status} ${said}`)
    return JSON.parse(said)
  }

  const officer = await world.visitor('pei')
  const pei = officer.cookie
  const mine = await world.live(officer, '320322', ['王丽', '张英'], 71)
  const seats = {} as Record<GrantedRole, Seated>
  for (const role of grantedRoles) seats[role] = await seat(world, mine, role)
  const of = (role: GrantedRole) => seats[role].cookie

  // cards: one of each text, and the member's own
  const [pick, used, persons] = [random(13), new Set<string>(), [mine.persons[0]!]]
  const card = () => ({ relation: text(30), ethnicity: text(30), education: text(30), health: text(60), trade: text(60), helper: text(60), note: text(500) })
  const file = async (name: string): Promise<Uuid> => {
    const id = uuidv7()
    await must(pei, 'POST', '/api/persons', { id, unitId: mine.village.id, idNumber: idNumber(pick, '320322', '1979-03-04', used), name, householdNumber: text(40), headName: text(60), householdSize: 2, hardships: ['low-income'], incomeFen: '100', ...card() })
    return id
  }
  for (const one of texts) persons.push(await file(one))
  for (const id of persons.slice(0, 3)) {
    await must(pei, 'POST', '/api/persons/{id}/changes', { id: uuidv7(), fields: { name: text(60), ...card() } }, { id })
    await must(pei, 'POST', '/api/persons/{id}/reveal', { field: 'idNumber', reason: text(200) }, { id })
  }
  await must(pei, 'POST', '/api/work-starts', { id: uuidv7(), personIds: persons.slice(0, 6), trade: 'e-commerce', startedOn: '2026-11-20', note: text(500) })

  // what she agrees to and asks
  const requests: string[] = []
  const rights = JSON.parse((await world.tell(pei, 'GET', `/api/persons/${persons[1]}/rights`)).text) as { consents: { purpose: string; version: string }[] }
  for (const id of persons.slice(0, 2)) for (const { purpose, version } of rights.consents) await must(pei, 'POST', '/api/persons/{id}/consents', { id: uuidv7(), purpose, version, given: true, channel: 'paper', note: text(300) }, { id })
  for (const kind of ['access', 'correction', 'erasure']) for (const id of persons.slice(1, 3)) requests.push((await must(pei, 'POST', '/api/persons/{id}/requests', { id: uuidv7(), kind, channel: 'paper', details: text(1_000) }, { id })).id)
  const refused = requests.splice(3, 1)[0]!
  await must(pei, 'POST', '/api/requests/{id}/refuse', { id: uuidv7(), reason: text(500) }, { id: refused })
  requests.push((await must(of('member'), 'POST', '/api/my/requests', { id: uuidv7(), kind: 'correction', details: text(1_000) })).id)
  await must(pei, 'POST', '/api/requests/{id}/answer', { id: uuidv7() }, { id: mine.request })

  // checks: findings in one batch, another sent back
  const checker = (await world.visitor('pei-checker')).cookie
  const batches: string[] = [mine.batch, (await must(checker, 'POST', '/api/checks/batches', { level: 'county', unitId: mine.county.id, group: 'work' })).id]
  for (const id of batches) {
    const { sample } = JSON.parse((await world.tell(checker, 'GET', `/api/checks/batches/${id}`)).text) as { sample: { posting: string; line: number }[] }
    for (const { posting, line } of sample) await must(checker, 'POST', '/api/checks/batches/{id}/findings', { posting, line, wrong: true, note: text(500) }, { id })
  }
  await must(checker, 'POST', '/api/checks/batches/{id}/closing', { outcome: 'returned', reason: text(500) }, { id: batches[1]! })

  // a roster that is written, one looked over, one whose columns nobody knows, one that is no roster
  const imports: Uuid[] = []
  const roster = async (headers: readonly string[], rows: readonly string[][], name: string): Promise<Uuid> => {
    const [path, id] = [`${world.dataFolder}/${uuidv7()}.xlsx`, uuidv7()]
    await writeWorkbook(path, { name: text(31), columns: headers.map((header) => ({ header })), rows, above: [[text()], ['填报日期：2026-11-01']] })
    const { status, text: said } = await world.tell(pei, 'POST', `/api/imports?filename=${encodeURIComponent(name)}&id=${id}`, new Uint8Array(await readFile(path)))
    if (status !== 200) throw new Error(said)
    kept.add('POST /api/imports filename')
    sent += 1
    imports.push(id)
    await world.until(officer, id, 'ready', 'columns', 'refused', 'failed')
    return id
  }
  const known = ['村（社区）', '户编号', '户主姓名', '姓名', '与户主关系', '身份证号', '劳动能力', '就业意愿', '困难类型', '文化程度', '备注']
  const rowOf = (village: string, number: string) => [village, text(40), text(60), text(60), text(30), number, '有', '有', '低保', text(30), text(500)]
  const good = Array.from({ length: 215 }, () => rowOf(mine.village.name, idNumber(pick, '320322', '1981-04-05', used)))
  await must(pei, 'POST', '/api/imports/{id}/write', undefined, { id: await roster(known, good, `${text()}.xlsx`) })
  await world.until(officer, imports[0]!, 'done')
  const hostileRows = texts.flatMap((one) => [rowOf(one, idNumber(pick, '320322', '1982-04-05', used)), rowOf(mine.village.name, one), known.map(() => one)])
  await roster(known, hostileRows, `${text()}.xlsx`)
  await roster([...known.slice(0, 6), ...texts.map((one) => one.trim())], good.slice(0, 5).map((row) => [...row.slice(0, 6), ...texts]), `${text()}.xlsx`)
  await roster(texts.map((one) => `${one} `), texts.map(() => [...texts]), text())

  // exports that wait, are declined, and say what was asked
  const exports: string[] = []
  const queries: Record<string, string | string[]>[] = [{}, { sex: 'female' }, { unit: String(mine.county.id), [text(40)]: text(200) }, { unit: String(mine.county.id), sex: 'female', hardship: ['low-income'], [text(40)]: [text(200)] }]
  for (const query of queries) {
    const told = await put(pei, 'POST', '/api/exports', { id: uuidv7(), what: 'register.persons', reason: text(200), query })
    if (told.status === 200) exports.push((JSON.parse(told.text) as { id: string }).id)
  }
  await must(of('leader'), 'POST', '/api/exports/{id}/decision', { approve: false, reason: text(200) }, { id: exports[0]! })
  await must(of('leader'), 'POST', '/api/exports/{id}/decision', { approve: true, reason: text(200) }, { id: exports[1]! })

  // receipts, one withdrawn
  const receipts = [mine.receipt, (await must(pei, 'POST', '/api/receipts', { indicator: 'persons-filed', unit: mine.county.code })).code as string]
  await must(pei, 'POST', '/api/receipts/{code}/withdraw', { reason: text(200) }, { code: receipts[1]! })

  // accounts, one blocked; browsers and callers with such names; and whoever did all this is called so
  const accounts = [seats.officer.account]
  for (const one of texts) {
    const told = await put(of('system-admin'), 'POST', '/api/accounts', { id: uuidv7(), name: text(80), displayName: one })
    // some are no user names; the person's name may be any
    const made = told.status === 200 ? JSON.parse(told.text) : await must(of('system-admin'), 'POST', '/api/accounts', { id: uuidv7(), name: `n${uuidv7()}`, displayName: one })
    accounts.push((made as { id: string }).id)
  }
  await must(of('system-admin'), 'POST', '/api/accounts/{id}/block', { reason: text(300) }, { id: accounts.at(-1)! })
  for (const one of texts.filter((each) => /^[\x20-\x7e]+$/.test(each))) {
    await world.tell('', 'POST', '/api/sign-in', { name: 'pei', password: 'a-password-of-tests' }, { 'user-agent': one, 'x-forwarded-for': one, 'x-request-id': one, 'accept-language': one })
    await world.tell(one.replace(/[;,\s]/g, ''), 'GET', '/api/me', undefined, { 'user-agent': one })
  }
  await world.db.asOwner(async (owner) => {
    const { rows } = await owner.query<{ id: string }>('select id from accounts_account order by id')
    for (const { id } of rows) await owner.query('update accounts_account set display_name = $2 where id = $1', [id, text(60)])
    await owner.query('update accounts_session set device = $1', [text(200)])
  })

  // cards merged, a passing taken back, agencies, own indicators; last of all the units are called otherwise
  const city = (await world.visitor('city')).cookie
  const hands: Hands = { world, mine, texts, text, put, must, file, cookies: { pei, checker, city, system: of('system-admin') } }
  const { twins, merged } = await plantMerges(hands)
  batches.push(await plantTakingBack(hands))
  const [agencies, indicators] = [await plantAgencies(hands), await plantIndicators(hands)]
  await plantTree(hands)

  // every other text field of the document
  const values = valuesIn(mine, Object.values(seats), new Map())
  for (const operation of operations()) for (const field of textFields()) {
    if (!field.startsWith(`${operation.name} `) || kept.has(field) || tried.has(field)) continue
    const { cookie } = Object.values(seats).find(({ role }) => operation.may === 'self' || mayWith([role], operation.may))!
    const params = Object.fromEntries(operation.params.map(([name, schema]) => [name, String(one(values.meant(name, schema, operation.path)))]))
    await put(operation.signedIn ? cookie : '', operation.method, operation.path, bodyWith(operation, field.split(' ')[2]!.slice(1).split('.'), text(20), values), params)
  }

  const fields = textFields()
  return {
    mine, sent, faults, cookies: { ...Object.fromEntries(grantedRoles.map((role) => [role, of(role)])), pei, city } as Planted['cookies'],
    unfilled: fields.filter((field) => !kept.has(field) && !tried.has(field)), unkept: fields.filter((field) => !kept.has(field) && !keepsNone.some((one) => one.test(field))),
    addresses: { persons, households: [mine.household], imports, batches, requests: [...requests, refused], receipts, accounts, exports, twins, merged, agencies, indicators },
  }
}

const one = <T>(arbitrary: fc.Arbitrary<T>): T => fc.sample(arbitrary, { seed: 13, numRuns: 1 })[0]!

/** A body that is meant well, but for one field of it. */
function bodyWith(operation: Operation, path: readonly string[], text: string, values: ReturnType<typeof valuesIn>): unknown {
  const made = (schema: Schema, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return text
    const [key, list] = [name.replace('[]', ''), name.endsWith('[]')]
    const entries = Object.entries(schema.properties ?? {}).filter(([each]) => each === key || schema.required?.includes(each))
    return Object.fromEntries(entries.map(([each, inner]) => {
      if (each !== key) return [each, one(values.meant(each, inner, operation.path))]
      const odd = made(list ? (inner.items ?? {}) : inner, rest)
      return [each, list ? [odd] : odd]
    }))
  }
  return made(operation.body!, path)
}
