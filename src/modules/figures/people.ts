import { pinyin } from 'pinyin-pro'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { countBehind, plainQuestion, recordsOfSubjects, subjectsAmong, subjectsBehind, subjectsOfRecords, type PartFilter, type Question, type SubjectBehind } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { cardsInReach, personsByName, soundsInReach, type NamePlace } from '#modules/register/index.ts'
import { inReach, readCell, type Cell, type CellAsk } from './cell.ts'
import { maySeePeople } from './policy.ts'
import type { FigureRefusal } from './question.ts'
import { asOfView } from './view.ts'

export type PeopleRefusal = FigureRefusal | 'people-none' | 'not-allowed'
export const pageSize = 50

export type Named = { subject: Uuid; personId: Uuid | null; name: string | null; unitName: string | null; townName: string | null }
/** `sound`: where the name stands in the order of names; the nameless stand last. */
type Sounded = Named & { sound: string }
export type PersonBehind = Named & { times: number; firstOn: string; lastOn: string }

/** Names and places of subjects by their ids. A subject whose tie was erased, or whose card is out of reach, has none. */
export async function namesOfSubjects(tx: Tx, ctx: Ctx, subjects: readonly Uuid[]): Promise<Map<Uuid, Sounded>> {
  const records = await recordsOfSubjects(tx, subjects)
  const cards = await cardsInReach(tx, ctx.actor.reach, [...records.values()])
  const units = await unitsById(tx, ctx.actor.reach, [...cards.values()].map((card) => card.unitId))
  const towns = await unitsById(tx, ctx.actor.reach, [...units.values()].flatMap((unit) => (unit.parentId === null ? [] : [unit.parentId])))
  return new Map(subjects.map((subject) => {
    const card = cards.get(records.get(subject) ?? '')
    const unit = card && units.get(card.unitId)
    const town = unit?.parentId == null ? undefined : towns.get(unit.parentId)
    return [subject, { subject, personId: card?.id ?? null, name: card?.name ?? null, unitName: unit?.name ?? null, townName: town?.name ?? null, sound: card?.sound ?? nameless }]
  }))
}

/** The cards among them, for the audit log. */
export const idsOf = (people: readonly Pick<Named, 'personId'>[]) => people.flatMap(({ personId }) => personId ?? [])
const initials = (name: string) => pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', type: 'array' }).join('')
const fits = (name: string | null, wanted: string) =>
  wanted === '' || (name !== null && (name.toLowerCase().includes(wanted) || (/^[a-z]+$/.test(wanted) && initials(name).startsWith(wanted))))
type InOrder = Pick<Sounded, 'subject' | 'personId' | 'name' | 'sound'>
const nameless = '\uffff'
const inOrder = <P extends InOrder>(people: readonly P[]): P[] =>
  [...people].sort((a, b) => (a.sound < b.sound ? -1 : a.sound > b.sound ? 1 : (a.personId ?? a.subject) < (b.personId ?? b.subject) ? -1 : 1))
const shownOf = ({ sound: _, ...person }: Sounded): Named => person

/** Up to this many people are all named and put in order; behind larger cells the register is walked in the order of names. */
const sortedUpTo = 3_000
/** Persons of the register asked about at once: few where most of them are in the cell, more with each step that does not fill the page. */
const [stride, shortest, longest] = [2_000, 200, 8_000]
/** At most so many for one page: beyond it the rest of a page stays empty, and a search or a smaller cell finds them. */
const mostWalked = 300_000
/** As many as a file of people may hold. */
const mostPeople = 200_000

/** Where the pages of a walk began: the same cell at the same number is the same list. */
const begun = new Map<string, NamePlace>()

/** `met`: how the cell counts those on the page. */
type Listed = { subjects: Uuid[]; total: number; met: Map<Uuid, SubjectBehind> }

