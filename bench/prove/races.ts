import { uuidv7, type Uuid } from '#kernel/ids.ts'
import type { Belongings } from '../../test/support/two-counties.ts'
import { bornOn, idNumber, personName, type Random } from '../../test/support/people.ts'
import { drawOf, type Proof, type Report } from './proof.ts'
import { served, type Served } from './serving.ts'

/** So many identical posts at once. */
const hands = 20
/** A world is used for so many rounds, then a new one is made: lists and counts stay small, and a run may go on from there. */
const roundsOfWorld = 1_000

type Stage = { world: Served; mine: Belongings; officer: string; checker: string; draw: Random; used: Set<string> }
/** What is posted at once. `key` is the request's id, as the browser sends it. */
type Race = { cookie: string; path: string; body: unknown; key: Uuid }

async function must(stage: Stage, cookie: string, method: string, path: string, body?: unknown): Promise<any> { // oxlint-disable-line typescript/no-explicit-any -- answers of several shapes
  const told = await stage.world.tell(cookie, method, path, body, method === 'GET' ? {} : { 'idempotency-key': uuidv7() })
  if (told.status !== 200) throw new Error(`${method} ${path}: ${told.status} ${told.text}`)
  return JSON.parse(told.text)
}

const newPerson = ({ draw, used, mine }: Stage) => ({ id: uuidv7(), idNumber: idNumber(draw, '320322', bornOn(draw, '2018-06-30'), used), name: personName(draw), phone: `139${String(draw.below(1e8)).padStart(8, '0')}`, unitId: mine.village.id })
async function filed(stage: Stage): Promise<Uuid> {
  const person = newPerson(stage)
  await must(stage, stage.officer, 'POST', '/api/persons', person)
  return person.id
}
const startOf = (personId: Uuid) => ({ id: uuidv7(), personIds: [personId], trade: 'handicraft', startedOn: '2026-11-12' })
const wholeCounty = ({ mine }: Stage) => ({ level: 'county', unitId: mine.county.id, group: 'filing' })
/** One person filed, and nothing else, waits for the county. */
async function oneWaits(stage: Stage): Promise<void> {
  await filed(stage)
  await must(stage, stage.checker, 'POST', '/api/checks/batches', wholeCounty(stage))
  await filed(stage)
}
async function batchOf(stage: Stage): Promise<Uuid> {
  await oneWaits(stage)
  return (await must(stage, stage.checker, 'POST', '/api/checks/batches', wholeCounty(stage))).id
}

/** What is raced for, each with what must stand before. */
const contested: Record<string, (stage: Stage) => Promise<Omit<Race, 'key'> & { key?: Uuid }>> = {
  file: async (stage) => {
    const body = newPerson(stage)
    return { cookie: stage.officer, path: '/api/persons', body, key: body.id }
  },
  start: async (stage) => {
    const body = startOf(await filed(stage))
    return { cookie: stage.officer, path: '/api/work-starts', body, key: body.id }
  },
  reverse: async (stage) => {
    const person = await filed(stage)
    await must(stage, stage.officer, 'POST', '/api/work-starts', startOf(person))
    const { timeline } = await must(stage, stage.officer, 'GET', `/api/persons/${person}`)
    const { ref } = timeline.find((one: { kind: string }) => one.kind === 'care.work-started')
    const body = { id: uuidv7(), reason: 'mistake' }
    return { cookie: stage.officer, path: `/api/work-starts/${ref}/reverse`, body, key: body.id }
  },
  change: async (stage) => {
    const person = await filed(stage)
    const body = { id: uuidv7(), fields: { ability: 'partial', trade: '柳编' } }
    return { cookie: stage.officer, path: `/api/persons/${person}/changes`, body, key: body.id }
  },
  receipt: async (stage) => {
    await filed(stage)
    return { cookie: stage.officer, path: '/api/receipts', body: { indicator: 'persons-filed' } }
  },
  'open a batch': async (stage) => {
    await oneWaits(stage)
    return { cookie: stage.checker, path: '/api/checks/batches', body: wholeCounty(stage) }
  },
  'close a batch': async (stage) => {
    const batch = await batchOf(stage)
    const { sample } = await must(stage, stage.checker, 'GET', `/api/checks/batches/${batch}`)
    for (const { posting, line } of sample) await must(stage, stage.checker, 'POST', `/api/checks/batches/${batch}/findings`, { posting, line, wrong: false, note: '' })
    return { cookie: stage.checker, path: `/api/checks/batches/${batch}/closing`, body: { outcome: 'passed', reason: '' } }
  },
  reveal: async (stage) => ({ cookie: stage.officer, path: `/api/persons/${await filed(stage)}/reveal`, body: { field: 'idNumber', reason: '电话核对' } }),
}
const kinds = Object.keys(contested)

