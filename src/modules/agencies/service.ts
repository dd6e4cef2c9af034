import { instantText, type DateText } from '#kernel/dates.ts'
import { randomId, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { BodyOf, OutOf, QueryOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids, namesOfActors } from '#modules/accounts/index.ts'
import { addSubjects, entriesOfSubject, entryOf, numbersOfRequests, post, recordsOfSubjects, subjectsOfRecords, type Entry } from '#modules/ledger/index.ts'
import { unitById, unitsNamed } from '#modules/organisation/index.ts'
import type * as contract from './contract.ts'
import { joined, left } from './entries.ts'
import { lifeRefusal, sameName, type LifeStep } from './model.ts'
import * as store from './store.ts'

const size = 50 as const

/** Agencies in reach as lists show them, by name. */
export async function list(ctx: Ctx, { q, kind, state, page }: QueryOf<typeof contract.listAgencies>): Promise<OutOf<typeof contract.listAgencies>> {
  return inSnapshot(ctx.db, async (tx) => {
    const { total, rows } = await store.agencyPage(tx, ctx.actor.reach, q ?? '', { kind: kind ?? null, state }, { limit: size, offset: (page - 1) * size })
    return { total, page, size, agencies: await views(tx, rows) }
  })
}

async function views(tx: Tx, rows: readonly store.AgencyRow[]): Promise<contract.AgencyView[]> {
  const units = await unitsNamed(tx, rows.map(({ unitId }) => unitId))
  return rows.map(({ unitPath: _, ...row }) => ({ ...row, unit: units.get(row.unitId)?.name ?? '' }))
}

/** One agency in reach and what became of it. Refuses `agency-not-found`. */
export async function detail(ctx: Ctx, id: Uuid): Promise<contract.AgencyDetail | Refusal> {
  return inSnapshot(ctx.db, (tx) => told(tx, ctx, id))
}

/** One agency in reach as it stands in this transaction. Refuses `agency-not-found`. */
export async function told(tx: Tx, ctx: Ctx, id: Uuid): Promise<contract.AgencyDetail | Refusal> {
  const row = await store.agencyById(tx, ctx.actor.reach, id)
  if (!row) return refuse('agency-not-found')
  const life = await store.lifeOf(tx, id)
  const [numbers, nameOf] = [await numbersOfRequests(tx, life.map((step) => step.id)), await namesOfActors(tx, life.map(({ by }) => by), ctx.now.epochMilliseconds)]
  const passed = await passedOf(tx, ctx, id)
  const highest = (levels: readonly string[] | undefined) => (levels ? (ctx.levels.findLast((level) => levels.includes(level.id))?.id ?? null) : null)
  return {
    ...(await views(tx, [row]))[0]!,
    life: life.map((step) => ({
      id: step.id, act: step.act, name: step.name, on: step.on, at: step.at, by: nameOf(step.by), journal: numbers.get(step.id)?.toString() ?? null, checked: highest(passed.get(step.id)), reversed: step.reversedFor,
    })),
  }
}

/** The levels that passed each entry of an agency, by the change that posted it. It posts twice a stay. */
async function passedOf(tx: Tx, ctx: Ctx, id: Uuid): Promise<Map<Uuid, readonly string[]>> {
  const subject = (await subjectsOfRecords(tx, 'agency', [id])).get(id)
  const entries = subject ? await entriesOfSubject(tx, ctx.actor.reach, subject, 100) : []
  return new Map(entries.flatMap(({ source, passedLevels }) => (source === null ? [] : [[source, passedLevels]])))
}

/** Names of agencies by their subjects, for whoever reads entries about them: what the reach does not hold is missing. */
export async function bySubject(ctx: Ctx, subjects: readonly Uuid[]): Promise<OutOf<typeof contract.agenciesBySubject>> {
  return inSnapshot(ctx.db, async (tx) => {
    const records = await recordsOfSubjects(tx, [...new Set(subjects)])
    const names = new Map((await store.namesOf(tx, ctx.actor.reach, [...records.values()])).map(({ id, name }) => [id, name]))
    return { agencies: [...records].flatMap(([subject, agencyId]) => (names.has(agencyId) ? [{ subject, agencyId, name: names.get(agencyId)! }] : [])) }
  })
}

/**
 * An agency begins to work beside a unit (R1). `body.id` is the agency's id and identifies the request: sent twice it is one. Posts
 * `agencies.joined`. Refuses `unit-not-found`, `agency-in-future`, `agency-stands`, `request-reused`, `not-allowed`.
 */
export async function join(ctx: Ctx, body: BodyOf<typeof contract.joinAgency>): Promise<contract.AgencyDetail | Refusal> {
  const forbidden = forbids(ctx.actor, 'register.write')
  if (forbidden) return forbidden
  const { id, name, kind, joinedOn } = body
  return inTransaction(ctx.db, async (tx) => {
    const unit = await unitById(tx, ctx.actor.reach, body.unitId)
    if (!unit) return refuse('unit-not-found', {}, 'unitId')
    await store.lockUnit(tx, unit.id)
    tx.note({ facts: { agency: id, kind } })
    const step: LifeStep = { act: 'joined', name, on: joinedOn }
    const before = await repeated(tx, ctx, { id, agencyId: id, ...step })
    if (before) return before
    const refused = lifeRefusal([], step, ctx.today) ?? (await nameTaken(tx, { unitId: unit.id, kind, name }))
    if (refused) return refused.refused === 'agency-in-future' ? { ...refused, field: 'joinedOn' } : refused
    const at = instantText(ctx.now)
    if (!(await store.insertAgency(tx, { id, kind, unitId: unit.id, unitPath: unit.path, joinedOn, at, by: ctx.actor.id }))) return refuse('request-reused')
    await store.insertChange(tx, { id, agencyId: id, ...step, at, by: ctx.actor.id })
    const subject = randomId()
    await addSubjects(tx, 'agency', [{ id: subject, recordId: id }])
    const entry = entryOf(joined, { subject, unitId: unit.id, unitPath: unit.path, happenedOn: joinedOn, facets: { kind }, source: id })
    return posted(tx, ctx, { id, agencyId: id, verb: 'agencies.join', entry })
  })
}

/** An agency has another name from a day on (R2). Nothing is posted. Refuses as `lifeRefusal` does, `agency-not-found`, `agency-stands`. */
export async function rename(ctx: Ctx, agencyId: Uuid, { id, name, on }: BodyOf<typeof contract.renameAgency>): Promise<contract.AgencyDetail | Refusal> {
  return change(ctx, agencyId, id, { act: 'renamed', name, on })
}

/** An agency works beside its unit no more from a day on (R3). Posts `agencies.left`. Refuses as `lifeRefusal` does, `agency-not-found`. */
export async function leave(ctx: Ctx, agencyId: Uuid, { id, on }: BodyOf<typeof contract.endAgency>): Promise<contract.AgencyDetail | Refusal> {
  return change(ctx, agencyId, id, { act: 'left', name: null, on })
}

async function change(ctx: Ctx, agencyId: Uuid, id: Uuid, wanted: { act: 'renamed' | 'left'; name: string | null; on: DateText }): Promise<contract.AgencyDetail | Refusal> {
  const forbidden = forbids(ctx.actor, 'register.write')
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx) => {
    const row = await heldAgency(tx, ctx, agencyId)
    if (!row) return refuse('agency-not-found')
    tx.note({ facts: { agency: agencyId, kind: row.kind } })
    const life = await store.lifeOf(tx, agencyId)
    const step: LifeStep = { act: wanted.act, name: wanted.name ?? row.name, on: wanted.on }
    const before = await repeated(tx, ctx, { id, agencyId, ...step })
    if (before) return before
    const refused = lifeRefusal(row.takenBack ? [] : life.filter(({ reversedFor }) => reversedFor === null), step, ctx.today) ?? (step.act === 'renamed' ? await nameTaken(tx, { ...row, name: step.name, but: agencyId }) : undefined)
    if (refused) return refused
    if (!(await store.insertChange(tx, { id, agencyId, ...step, at: instantText(ctx.now), by: ctx.actor.id }))) return refuse('request-reused')
    if (step.act === 'left') {
      const subject = (await subjectsOfRecords(tx, 'agency', [agencyId])).get(agencyId)!
      const entry = entryOf(left, { subject, unitId: row.unitId, unitPath: row.unitPath, happenedOn: step.on, facets: { kind: row.kind }, source: id })
      return posted(tx, ctx, { id, agencyId, verb: 'agencies.leave', entry })
    }
    return told(tx, ctx, agencyId)
  })
}

