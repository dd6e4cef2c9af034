import { pinyin } from 'pinyin-pro'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { count, countBehind, entriesBehind, leftOut, passedLevelsOfEntries, recordsOfSubjects, subjectsBehind, type PartFilter, type SubjectBehind } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { cardsInReach } from '#modules/register/index.ts'
import { facetName, programmeOf, said, wordOf } from '#modules/plans/index.ts'
import { maySeePeople } from './policy.ts'
import { cutOf, readAsk, type Ask, type Asked, type FigureRefusal } from './question.ts'
import { notPassed } from './receipt.ts'

/** One cell of a figure: `row` the code of a unit below (or the unit's own), `by` and `key` a part across. */
export type CellAsk = Ask & { readonly row?: string | undefined; readonly key?: string | undefined }
export type PeopleRefusal = FigureRefusal | 'people-none' | 'not-allowed'
export const pageSize = 50

/** What is asked of a cell: the question with its ranges narrowed to the row, and the part across. */
async function readCell(tx: Tx, ctx: Ctx, ask: CellAsk): Promise<{ asked: Asked; part: PartFilter } | Refusal<FigureRefusal>> {
  const asked = await readAsk(tx, ctx, programmeOf(ctx.workspace.programme), { ...ask, by: null }, ask.row !== undefined)
  if (isRefusal(asked)) return asked
  const cut = cutOf(asked.indicator, ask.by ?? null)
  if (isRefusal(cut)) return cut
  const ranges = ask.row === undefined ? asked.question.ranges : asked.question.ranges!.filter((range) => range.key === ask.row)
  if (ranges?.length === 0) return refuse('unit-not-found', { unit: ask.row ?? '' }, 'row')
  return { asked: { ...asked, question: { ...asked.question, ranges } }, part: cut === null || ask.key === undefined ? null : { cut, key: ask.key } }
}

export type PersonBehind = { subject: Uuid; personId: Uuid | null; name: string | null; unitName: string | null; townName: string | null; times: number; firstOn: string; lastOn: string }

/** Names and places of subjects, in the order given. A subject whose tie was erased, or whose card is out of reach, has none. */
async function named(tx: Tx, ctx: Ctx, subjects: readonly SubjectBehind[]): Promise<PersonBehind[]> {
  const records = await recordsOfSubjects(tx, subjects.map((one) => one.subject))
  const cards = await cardsInReach(tx, ctx.actor.reach, [...records.values()])
  const units = await unitsById(tx, ctx.actor.reach, [...cards.values()].map((card) => card.unitId))
  const towns = await unitsById(tx, ctx.actor.reach, [...units.values()].flatMap((unit) => (unit.parentId === null ? [] : [unit.parentId])))
  return subjects.map((one) => {
    const card = cards.get(records.get(one.subject) ?? '')
    const unit = card && units.get(card.unitId)
    const town = unit?.parentId == null ? undefined : towns.get(unit.parentId)
    return { ...one, personId: card?.id ?? null, name: card?.name ?? null, unitName: unit?.name ?? null, townName: town?.name ?? null }
  })
}

/** Up to this many people are put in order of place and name; more stay in the order of their ids, so that a page costs a page. */
const sortedUpTo = 3_000
const mostPeople = 200_000

/** People a batch at a time, in the order of the list. `q`: part of a name, or its initials. */
async function* peopleOf(tx: Tx, ctx: Ctx, subjects: readonly SubjectBehind[], q: string): AsyncGenerator<PersonBehind[]> {
  const wanted = q.normalize('NFKC').trim().toLowerCase()
  const fits = (name: string | null) => name !== null && (name.toLowerCase().includes(wanted) || (/^[a-z]+$/.test(wanted) && initials(name).startsWith(wanted)))
  const size = subjects.length <= sortedUpTo ? sortedUpTo : 2_000
  for (let at = 0; at < subjects.length; at += size) {
    const people = (await named(tx, ctx, subjects.slice(at, at + size))).filter((person) => wanted === '' || fits(person.name))
    yield subjects.length <= sortedUpTo ? people.sort(byPlaceAndName) : people
  }
}
/** The cards among them, for the audit log. */
const idsOf = (people: readonly PersonBehind[]) => people.flatMap(({ personId }) => personId ?? [])
const initials = (name: string) => pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', type: 'array' }).join('')
const placeOf = (person: PersonBehind) => `${person.townName ?? '\uffff'} ${person.unitName ?? '\uffff'} ${person.name ?? '\uffff'}`
const byPlaceAndName = (a: PersonBehind, b: PersonBehind) => placeOf(a).localeCompare(placeOf(b), 'zh-Hans') || (a.subject < b.subject ? -1 : 1)

