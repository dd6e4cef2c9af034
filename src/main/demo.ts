import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { projectRoot } from '#platform/config/index.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { demoAccounts, type DemoAccount } from '#modules/accounts/index.ts'
import { startWork, trades } from '#modules/care/index.ts'
import { analyze as tellPlanner, closeBatch, filingKinds, head, openBatch, postingOfRequest, recordFinding, sampleOfBatch } from '#modules/ledger/index.ts'
import { createWorkspace, getWorkspace, unitByCode, type WorkspaceRefusal } from '#modules/organisation/index.ts'
import { importRoster, listOfPersons } from '#modules/register/index.ts'
import type { Cli } from './cli/verb.ts'
import { fileTwins, firstAct, recordAgencies, tellOfTown, type At } from './demo-happenings.ts'
import type { Installation } from './installation.ts'

/** Three counties sent their rosters (demo/README.md); Pei county, whose account the demo gives, has not yet: its roster is what a newcomer imports. */
const rosters = [
  { county: '320321', file: 'roster-fengxian.xlsx', at: '2017-03-28T02:10:00Z' },
  { county: '320382', file: 'roster-pizhou.xlsx', at: '2017-04-18T06:32:00Z' },
  { county: '320324', file: 'roster-suining.xlsx', at: '2017-05-16T01:45:00Z' },
]
/** The county that has already checked what it filed. */
const checkedCounty = '320321'
/** The demo's last act: where it is posted, the demo is whole. */
const closing = 'closing'

export type Demo = { slug: string; made: boolean; accounts: DemoAccount[] }