/** An agency in reach as it stands once nobody else writes beside its unit: what was read before waiting may be over. */
export async function heldAgency(tx: Tx, ctx: Ctx, id: Uuid): Promise<store.AgencyRow | undefined> {
  const row = await store.agencyById(tx, ctx.actor.reach, id)
  if (!row) return undefined
  await store.lockUnit(tx, row.unitId)
  return store.agencyById(tx, ctx.actor.reach, id)
}

/** Posts an entry as the transaction's last statement; the answer is read before it and given the number. */
async function posted(tx: Tx, ctx: Ctx, of: { id: Uuid; agencyId: Uuid; verb: string; entry: Entry }): Promise<contract.AgencyDetail | Refusal> {
  const answer = await told(tx, ctx, of.agencyId)
  const { number } = await post(tx, { actor: ctx.actor, requestId: of.id }, of.verb, [of.entry])
  return isRefusal(answer) ? answer : { ...answer, life: answer.life.map((step, i) => (i === answer.life.length - 1 ? { ...step, journal: String(number) } : step)) }
}

/** The answer to a request that came before: what it made, or `request-reused` where the same id asked for something else. */
async function repeated(tx: Tx, ctx: Ctx, asked: LifeStep & { id: Uuid; agencyId: Uuid }): Promise<contract.AgencyDetail | Refusal | undefined> {
  const before = await store.changeById(tx, asked.id)
  if (!before) return undefined
  const same = before.agencyId === asked.agencyId && before.act === asked.act && before.on === asked.on && before.name === asked.name
  const answer = same ? await told(tx, ctx, asked.agencyId) : null
  return answer === null || isRefusal(answer) ? refuse('request-reused') : answer
}

/** R1: of one kind and name at most one at work stands beside a unit. */
export async function nameTaken(tx: Tx, of: { unitId: number; kind: store.AgencyRow['kind']; name: string; but?: Uuid }): Promise<Refusal<'agency-stands'> | undefined> {
  const beside = await store.atWorkBeside(tx, of.unitId, of.kind)
  return beside.some(({ id, name }) => id !== of.but && sameName(name, of.name)) ? refuse('agency-stands', { name: of.name }, 'name') : undefined
}