/** One page of the subjects behind a cell in the order of names, and how many there are (of those whose name fits). */
async function pageOf(tx: Tx, ctx: Ctx, { question, part }: { question: Question; part: PartFilter }, total: number, page: number, q: string): Promise<Listed> {
  const skip = (page - 1) * pageSize
  if (total <= sortedUpTo || q !== '') {
    const found = await subjectsBehind(tx, question, part, mostPeople)
    const named: InOrder[] = []
    for (let at = 0; at < found.length; at += 2 * stride) {
      const records = await recordsOfSubjects(tx, found.slice(at, at + 2 * stride).map(({ subject }) => subject))
      const sounds = await soundsInReach(tx, ctx.actor.reach, [...records.values()])
      for (const { subject } of found.slice(at, at + 2 * stride)) {
        const card = sounds.get(records.get(subject) ?? '')
        named.push({ subject, personId: card?.id ?? null, name: card?.name ?? null, sound: card?.sound ?? nameless })
      }
    }
    const list = inOrder(named.filter(({ name }) => fits(name, q)))
    return { subjects: list.slice(skip, skip + pageSize).map(({ subject }) => subject), total: list.length, met: new Map(found.map((one) => [one.subject, one])) }
  }
  const key = (of: number) => JSON.stringify([ctx.workspace.slug, ctx.actor.reach, question, part, of], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  let known = page
  while (known > 1 && !begun.has(key(known))) known -= 1
  let after = begun.get(key(known)) ?? null
  let at = (known - 1) * pageSize
  const subjects: Uuid[] = []
  const met = new Map<Uuid, SubjectBehind>()
  for (let [walked, step] = [0, shortest]; walked < mostWalked && subjects.length < pageSize; walked += step, step = Math.min(longest, 2 * step)) {
    const persons = await personsByName(tx, ctx.actor.reach, after, step)
    const subjectOf = await subjectsOfRecords(tx, 'person', persons.map(({ id }) => id))
    const counted = await subjectsAmong(tx, question, part, [...subjectOf.values()])
    for (const person of persons) {
      const subject = subjectOf.get(person.id)
      after = { sound: person.sound, id: person.id }
      const one = subject === undefined ? undefined : counted.get(subject)
      if (subject === undefined || one === undefined) continue
      if (at >= skip) {
        subjects.push(subject)
        met.set(subject, one)
      }
      at += 1
      if (at % pageSize === 0) begun.set(key(at / pageSize + 1), after)
      if (subjects.length === pageSize) break
    }
    if (persons.length < step) break
  }
  if (begun.size > 5_000) begun.clear()
  return { subjects, total, met }
}

/** The people behind a cell in the order of names, 50 a page with the total. Refuses `people-none` where it does not count persons, `not-allowed`, and by `FigureRefusal`. */
export async function people(ctx: Ctx, ask: CellAsk & { page: number; q?: string | undefined }) {
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await peopleCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked, part } = cell
    const { subjects: all } = await countBehind(tx, asked.question, part)
    const listed = await pageOf(tx, ctx, { question: asked.question, part }, all, ask.page, wordOf(ask.q))
    const names = await namesOfSubjects(tx, ctx, listed.subjects)
    const shown = listed.subjects.map((subject): PersonBehind => ({ ...shownOf(names.get(subject)!), ...listed.met.get(subject)! }))
    tx.note({ subjects: idsOf(shown), facts: { indicator: ask.indicator } })
    return { total: listed.total, page: ask.page, size: pageSize, asOf: asOfView(asked), people: shown }
  })
}

/**
 * Who is in the register of a cell's scope (up to its last day, as known) and not in the cell: from the two sets of persons, never from a difference of
 * counts. Whoever was reached elsewhere was reached. Refuses as `people` does.
 */
export async function notReached(ctx: Ctx, ask: CellAsk & { page: number; q?: string | undefined }) {
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await peopleCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked } = cell
    const { to, asOf, ranges } = asked.question
    const registered: Question = { ...plainQuestion, kinds: ['register.person-filed'], to, asOf, ranges }
    const reached = setOf(cell)
    if (reached === null) return refuse('axes-clash', {}, 'rows')
    const missing: Question = { ...registered, among: [{ of: reached, not: true }] }
    const all = (await countBehind(tx, registered, null)).subjects
    const { subjects: total } = await countBehind(tx, missing, null)
    const listed = await pageOf(tx, ctx, { question: missing, part: null }, total, ask.page, wordOf(ask.q))
    const names = await namesOfSubjects(tx, ctx, listed.subjects)
    const shown = listed.subjects.map((subject) => shownOf(names.get(subject)!))
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
  const all: (Sounded & PersonBehind)[] = []
  for (let at = 0; at < subjects.length; at += stride) {
    const batch = subjects.slice(at, at + stride)
    const names = await namesOfSubjects(tx, ctx, batch.map(({ subject }) => subject))
    all.push(...batch.map((one) => ({ ...names.get(one.subject)!, ...one })))
  }
  return inOrder(all)
}
