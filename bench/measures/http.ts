import { randomBytes } from 'node:crypto'
import { rangeOf } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { bornOn, idNumber, personName, random } from '../../test/support/people.ts'
import type { NewCard } from '../../src/modules/register/filing.store.ts'
import { caller, interleaved, rate, took, median, type Caller } from '../load.ts'
import { alone, compared, type Line } from '../report.ts'
import { startServer, type Server } from '../servers.ts'
import { fullCards, type World } from '../world.ts'

/** Requests at once, as a county's office makes them at its busiest. */
const clients = 4
const rounds = 5
const milliseconds = 2_000

export type Pair = { readonly product: Server; readonly floor: Server; readonly city: Caller; readonly county: Caller; readonly bare: Caller; close(): Promise<void> }

/** Product and floor, each in its own process, with callers signed in as the two officers. */
export async function startPair(world: World): Promise<Pair> {
  const { rows: [village] } = await world.owner.query<{ id: number; path: string }>('select id, path from organisation_unit where level = 5 and path >= $1 and path < $2 order by path limit 1', [rangeOf(world.county.path).lo, rangeOf(world.county.path).hi])
  const card: NewCard = {
    id: uuidv7(), idHash: randomBytes(32), idCipher: randomBytes(60), idMask: '3203 **** **** **24', name: '周桂芳', pinyin: 'zhouguifang', initials: 'zgf', nameParts: ['周', '桂', '芳', '周桂', '桂芳'],
    sex: 'female', birth: '1980-05-06', phoneHash: null, phoneCipher: null, phoneMask: null, unitId: village!.id, unitPath: village!.path, householdId: uuidv7(), isHead: true, relation: null, ethnicity: null,
    education: null, health: null, ability: 'full', wish: 'start-business', hardships: ['low-income'], incomeFen: 300_000n, trade: null, helper: null, note: null, filedOn: '2018-06-01', sheetOn: '2018-06-01',
    at: '2018-06-01T00:00:00Z', by: 'bench',
  }
  const order = { appUrl: world.appUrl, schema: world.workspace.schema, dataFolder: world.dataFolder, reaches: { city: [rangeOf(world.workspace.topPath)], county: [rangeOf(world.county.path)] }, card }
  const product = await startServer({ ...order, role: 'product' })
  const floor = await startServer({ ...order, appUrl: world.ownerUrl, role: 'floor' })
  const [city, county, bare] = [caller(product.origin, { cookie: world.city }), caller(product.origin, { cookie: world.countyOfficer }), caller(floor.origin)]
  return {
    product, floor, city, county, bare,
    async close() {
      for (const one of [city, county, bare]) one.close()
      await product.close()
      await floor.close()
    },
  }
}

const officers = ['city', 'county'] as const

/** A county's list: 50 persons with the total. */
export async function list(world: World, pair: Pair): Promise<Line[]> {
  const lines: Line[] = []
  for (const who of officers) {
    const path = `/api/persons?unit=${world.county.id}&page=1`
    lines.push(compared(`list of 50 persons of a county with total, ${who} officer`, 'requests/s', await interleaved(rounds,
      async () => (await rate(() => pair[who].ok('GET', path), clients, milliseconds)).perSecond,
      async () => (await rate(() => pair.bare.ok('GET', `/list/${who}`), clients, milliseconds)).perSecond), { atLeast: 0.4 }))
  }
  return lines
}

/** Cards that have more than fifty entries. */
export async function card(world: World, pair: Pair): Promise<Line[]> {
  const { lo, hi } = rangeOf(world.county.path)
  const { rows: full } = await world.owner.query<{ person: string; subject: string }>(
    `select s.record_id as person, s.id as subject from ledger_subject s join ledger_entry e on e.subject = s.id where s.type = 'person' and e.unit_path >= $1 and e.unit_path < $2 group by s.id order by count(*) desc limit ${fullCards}`, [lo, hi])
  const lines: Line[] = []
  for (const who of officers) {
    const one = (place: number) => full[place % full.length]!
    lines.push(compared(`card with its last 50 entries, ${who} officer`, 'requests/s', await interleaved(rounds,
      async () => (await rate((place) => pair[who].ok('GET', `/api/persons/${one(place).person}`), clients, milliseconds)).perSecond,
      async () => (await rate((place) => pair.bare.ok('GET', `/card/${who}/${one(place).person}/${one(place).subject}`), clients, milliseconds)).perSecond), { atLeast: 0.3 }))
  }
  return lines
}

/** One person filed by hand, household and entries with her. */
export async function create(world: World, pair: Pair): Promise<Line[]> {
  const { lo, hi } = rangeOf(world.county.path)
  const { rows: villages } = await world.owner.query<{ id: number }>('select id from organisation_unit where level = 5 and path >= $1 and path < $2 order by path limit 50', [lo, hi])
  const pick = random(Number(process.hrtime.bigint() % 1_000_000_007n))
  const used = new Set<string>()
  const lines: Line[] = []
  const body = () => JSON.stringify({
    id: uuidv7(), name: personName(pick), idNumber: idNumber(pick, '110101', bornOn(pick, '2017-03-20'), used), unitId: pick.of(villages).id, ability: 'full', wish: 'start-business', hardships: ['low-income'],
    incomeFen: '300000',
  })
  for (const who of officers) {
    lines.push(compared(`one person filed with her entries, ${who} officer`, 'requests/s', await interleaved(rounds,
      async () => (await rate(() => pair[who].ok('POST', '/api/persons', body()), clients, milliseconds)).perSecond,
      async () => (await rate(() => pair.bare.ok('POST', '/create', body()), clients, milliseconds)).perSecond), { atLeast: 0.4 }))
  }
  return lines
}

/** Search as it is typed: no floor, only how long a reader waits. */
export async function search(world: World, pair: Pair): Promise<Line[]> {
  const { rows: [someone] } = await world.owner.query<{ name: string; initials: string; pinyin: string }>('select name, initials, pinyin from register_person where unit_path >= $1 and unit_path < $2 and length(name) = 3 order by id limit 1 offset 50', [rangeOf(world.county.path).lo, rangeOf(world.county.path).hi])
  const words = { 'a whole name': someone!.name, 'a part of a name': someone!.name.slice(1), 'a surname': someone!.name.slice(0, 1), initials: someone!.initials, pinyin: someone!.pinyin.slice(0, 8), 'an id number': '32032219800506002X' }
  const lines: Line[] = []
  for (const who of officers) {
    for (const [what, q] of Object.entries(words)) {
      const times: number[] = []
      for (let round = 0; round < 9; round += 1) times.push(await took(() => pair[who].send('GET', `/api/persons?q=${encodeURIComponent(q)}`)))
      lines.push(alone(`search by ${what}, ${who} officer`, 'ms', [median(times.slice(2))], null))
    }
  }
  return lines
}

/** 100,000 persons as a spreadsheet, to which somebody else has agreed. */
export async function exported(world: World, pair: Pair): Promise<Line[]> {
  const asked = uuidv7()
  await pair.city.ok('POST', '/api/exports', JSON.stringify({ id: asked, what: 'register.persons', query: {}, reason: 'measured' }))
  await world.owner.query(`insert into exports_decision (export_id, unit_path, approved, by, at) select id, unit_path, true, 'bench', now() from exports_export where id = $1`, [asked])
  const rounds = await interleaved(3, () => took(() => pair.city.ok('GET', '/api/persons.xlsx')), () => took(() => pair.bare.ok('GET', '/export')), false)
  return [compared('spreadsheet of all persons, city officer', 'ms', rounds, { atMost: 1.5 })]
}