/** A request id that is the same each time the demo is made: doing it again changes nothing. */
function demoId(slug: string, what: string): string {
  const hex = createHash('sha256').update(`demo ${slug} ${what}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The same choice each time: a number from 0 to `below` for a text. */
function chosen(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % below
}

/** True where the demo of that name was made to its end: nothing is left to do at a warm start. */
export async function demoIsWhole({ pool }: Installation, slug: string): Promise<boolean> {
  const workspace = await getWorkspace(pool, slug)
  return workspace !== undefined && inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, async (tx) => (await postingOfRequest(tx, demoId(slug, closing))) !== undefined)
}

/**
 * Makes the demo workspace where there is none: units of Xuzhou, its accounts, a town that is no more, three counties' rosters, starts of work,
 * likely twins, partner agencies, one county's filing checked. Each step is an ordinary act by the ordinary verbs. A demo that was interrupted goes on.
 */
export async function makeDemo(installation: Installation, slug: string, cli: Pick<Cli, 'progress' | 'text' | 'language'>): Promise<Demo | Refusal<WorkspaceRefusal>> {
  const { asOwner, app, pool } = installation
  let workspace = await getWorkspace(pool, slug)
  if (workspace === undefined) {
    cli.progress(cli.text('cli.demo.making', { slug }))
    const made = await asOwner((owner) => createWorkspace(owner, { slug, programme: 'xuzhou-666', units: '3203', now: Temporal.Now.instant(), app }))
    if (isRefusal(made)) return made
    workspace = made.workspace
  }
  const accounts = await asOwner((owner) => demoAccounts(owner, workspace, Temporal.Now.instant()))
  const base = installation.operatorCtx(workspace, cli.language)
  const at = (what: string, instant: string): Ctx => ({ ...base, requestId: demoId(slug, what), now: Temporal.Instant.from(instant), today: instant.slice(0, 10) })
  const stands = await inSnapshot(base.db, async (tx) => ({
    used: (await head(tx)).number > 0n,
    begun: (await postingOfRequest(tx, demoId(slug, firstAct))) !== undefined || (await postingOfRequest(tx, demoId(slug, rosters[0]!.file))) !== undefined,
    whole: (await postingOfRequest(tx, demoId(slug, closing))) !== undefined,
  }))
  // A demo that was interrupted goes on; a workspace that somebody else fills is left alone.
  if (stands.whole || (stands.used && !stands.begun)) return { slug, made: false, accounts }

  await tellOfTown(at)
  for (const roster of rosters) {
    cli.progress(cli.text('cli.demo.step', { what: roster.file }))
    const done = await importRoster(at(roster.file, roster.at), { path: join(projectRoot, 'demo', roster.file) }, { importId: null })
    if (isRefusal(done)) throw new Error(`demo/${roster.file}: ${done.refused}`)
  }
  for (const { county } of rosters) await startSomeWork(at, county)
  await fileTwins(at)
  await recordAgencies(at)
  await checkFiling(at, checkedCounty, accounts[0]!.id)
  // Kinds that the planner has never seen count as none to it: the first Home would wait for minutes.
  await inTransaction(base.db, tellPlanner)
  return { slug, made: true, accounts }
}

/** About a third of those able and willing take up a trade over eighteen months; one in eight of them a second one. */
async function startSomeWork(at: At, county: string): Promise<void> {
  const reading = at(`read ${county}`, '2018-10-18T01:00:00Z')
  const unit = await inSnapshot(reading.db, (tx) => unitByCode(tx, reading.actor.reach, county))
  if (!unit) return
  const groups = new Map<string, string[]>()
  for (let page = 1; ; page += 1) {
    const list = await listOfPersons(reading, { unit: unit.id, page, sort: 'place' })
    if (isRefusal(list) || list.persons.length === 0) break
    for (const person of list.persons) {
      if (person.ability === 'none' || person.wish === 'none' || chosen(person.name + person.birth, 3) !== 0) continue
      const starts = chosen(`twice ${person.name}${person.birth}`, 8) === 0 ? 2 : 1
      for (let nth = 0; nth < starts; nth += 1) {
        const trade = trades[chosen(`trade ${nth} ${person.name}${person.birth}`, 4)]!
        const month = 5 + chosen(`month ${nth} ${person.name}${person.birth}`, 17)
        const day = `${2017 + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-${String(3 + chosen(trade + month, 24)).padStart(2, '0')}`
        const key = `${day} ${trade}`
        groups.set(key, [...(groups.get(key) ?? []), person.id])
      }
    }
  }
  for (const [key, personIds] of [...groups].sort()) {
    const [startedOn, trade] = key.split(' ') as [string, (typeof trades)[number]]
    const ctx = at(`work ${county} ${key}`, '2018-10-18T01:00:00Z')
    const done = await startWork(ctx, { id: ctx.requestId, personIds, trade, startedOn })
    if (isRefusal(done)) throw new Error(`demo: ${done.refused}`)
  }
}

/** The county looks at its sample, finds one entry wrong, and passes the rest. Whoever checks is not who brought the roster in. */
async function checkFiling(at: At, county: string, checker: string): Promise<void> {
  const asking = at(`read ${county}`, '2017-05-20T02:00:00Z')
  const unit = await inSnapshot(asking.db, (tx) => unitByCode(tx, asking.actor.reach, county))
  if (!unit) return
  const within = (what: string, instant: string): Ctx => {
    const ctx = at(what, instant)
    return { ...ctx, actor: { ...ctx.actor, id: `account:${checker}`, roles: ['checker'], reach: [rangeOf(unit.path)], unitPath: unit.path, unitId: unit.id } }
  }
  const batch = await openBatch(within('batch', '2017-05-20T02:00:00Z'), { level: 'county', unitId: unit.id, kinds: filingKinds, from: null, to: null })
  if (isRefusal(batch)) throw new Error(`demo: ${batch.refused}`)
  const sample = await sampleOfBatch(asking, batch.id)
  for (const [index, row] of sample.entries()) {
    const found = await recordFinding(within(`finding ${index}`, '2017-06-02T03:00:00Z'), batch.id, { posting: row.posting, line: row.line, wrong: index === 2, note: index === 2 ? '劳动能力与走访所见不符' : '' })
    if (isRefusal(found)) throw new Error(`demo: ${found.refused}`)
  }
  const closed = await closeBatch(within(closing, '2017-06-05T02:30:00Z'), batch.id, 'passed', '')
  if (isRefusal(closed)) throw new Error(`demo: ${closed.refused}`)
}