/** The audit log keeps a line a request, also of one that was sent again. */
const isOfRequests = (table: string) => table.endsWith('.audit_line')
/** What twenty at once may leave: what one alone leaves, and twenty lines in the audit log. */
const wantedOf = (alone: Record<string, number>) => Object.fromEntries(Object.entries(alone).map(([table, rows]) => [table, isOfRequests(table) ? rows * hands : rows]))

/** How many rows each table holds, of the workspace and of what all share. */
async function rowsOf({ db, workspace }: Served): Promise<Map<string, number>> {
  return db.asOwner(async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ($1, 'public')`, [workspace.schema])
    const { rows } = await owner.query<{ name: string; rows: string }>(tables.map(({ name }) => `select '${name}' as name, count(*)::text as rows from ${name}`).join(' union all '))
    return new Map(rows.map((row) => [row.name, Number(row.rows)]))
  })
}
const grownBy = (before: Map<string, number>, after: Map<string, number>) => Object.fromEntries([...after].map(([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const).filter(([, rows]) => rows !== 0).sort())

async function race(stage: Stage, kind: string, times: number): Promise<{ grown: Record<string, number>; told: { status: number; text: string }[] }> {
  const { key = uuidv7(), cookie, path, body } = await contested[kind]!(stage)
  const before = await rowsOf(stage.world)
  const told = await Promise.all(Array.from({ length: times }, () => stage.world.tell(cookie, 'POST', path, body, { 'idempotency-key': key })))
  return { grown: grownBy(before, await rowsOf(stage.world)), told }
}

/** One round: twenty at once leave what one alone leaves, and all are told the same. */
async function round(stage: Stage, kind: string, alone: Record<string, number>, index: number, report: Report): Promise<void> {
  const { grown, told } = await race(stage, kind, hands)
  report.add('posts', told.length)
  report.most('faults', stage.world.faults.length)
  const answers = new Map<string, number>()
  for (const { status, text } of told) answers.set(`${status} ${text}`, (answers.get(`${status} ${text}`) ?? 0) + 1)
  if (told.every(({ status }) => status !== 200)) report.fail('refused', index, `${kind}: ${told[0]!.text}`)
  if (answers.size > 1) report.fail('unlike', index, `${kind}: ${JSON.stringify([...answers].map(([answer, times]) => [times, answer.slice(0, 300)]))}`)
  if (JSON.stringify(grown) !== JSON.stringify(wantedOf(alone))) report.fail('effects', index, `${kind}: one alone ${JSON.stringify(alone)}, twenty ${JSON.stringify(grown)}`)
}

/** Twenty identical posts at once, over HTTP: one effect, all answers alike. */
export const races: Proof = {
  id: 'races', suiteSize: 100, proofSize: 10_000,
  target: { effects: 0, unlike: 0, refused: 0, faults: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % roundsOfWorld) + roundsOfWorld)
      const world = await served()
      try {
        const [officer, checker] = [await world.visitor('pei'), await world.visitor('checker')]
        const mine = await world.live(officer, '320322', ['王丽', '张英', '李秀兰'], 71)
        const stageOf = (draw: Random): Stage => ({ world, mine, officer: officer.cookie, checker: checker.cookie, draw, used })
        const used = new Set(mine.ids)
        const alone = new Map<string, Record<string, number>>()
        // Lone runs come from draws that no case has.
        for (const [i, kind] of kinds.entries()) alone.set(kind, (await race(stageOf(drawOf(seed, -2 - i)), kind, 1)).grown)
        for (let index = first; index < last; index += 1) {
          const kind = kinds[index % kinds.length]!
          await round(stageOf(drawOf(seed, index)), kind, alone.get(kind)!, index, report)
          if (index % 10 === 9) report.done(index + 1)
        }
      } finally {
        await world.close()
      }
      first = last
      report.done(first)
    }
  },
}
