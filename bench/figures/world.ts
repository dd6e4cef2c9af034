import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { isRefusal } from '#kernel/refusal.ts'
import { openInstallation, type Installation } from '#main/installation.ts'
import { demoAccounts, demoPassword, signIn } from '#modules/accounts/index.ts'
import { createWorkspace, getWorkspace, type Workspace } from '#modules/organisation/index.ts'
import { installFrom } from '#modules/plans/index.ts'
import { folder } from '../world.ts'
import { benchKinds, writeProgramme } from './kinds.ts'
import { fill } from './making.ts'

export const seed = 20261122
/** Henan: 55,164 units on five levels, 157 counties. */
const province = '41'
/** Raise it when what is made changes. */
const version = 1

export type Unit = { readonly id: number; readonly code: string; readonly name: string; readonly level: number; readonly path: string; readonly pseudo: boolean }

/** Ten million entries, or as many millions as asked, in a cluster and a data folder of their own that stay between runs. */
export type FiguresWorld = {
  readonly installation: Installation
  readonly workspace: Workspace
  readonly millions: number
  readonly dataFolder: string
  readonly programmes: string
  readonly ownerUrl: string
  readonly appUrl: string
  /** A connection of the owner, in the workspace's schema. */
  readonly owner: pg.Client
  readonly units: readonly Unit[]
  /** The cookie of the officer of the whole province. */
  readonly cookie: string
  readonly persons: number
  readonly entries: number
  readonly head: bigint
  close(): Promise<void>
}

const programmes = join(folder, 'figures-programmes')

/** Opens the world of so many millions; makes it where it is not there, or was made by another version of this bench. */
export async function openFiguresWorld(millions: number, say: (line: string) => void): Promise<FiguresWorld> {
  const place = join(folder, `figures-${millions}`)
  const marker = join(place, 'made.json')
  const dataFolder = join(place, 'data')
  installFrom(writeProgramme(programmes), benchKinds)
  const made = existsSync(marker) ? (JSON.parse(readFileSync(marker, 'utf8')) as { version: number; seed: number }) : null
  if (made?.version !== version || made.seed !== seed) {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place, { recursive: true })
    say(`making some ${millions} million entries from seed ${seed}; once, this takes minutes`)
    const from = performance.now()
    await make(place, dataFolder, millions, say)
    const seconds = Math.round((performance.now() - from) / 1000)
    writeFileSync(marker, JSON.stringify({ version, seed, seconds }))
    say(`made in ${seconds} s`)
  }
  const installation = await open(dataFolder)
  try {
    const workspace = (await getWorkspace(installation.pool, 'bench'))!
    const ownerUrl = await installation.asOwner(async (client) => {
      const { host, port, user, password, database } = client as unknown as { host: string; port: number; user: string; password: string; database: string }
      return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`
    })
    const owner = await connect(ownerUrl, workspace.schema)
    const { rows: units } = await owner.query<Unit>('select id, code, name, level, path, pseudo from organisation_unit where valid_to is null order by path')
    const { rows: [count] } = await owner.query<{ persons: string; entries: string; head: string }>(
      `select (select count(*) from register_person)::text as persons, (select sum(entries) from ledger_journal)::text as entries, (select number from ledger_head)::text as head`)
    const signed = await signIn(installation.pool, { name: 'bench', password: demoPassword, address: 'bench', device: 'bench' }, Temporal.Now.instant())
    if (isRefusal(signed)) throw new Error(signed.refused)
    const appUrl = Object.assign(new URL(ownerUrl), { username: installation.app.role, password: installation.app.password }).href
    return {
      installation, workspace, millions, dataFolder, programmes, ownerUrl, appUrl, owner, units, cookie: `qs_session=${signed.token}`,
      persons: Number(count!.persons), entries: Number(count!.entries), head: BigInt(count!.head),
      async close() {
        await owner.end()
        await installation.close()
      },
    }
  } catch (error) {
    await installation.close()
    throw error
  }
}

const open = (dataFolder: string) => openInstallation({ databaseUrl: null, dataFolder, port: 0, host: '127.0.0.1', projectRoot: join(import.meta.dirname, '../..') }, () => {}, { supervise: false })

async function connect(url: string, schema: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: `-c TimeZone=UTC -c search_path=${schema},public` })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function make(place: string, dataFolder: string, millions: number, say: (line: string) => void): Promise<void> {
  const installation = await open(dataFolder)
  try {
    await installation.asOwner(async (owner) => {
      const created = await createWorkspace(owner, { slug: 'bench', programme: 'bench', programmes, units: province, now: Temporal.Now.instant(), app: installation.app })
      if (isRefusal(created)) throw new Error(created.refused)
      await demoAccounts(owner, created.workspace, Temporal.Now.instant())
      await owner.query(`set search_path to "${created.workspace.schema}", public`)
      await fill(owner, dataFolder, place, millions, seed, say)
    })
  } finally {
    await installation.close()
  }
}
