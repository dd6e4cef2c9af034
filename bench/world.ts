import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { randomId, uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { openDatabase } from '#platform/database/embedded.ts'
import { isRunning } from '#platform/database/embedded.process.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { openInstallation, type Installation } from '#main/installation.ts'
import { demoAccounts, signIn } from '#modules/accounts/index.ts'
import { closeBatch, entryOf, filingKinds, openBatch, post, recordFinding, sampleOfBatch, type Entry } from '#modules/ledger/index.ts'
import { childrenOf, createWorkspace, getWorkspace, unitsBelow, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { importRoster } from '#modules/register/index.ts'
import { trades } from '#modules/care/index.ts'
import { workStarted } from '../src/modules/care/entries.ts'
import { random } from '../test/support/people.ts'
import { writeRoster } from '../test/support/roster-generator.ts'
import type { GeneratorUnit } from '../test/support/roster-truth.ts'

/** Everything that bench keeps between runs; git does not see it. */
export const folder = join(import.meta.dirname, '.tmp')
const dataFolder = join(folder, 'data')

export type World = {
  readonly installation: Installation
  readonly workspace: Workspace
  readonly scale: number
  readonly dataFolder: string
  readonly ownerUrl: string
  readonly appUrl: string
  /** A connection of the owner, in the workspace's schema. */
  readonly owner: pg.Client
  readonly counties: readonly Unit[]
  /** 沛县, whose officer is one of the two who ask. */
  readonly county: Unit
  /** Cookies of the two officers. */
  readonly city: string
  readonly countyOfficer: string
  readonly persons: number
  readonly entries: number
  close(): Promise<void>
}

const quiet = () => {}
const withDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

/** Raise it when what `make` writes changes. New migrations are applied to the copy, as to any installation that is older than they are. */
const version = 1

/** A database of a run that was killed. */
function isLeft(name: string): boolean {
  const pid = /^(?:run|making|reach)_(\d+)$/.exec(name)?.[1]
  return pid !== undefined && !isRunning(Number(pid))
}

async function connect(url: string, schema = 'public'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: `-c TimeZone=UTC -c search_path=${schema},public` })
  client.on('error', quiet)
  await client.connect()
  return client
}

/** The workspace of 100,000 × `scale` persons and ten entries for each, as a copy of its own that the run may write into; made once, then copied. */
export async function openWorld(scale: number, say: (line: string) => void): Promise<World> {
  mkdirSync(folder, { recursive: true })
  const database = await openDatabase({ databaseUrl: null, dataFolder }, say)
  const admin = await connect(database.ownerUrl)
  try {
    const pattern = `world_${100_000 * scale}_`
    const kept = `${pattern}v${version}`
    const names = (await admin.query<{ name: string }>('select datname as name from pg_database')).rows.map(({ name }) => name)
    for (const name of names) if (isLeft(name) || (name.startsWith(pattern) && name !== kept)) await admin.query(`drop database "${name}" with (force)`)
    if (!names.includes(kept)) {
      say(`making ${(100_000 * scale).toLocaleString('en')} persons and ${(1_000_000 * scale).toLocaleString('en')} entries; once, this takes some minutes`)
      const making = `making_${process.pid}`
      await admin.query(`create database "${making}"`)
      await make(withDatabase(database.ownerUrl, making), scale, say)
      await admin.query(`alter database "${making}" rename to "${kept}"`)
    }
    const run = `run_${process.pid}`
    await admin.query(`create database "${run}" template "${kept}"`)
    const ownerUrl = withDatabase(database.ownerUrl, run)
    const installation = await open(ownerUrl)
    const workspace = (await getWorkspace(installation.pool, 'bench'))!
    const owner = await connect(ownerUrl, workspace.schema)
    const { rows: [count] } = await owner.query<{ persons: string; entries: string }>('select (select count(*) from register_person)::text as persons, (select count(*) from ledger_entry)::text as entries')
    await owner.query('checkpoint')
    const counties = await countiesOf(installation, workspace)
    const token = async (name: string) => {
      const signed = await signIn(installation.pool, { name, password: 'qiaoshou-demo-2026', address: 'bench', device: 'bench' }, Temporal.Now.instant())
      if (isRefusal(signed)) throw new Error(signed.refused)
      return `qs_session=${signed.token}`
    }
    const appUrl = Object.assign(new URL(ownerUrl), { username: installation.app.role, password: installation.app.password }).href
    return {
      installation, workspace, scale, dataFolder, ownerUrl, appUrl, owner, counties, county: counties.find((unit) => unit.code === '320322')!,
      city: await token('bench'), countyOfficer: await token('bench-county'), persons: Number(count!.persons), entries: Number(count!.entries),
      async close() {
        await owner.end()
        await installation.close()
        await admin.query(`drop database "${run}" with (force)`)
        await admin.end()
        await database.release()
      },
    }
  } catch (error) {
    await admin.end()
    await database.release()
    throw error
  }
}

const open = (url: string) => openInstallation({ databaseUrl: url, dataFolder, port: 0, host: '127.0.0.1', projectRoot: join(import.meta.dirname, '..') }, quiet, { supervise: false })

async function countiesOf(installation: Installation, workspace: Workspace): Promise<Unit[]> {
  const children = await inSnapshot({ pool: installation.pool, schema: workspace.schema, reach: everywhere }, (tx) => childrenOf(tx, [rangeOf('cn.')], workspace.topUnitId))
  return children.filter((unit) => !unit.pseudo)
}

