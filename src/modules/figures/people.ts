import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { countBehind, plainQuestion, setBehind, subjectsAmong, subjectsBehind, type Question, type SubjectBehind } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { namesOfAll, inNameOrder } from './by-name.ts'
import { inReach, readCell, type Cell, type CellAsk } from './cell.ts'
import { mostPeople, pageOf, pageSize } from './listing.ts'
import { orderOfNames } from './name-order.ts'
import { maySeePeople } from './policy.ts'
import type { FigureRefusal } from './question.ts'
import { asOfView } from './view.ts'

export type PeopleRefusal = FigureRefusal | 'people-none' | 'not-allowed'

export type Named = { subject: Uuid; personId: Uuid | null; name: string | null; unitName: string | null; townName: string | null }
export type PersonBehind = Named & { times: number; firstOn: string; lastOn: string }

/** Names and places of subjects by their ids, in the order of names; those whose tie was erased, or whose card is out of reach, have none and stand last. */
export async function namesOfSubjects(tx: Tx, ctx: Ctx, subjects: readonly Uuid[]): Promise<Map<Uuid, Named>> {
  const names = await namesOfAll(tx, ctx.actor.reach, subjects)
  const units = await unitsById(tx, ctx.actor.reach, [...new Set([...names.values()].map(({ unitId }) => unitId))])
  const towns = await unitsById(tx, ctx.actor.reach, [...new Set([...units.values()].flatMap(({ parentId }) => parentId ?? []))])
  return new Map(inNameOrder(subjects, names).map((subject) => {
    const card = names.get(subject)
    const unit = card && units.get(card.unitId)
    const town = unit?.parentId == null ? undefined : towns.get(unit.parentId)
    return [subject, { subject, personId: card?.id ?? null, name: card?.name ?? null, unitName: unit?.name ?? null, townName: town?.name ?? null }]
  }))
}

/** The cards among them, for the audit log. */
export const idsOf = (people: readonly Pick<Named, 'personId'>[]) => people.flatMap(({ personId }) => personId ?? [])

/** The people behind a cell in the order of names, 50 a page with the total. Refuses `people-none` where it does not count persons, `not-allowed`, and by `FigureRefusal`. */
export async function people(ctx: Ctx, ask: CellAsk & { page: number; q?: string | undefined }) {
  const order = await orderOfNames(ctx.db)
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await peopleCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked, part } = cell
    const listed = await pageOf(tx, ctx, order, { question: asked.question, part, set: await setBehind(tx, asked.question, part) }, ask.page, wordOf(ask.q))
    const [names, met] = await Promise.all([namesOfSubjects(tx, ctx, listed.subjects), subjectsAmong(tx, asked.question, part, listed.subjects)])
    const shown = listed.subjects.map((subject): PersonBehind => ({ ...names.get(subject)!, ...met.get(subject)! }))
    tx.note({ subjects: idsOf(shown), facts: { indicator: ask.indicator } })
    return { total: listed.total, page: ask.page, size: pageSize, asOf: asOfView(asked), people: shown }
  })
}

/**
 * Who is in the register of a cell's scope (up to its last day, as known) and not in the cell: from the two sets of persons, never from a difference of
 * counts. Whoever was reached elsewhere was reached. Refuses as `people` does.
 */
export async function notReached(ctx: Ctx, ask: CellAsk & { page: number; q?: string | undefined }) {
  const order = await orderOfNames(ctx.db)
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await peopleCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked } = cell
    const { to, asOf, ranges } = asked.question
    const registered: Question = { ...plainQuestion, kinds: ['register.person-filed'], to, asOf, ranges }
    const reached = setOf(cell)
    if (reached === null) return refuse('axes-clash', {}, 'rows')
    const missing: Question = { ...registered, among: [{ of: reached, not: true }] }
    const [here, there] = [await setBehind(tx, registered, null), await setBehind(tx, { ...reached, asOf }, null)]
    const set = here && there && here.without(there)
    const all = here?.size ?? (await countBehind(tx, registered, null)).subjects
    const total = set?.size ?? (await countBehind(tx, missing, null)).subjects
    const listed = await pageOf(tx, ctx, order, { question: missing, part: null, set }, ask.page, wordOf(ask.q))
    const names = await namesOfSubjects(tx, ctx, listed.subjects)
    const shown = listed.subjects.map((subject) => names.get(subject)!)
    tx.note({ subjects: idsOf(shown), facts: { indicator: ask.indicator } })
    return { registered: all, reached: all - total, total: listed.total, page: ask.page, size: pageSize, asOf: asOfView(asked), people: shown }
  })
}

/** A cell as a set of subjects, wherever they were met; null where its part cannot be said by the question itself. */
function setOf({ asked, part }: Cell): Question | null {
  const q = { ...asked.question, ranges: null }
  if (part === null || part.cut.by === 'unit') return q
  if (part.cut.by === 'facet') {
    const facet = part.cut.facet
    return q.where[facet] === undefined ? { ...q, where: { ...q.where, [facet]: [part.key] } } : null
  }
  return null
}

const wordOf = (q: string | undefined) => q?.normalize('NFKC').trim().toLowerCase() ?? ''

async function peopleCell(tx: Tx, ctx: Ctx, ask: CellAsk): Promise<Cell | Refusal<PeopleRefusal>> {
  if (!maySeePeople(ctx.actor)) return refuse('not-allowed')
  const cell = await readCell(tx, ctx, ask)
  if (isRefusal(cell)) return cell
  return cell.asked.indicator.counted === 'person' ? inReach(cell, ctx.actor.reach) : refuse('people-none', { indicator: ask.indicator })
}

/** Who is behind a cell, for files. Refuses as `people` does. */
export async function subjectsOf(tx: Tx, ctx: Ctx, ask: CellAsk): Promise<{ asked: Cell['asked']; subjects: SubjectBehind[] } | Refusal<PeopleRefusal>> {
  const cell = await peopleCell(tx, ctx, ask)
  return isRefusal(cell) ? cell : { asked: cell.asked, subjects: await subjectsBehind(tx, cell.asked.question, cell.part, mostPeople) }
}

/** The names and places of all subjects behind a cell, in the order of names: for spreadsheets. */
export async function allPeople(tx: Tx, ctx: Ctx, subjects: readonly SubjectBehind[]): Promise<PersonBehind[]> {
  const behind = new Map(subjects.map((one) => [one.subject, one]))
  const names = await namesOfSubjects(tx, ctx, [...behind.keys()])
  return [...names.values()].map((one) => ({ ...one, ...behind.get(one.subject)! }))
}
