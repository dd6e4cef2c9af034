import { everywhere } from '#kernel/actor.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { unitsBelow, type Unit } from '#modules/organisation/index.ts'
import type { Belongings } from '../../test/support/two-counties.ts'
import type { Served, Told } from './serving.ts'

type Put<Answer> = (cookie: string, method: string, template: string, body: unknown, params?: Record<string, string>) => Promise<Answer>
/** What planting is done with: `must` throws where the answer is no 200; `file` files a card of this name and answers its id. */
export type Hands = {
  world: Served; mine: Belongings; texts: readonly string[]; text: (max?: number) => string; put: Put<Told>
  must: Put<any> // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes
  cookies: { pei: string; checker: string; city: string; system: string }
  file: (name: string) => Promise<Uuid>
}

/** Two cards that look like one woman's; two merged; two merged and taken apart. Out: the pair that may be compared, and cards that were merged. */
export async function plantMerges({ text, must, cookies: { pei }, file }: Hands): Promise<{ twins: [Uuid, Uuid]; merged: Uuid[] }> {
  const pair = async (): Promise<[Uuid, Uuid]> => {
    const name = text(60)
    return [await file(name), await file(name)]
  }
  const merge = async ([stays, closes]: [Uuid, Uuid]) => (await must(pei, 'POST', '/api/merges', { id: uuidv7(), stays, closes, reason: text(300) })).id as string
  const [twins, merged, apart] = [await pair(), await pair(), await pair()]
  await merge(merged)
  await must(pei, 'POST', '/api/merges/{id}/undo', { id: uuidv7(), reason: text(300) }, { id: await merge(apart) })
  return { twins, merged: [...merged, apart[0]] }
}

/** A batch that was passed, with something to say at every entry looked at, and taken back. Out: its id. */
export async function plantTakingBack({ world, mine, text, must, cookies: { pei, checker }, file }: Hands): Promise<string> {
  await must(pei, 'POST', '/api/work-starts', { id: uuidv7(), personIds: [await file(text(60))], trade: 'farming', startedOn: '2026-11-19', note: text(500) })
  const { id } = (await must(checker, 'POST', '/api/checks/batches', { level: 'county', unitId: mine.county.id, group: 'work' })) as { id: string }
  const { sample } = JSON.parse((await world.tell(checker, 'GET', `/api/checks/batches/${id}`)).text) as { sample: { posting: string; line: number }[] }
  for (const { posting, line } of sample) await must(checker, 'POST', '/api/checks/batches/{id}/findings', { posting, line, wrong: false, note: text(500) }, { id })
  await must(checker, 'POST', '/api/checks/batches/{id}/closing', { outcome: 'passed', reason: text(500) }, { id })
  await must(checker, 'POST', '/api/checks/batches/{id}/take-back', { reason: text(500) }, { id })
  return id
}

/** An agency of each text; one with two names, one that left. Out: their ids. */
export async function plantAgencies({ mine, texts, text, put, must, cookies: { pei } }: Hands): Promise<string[]> {
  const agencies: string[] = []
  for (const name of texts) {
    const id = uuidv7()
    await must(pei, 'POST', '/api/agencies', { id, name, kind: 'other', unitId: mine.village.id, joinedOn: '2026-11-01' })
    agencies.push(id)
  }
  await must(pei, 'POST', '/api/agencies/{id}/rename', { id: uuidv7(), name: text(100), on: '2026-11-02' }, { id: mine.agency })
  await must(pei, 'POST', '/api/agencies/{id}/leave', { id: uuidv7(), on: '2026-11-03' }, { id: agencies[0]! })
  // days are days
  await put(pei, 'POST', '/api/agencies', { id: uuidv7(), name: text(100), kind: 'bank', unitId: mine.village.id, joinedOn: text(60) })
  return [mine.agency, ...agencies]
}

/** Indicators of the workspace's own under such names: one that is counted, one in its second version, one out of use; and a way of people. Out: their ids. */
export async function plantIndicators({ text, must, cookies: { city } }: Hands): Promise<string[]> {
  const names = () => ({ 'zh-Hans': text(500), en: text(500), vi: text(500) })
  const definition = (id: string, version = 1) => ({ id, version, name: names(), how: names(), counts: 'persons', kinds: ['care.work-started'], facets: ['trade'] })
  for (const id of ['planted', 'planted-twice', 'planted-and-gone']) await must(city, 'POST', '/api/indicators', { definition: definition(id), note: text(500) })
  await must(city, 'POST', '/api/indicators', { definition: definition('planted-twice', 2), note: text(500) })
  await must(city, 'POST', '/api/indicators', { what: 'funnel', definition: { id: 'planted-way', version: 1, name: names(), steps: ['persons-filed', 'planted'] }, note: text(500) })
  await must(city, 'POST', '/api/indicators/{id}/retire', { version: 1, note: text(500) }, { id: 'planted-and-gone' })
  return ['planted', 'planted-twice', 'planted-and-gone', 'planted-way']
}

/** Every change of the tree that gives a name, told before and done; in each a code and a day that are none as well. County, town and village are called so from then on. */
export async function plantTree({ world, mine, text, put, must, cookies: { system } }: Hands): Promise<void> {
  const below = (path: string, level: number) => inSnapshot({ pool: world.db.pool, schema: world.workspace.schema, reach: everywhere }, (tx) => unitsBelow(tx, everywhere, { path, levels: [level as 4 | 5] }))
  const towns = await below(mine.county.path, 4)
  const [own, other] = [towns.find(({ id }) => id === mine.village.parentId)!, towns.find(({ id }) => id !== mine.village.parentId)!]
  const [first, second, third] = await below(other.path, 5)
  const onDay = '2026-11-20'
  const rename = ({ id, code }: Unit) => ({ verb: 'rename', onDay, unitId: id, name: text(60), code })
  let made = 990
  const fresh = () => ({ name: text(60), code: `${other.code}${(made += 1)}` })
  const changes = [
    rename(mine.county), rename(own), rename(mine.village),
    { verb: 'open', onDay, parentId: other.id, level: 5, ...fresh() },
    { verb: 'merge', onDay, unitIds: [first!.id, second!.id], into: fresh() },
    { verb: 'split', onDay, unitId: third!.id, into: [{ ...fresh(), children: [] }, { ...fresh(), children: [] }], ends: true, heir: 0 },
  ]
  for (const change of changes) {
    await must(system, 'POST', '/api/unit-changes/preview', { change })
    for (const spoilt of [{ ...change, onDay: text(60) }, withCode(change, text(20))]) {
      await put(system, 'POST', '/api/unit-changes/preview', { change: spoilt })
      await put(system, 'POST', '/api/unit-changes', { id: uuidv7(), reason: text(300), change: spoilt })
    }
    await must(system, 'POST', '/api/unit-changes', { id: uuidv7(), reason: text(300), change })
  }
}

/** The same change with this in place of every code. */
function withCode(change: object, code: string): object {
  return JSON.parse(JSON.stringify(change), (key, value: unknown) => (key === 'code' ? code : value)) as object
}