/** County, towns and villages, as the roster generator takes them. */
export async function rosterUnitsOf(installation: Installation, workspace: Workspace, county: Unit): Promise<GeneratorUnit[]> {
  const below = await inSnapshot({ pool: installation.pool, schema: workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, [rangeOf('cn.')], { path: county.path, levels: [3, 4, 5] }))
  const codes = new Map(below.map(({ id, code }) => [id, code.padEnd(12, '0')]))
  return below.map(({ id, name, level, parentId }) => ({ code: codes.get(id)!, name, level, parent: codes.get(parentId ?? -1) ?? '' }))
}

/** Fills an empty database: a roster a county by the importer, filings of three counties checked, starts of work up to ten entries a person. */
async function make(url: string, scale: number, say: (line: string) => void): Promise<void> {
  const installation = await open(url)
  try {
    const made = await installation.asOwner((owner) => createWorkspace(owner, { slug: 'bench', programme: 'xuzhou-666', units: '3203', now: Temporal.Now.instant(), app: installation.app }))
    if (isRefusal(made)) throw new Error(made.refused)
    const { workspace } = made
    const [checker] = await installation.asOwner((owner) => demoAccounts(owner, workspace, Temporal.Now.instant()))
    const base = installation.operatorCtx(workspace, 'zh-Hans')
    const at = (instant: string): Ctx => ({ ...base, requestId: uuidv7(), now: Temporal.Instant.from(instant), today: instant.slice(0, 10) })
    const counties = await countiesOf(installation, workspace)
    for (const [index, county] of counties.entries()) {
      const path = join(folder, `roster-${county.code}.xlsx`)
      await writeRoster(path, { units: await rosterUnitsOf(installation, workspace, county), rows: 10_000 * scale, seed: Number(county.code), form: 0, titles: true, totalLine: true, sheetDate: '2017-03-20' })
      const done = await importRoster(at(`2017-04-${String(10 + index)}T02:00:00Z`), { path }, { importId: null })
      if (isRefusal(done)) throw new Error(done.refused)
      say(`${county.name}: ${done.persons.new} persons`)
    }
    for (const county of counties.slice(0, 3)) await check(at, county, checker!.id)
    await work(installation, workspace, at('2018-12-01T02:00:00Z'), scale, say)
  } finally {
    await installation.close()
  }
}

/** A county looks at its sample and passes what was filed; whoever checks is not who filed. */
async function check(at: (instant: string) => Ctx, county: Unit, checker: string): Promise<void> {
  const ctx = (instant: string): Ctx => {
    const one = at(instant)
    return { ...one, actor: { ...one.actor, id: `account:${checker}`, reach: [rangeOf(county.path)], unitPath: county.path, unitId: county.id } }
  }
  const batch = await openBatch(ctx('2017-05-20T02:00:00Z'), { level: 'county', unitId: county.id, kinds: filingKinds, from: null, to: null })
  if (isRefusal(batch)) throw new Error(batch.refused)
  for (const { posting, line } of await sampleOfBatch(ctx('2017-05-20T02:00:00Z'), batch.id)) {
    await recordFinding(ctx('2017-06-02T02:00:00Z'), batch.id, { posting, line, wrong: false, note: '' })
  }
  const closed = await closeBatch(ctx('2017-06-05T02:00:00Z'), batch.id, 'passed', '')
  if (isRefusal(closed)) throw new Error(closed.refused)
}

/** Cards that carry more than the fifty entries a card shows, in every county. */
export const fullCards = 20

/** Starts of work in postings of a hundred, until there are ten entries a person; cards and the module's own rows agree with them. */
async function work(installation: Installation, workspace: Workspace, ctx: Ctx, scale: number, say: (line: string) => void): Promise<void> {
  const owner = await connect(installation.config.databaseUrl!, workspace.schema)
  try {
    const { rows: people } = await owner.query<{ subject: string; unitId: number; unitPath: string }>(
      `select s.id as subject, p.unit_id as "unitId", p.unit_path as "unitPath" from register_person p join ledger_subject s on s.record_id = p.id and s.type = 'person' order by p.id`)
    const { rows: [have] } = await owner.query<{ n: string }>('select count(*)::text as n from ledger_entry')
    const pick = random(20181201)
    const start = (person: (typeof people)[number]): Entry => entryOf(workStarted, {
      ...person, happenedOn: `201${7 + pick.below(2)}-${String(1 + pick.below(12)).padStart(2, '0')}-${String(1 + pick.below(28)).padStart(2, '0')}`,
      facets: { trade: pick.of(trades) }, source: randomId(),
    })
    const full = people.filter((_, place) => place % Math.max(1, Math.floor(people.length / (10 * fullCards))) === 0)
    // Two in three women ever start; a card in five hundred is full.
    const some = people.filter(() => pick.chance(0.65))
    let left = 1_000_000 * scale - Number(have!.n)
    const queue = full.flatMap((person) => Array.from({ length: 60 }, () => start(person)))
    for (let done = 0; left > 0; done += 1) {
      while (queue.length < 100) queue.push(start(pick.of(some)))
      const entries = queue.splice(0, Math.min(100, left))
      await inTransaction(ctx.db, (tx) => post(tx, { actor: ctx.actor, requestId: uuidv7() }, 'care.start-work', entries))
      left -= entries.length
      if (done % 2_000 === 0) say(`${left.toLocaleString('en')} entries to go`)
    }
    await owner.query(`insert into care_work_start (id, person_id, trade, started_on, request_id, at, by)
      select e.source, s.record_id, e.facets ->> 'trade', e.happened_on, j.request_id, j.at, j.actor
      from ledger_entry e join ledger_subject s on s.id = e.subject join ledger_journal j on j.posting = e.posting where e.kind = 'care.work-started'`)
    await owner.query(`update register_person p set works = w.trade from (select distinct on (person_id) person_id, trade from care_work_start order by person_id, started_on desc) w where w.person_id = p.id`)
    await owner.query('vacuum full register_person')
    await owner.query('vacuum analyze')
  } finally {
    await owner.end()
  }
}