/** The people behind a cell, 50 a page with the total. Refuses `people-none` where it does not count persons, `not-allowed`, and by `FigureRefusal`. */
export async function people(ctx: Ctx, ask: CellAsk & { page: number; q?: string | undefined }) {
  return inSnapshot(ctx.db, async (tx) => {
    const found = await subjectsOf(tx, ctx, ask)
    if (isRefusal(found)) return found
    const { asked, subjects } = found
    const q = ask.q?.trim() ?? ''
    const skip = (ask.page - 1) * pageSize
    const listed: PersonBehind[] = []
    let total = subjects.length
    if (q === '' && subjects.length > sortedUpTo) listed.push(...(await named(tx, ctx, subjects.slice(skip, skip + pageSize))))
    else {
      total = 0
      for await (const batch of peopleOf(tx, ctx, subjects, q)) {
        for (const person of batch) {
          if (total >= skip && listed.length < pageSize) listed.push(person)
          total += 1
        }
      }
    }
    tx.note({ subjects: idsOf(listed), facts: { indicator: ask.indicator } })
    return { total, page: ask.page, size: pageSize, asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at }, people: listed }
  })
}

/** Who is behind a cell. Refuses as `people` does. */
export async function subjectsOf(tx: Tx, ctx: Ctx, ask: CellAsk): Promise<{ asked: Asked; subjects: SubjectBehind[] } | Refusal<PeopleRefusal>> {
  if (!maySeePeople(ctx.actor)) return refuse('not-allowed')
  const cell = await readCell(tx, ctx, ask)
  if (isRefusal(cell)) return cell
  if (cell.asked.indicator.subject !== 'person') return refuse('people-none', { indicator: ask.indicator })
  return { asked: cell.asked, subjects: await subjectsBehind(tx, cell.asked.question, cell.part, mostPeople) }
}

/** The names and places of all subjects behind a cell: for spreadsheets. */
export async function allPeople(tx: Tx, ctx: Ctx, subjects: readonly SubjectBehind[]): Promise<PersonBehind[]> {
  const all: PersonBehind[] = []
  for await (const batch of peopleOf(tx, ctx, subjects, '')) all.push(...batch)
  return all
}

/** The entries behind a cell, newest first, 50 a page; of one subject where asked. Names stand beside them for those who may see people. */
export async function entries(ctx: Ctx, ask: CellAsk & { page: number; subject?: string | undefined }) {
  const programme = programmeOf(ctx.workspace.programme)
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await readCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked, part } = cell
    const subject = ask.subject ?? null
    const all = await entriesBehind(tx, asked.question, part, { subject, limit: pageSize, offset: (ask.page - 1) * pageSize })
    const total = subject === null ? (await countBehind(tx, asked.question, part)).entries : (ask.page - 1) * pageSize + all.length
    const units = await unitsById(tx, ctx.actor.reach, all.map((entry) => entry.unitId))
    const passed = await passedLevelsOfEntries(tx, all, asked.question.asOf)
    const withNames = maySeePeople(ctx.actor) && asked.indicator.subject === 'person'
    const persons = withNames ? await named(tx, ctx, [...new Set(all.map((entry) => entry.subject))].map((one) => ({ subject: one, times: 0, firstOn: '', lastOn: '' }))) : []
    const bySubject = new Map(persons.map((person) => [person.subject, person]))
    tx.note({ subjects: idsOf(persons), facts: { indicator: ask.indicator } })
    return {
      total, page: ask.page, size: pageSize, asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at },
      entries: all.map(({ journal, posting, line, at, happenedOn, subject: whose, unitId, count: times, facets }) => ({
        journal, posting, line, at, happenedOn, subject: whose, personId: bySubject.get(whose)?.personId ?? null, name: bySubject.get(whose)?.name ?? null,
        unitName: units.get(unitId)?.name ?? null, count: times, checked: programme.levels.findLast(({ id }) => passed.get(`${posting}.${line}`)?.includes(id))?.id ?? null,
        facets: Object.entries(facets).map(([name, value]) => ({
          name: said(facetName(programme, name), ctx.language), value: [value].flat().map((one) => said(wordOf(programme, name, one), ctx.language)).join(ctx.language === 'en' ? ', ' : '、'),
        })),
      })),
    }
  })
}

/** What is not in a cell's row, and why: one line a reason, the sentence in the reader's language. A column does not narrow it. */
export async function leftOutOf(ctx: Ctx, ask: CellAsk) {
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await readCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked } = cell
    const counted = await count(tx, asked.question, null)
    const waits = asked.level === null ? null : await notPassed(tx, { asked, value: counted.value, entries: counted.entries, overlap: null, parts: [], target: null })
    const reasons = [...(waits && waits.entries > 0 ? [{ reason: 'not-passed' as const, ...waits }] : []), ...(await leftOut(tx, asked.question, asked.asOf.journal))]
    return {
      asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at },
      reasons: reasons.map(({ reason, subjects, entries: n }) => ({ reason, text: translate(ctx.language, `figures:left-out.${reason}`), subjects, entries: n })),
    }
  })
}
