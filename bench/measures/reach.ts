import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { rangeOf, type Reach } from '#kernel/actor.ts'
import { migratePublic, migrateWorkspace } from '#platform/database/migrate.ts'
import { reachSettings } from '#platform/database/who.ts'
import { homophones, personPage, type PersonFilter } from '../../src/modules/register/store.ts'
import { statementsOf, type Statement } from '../floor.ts'
import { alone, type Line } from '../report.ts'
import { folder, type World } from '../world.ts'

/*
 * Row security at the size of a province: a million persons in a hundred counties, asked for by an officer of the whole province and by one
 * who holds fifty counties and no more. What is measured is the database's own time for the statements that the screen's verbs send.
 */

const schema = 'ws_reach'
const counties = 100
const perCounty = 10_000
const most = 20
const rounds = 7

const countyPath = (nth: number) => `cn.u1.u${100 + nth}.`
const province: Reach = [rangeOf('cn.u1.')]
const fifty: Reach = Array.from({ length: 50 }, (_, nth) => rangeOf(countyPath(2 * nth)))

/** Fills an empty schema with persons whose names are as common as names are. */
async function fill(owner: pg.Client, persons: number): Promise<void> {
  const village = (county: string, nth: string) => `'cn.u1.u' || (100 + ${county}) || '.u' || (1000 + ${county} * 20 + ${nth} / 5) || '.u' || (10000 + ${county} * 100 + ${nth}) || '.'`
  const id = (kind: number, number: string) => `('00000000-0000-7000-${kind}000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  await owner.query(`insert into register_household (id, key, unit_id, unit_path, filed_on, sheet_on, created_at, created_by)
    select ${id(9, 'c * 100 + v')}, 'm:' || c || ':' || v, 10000 + c * 100 + v, ${village('c', 'v')}, '2020-01-01', '2020-01-01', now(), 'bench' from generate_series(0, ${counties - 1}) c, generate_series(0, 99) v`)
  const part = (text: string, by: number, times: number) => `substr('${text}', (1 + (n / ${by}) * ${times} % ${[...text].length})::int, 1)`
  const [sur, one, two] = [part('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗', 1, 7919), part('秀桂玉春红丽艳芳兰英梅霞凤琴云莲珍莉敏静洁慧娟淑惠美花香月莺媛瑞凡佳嘉琼勤', 20, 31), part('英兰华珍芳梅芝琴霞莲荣香花云玲萍红娥芬凤洁琳素真环雪', 720, 17)]
  await owner.query(`insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, unit_id, unit_path, household_id, is_head, ability, wish, hardships,
      filed_on, sheet_on, classed_on, created_at, created_by)
    select ${id(8, 'n')}, sha256(n::text::bytea), '\\x00', '3203 **** **** **24', a || b || c, 'p' || ascii(a) || 'y' || ascii(b) || 'z' || ascii(c), 'w', array[a, b, c, a || b, b || c], 'female', '1980-01-01',
      10000 + county * 100 + v, ${village('county', 'v')}, ${id(9, 'county * 100 + v')}, false, 'full', 'none', '{}', '2020-01-01', '2020-01-01', '2020-01-01', now(), 'bench'
    from (select n, ${sur} as a, ${one} as b, ${two} as c, (n / ${Math.ceil(persons / counties)})::int as county, (n % 100)::int as v from generate_series(0::bigint, ${persons - 1}) n) g`)
  await owner.query('vacuum (analyze) register_person, register_household')
}

type Plan = { 'Planning Time': number; 'Execution Time': number }

/** The database's milliseconds for some statements of one verb, planning included, as one who reaches this; each round's sum. */
async function milliseconds(app: pg.Client, reach: Reach, statements: readonly Statement[]): Promise<{ times: number[]; plans: string[] }> {
  const [times, plans]: [number[], string[]] = [[], []]
  await app.query(`begin; set local search_path to ${schema}, public${reachSettings(reach)}`)
  try {
    for (let round = 0; round < rounds; round += 1) {
      let sum = 0
      for (const { text, values } of statements) {
        const { rows } = await app.query<{ 'QUERY PLAN': Plan[] }>({ text: `explain (analyze, timing off, format json) ${text}`, values })
        const [plan] = rows[0]!['QUERY PLAN']
        sum += plan!['Planning Time'] + plan!['Execution Time']
      }
      times.push(sum)
    }
    for (const { text, values } of statements) {
      const { rows } = await app.query<{ 'QUERY PLAN': string }>({ text: `explain (analyze, timing off, costs off) ${text}`, values })
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return { times: times.slice(2), plans }
  } finally {
    await app.query('rollback')
  }
}

/** A county's list of 50 with the total, and searches by name, under row security, by who reaches one stretch and who reaches fifty. */
export async function reach(world: World): Promise<Line[]> {
  const persons = counties * perCounty * world.scale
  const name = `reach_${process.pid}`
  const connect = async (url: string, database: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: `/${database}` }).href, options: `-c TimeZone=UTC -c search_path=${schema},public` })
    await client.connect()
    return client
  }
  await world.owner.query(`create database ${name}`)
  const owner = await connect(world.ownerUrl, name)
  let app: pg.Client | undefined
  try {
    await migratePublic(owner, world.installation.app)
    await migrateWorkspace(owner, schema, world.installation.app)
    await owner.query(`set search_path to ${schema}, public`)
    await fill(owner, persons)
    app = await connect(world.appUrl, name)
    const { rows: [someone] } = await owner.query<{ name: string }>('select name from register_person where unit_path >= $1 and unit_path < $2 order by id limit 1 offset 77', [rangeOf(countyPath(98)).lo, rangeOf(countyPath(98)).hi])
    const page = { sort: 'place', limit: 50, offset: 0 } as const
    const named = (text: string, ranges: Reach | null): PersonFilter & { wanted: { by: 'name'; text: string; sound: string } } => ({ wanted: { by: 'name', text, sound: 'p1' }, ranges })
    const lines: Line[] = []
    const kept: string[] = []
    for (const [who, mine] of [['1 grant', province], ['50 grants', fifty]] as const) {
      const asked: [string, () => Promise<Statement[]>][] = [
        ['list of 50 of a county with total', () => statementsOf((tx) => personPage(tx, mine, { wanted: null, ranges: [rangeOf(countyPath(98))] }, page))],
        ['search by a whole name', () => statementsOf(async (tx) => { await personPage(tx, mine, named(someone!.name, null), page); await homophones(tx, mine, named(someone!.name, null)) })],
        ['search by a given name', () => statementsOf(async (tx) => { await personPage(tx, mine, named(someone!.name.slice(1), null), page); await homophones(tx, mine, named(someone!.name.slice(1), null)) })],
      ]
      for (const [what, statements] of asked) {
        const { times, plans } = await milliseconds(app, mine, await statements())
        lines.push(alone(`${what} of ${persons.toLocaleString('en')} persons under row security, province officer with ${who}, in the database`, 'ms', times, { atMost: most }))
        kept.push(`## ${what}, ${who}\n\n${plans.join('\n\n')}`)
      }
    }
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'reach-plans.md'), `${kept.join('\n\n')}\n`)
    return lines
  } finally {
    await app?.end()
    await owner.end()
    await world.owner.query(`drop database ${name} with (force)`)
  }
}
