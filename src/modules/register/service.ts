import { rangeOf, type PathRange } from '#kernel/actor.ts'
import { instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { boxIn } from '#platform/crypto/box.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { entriesOfSubject, passedLevelsOf, subjectsOfRecords, type SubjectEntry } from '#modules/ledger/index.ts'
import { standingsSince, unitById, type Standing } from '#modules/organisation/index.ts'
import type { listHouseholds, listPersons, PersonCard, PersonQuery, PersonRow, readHousehold, TimelineItem } from './contract.ts'
import * as households from './household.store.ts'
import { searchOf } from './model.ts'
import { soundOf } from './names.ts'
import { placesOf } from './places.ts'
import { standingOfHash } from './merging.store.ts'
import { cardAbilities, forbidsReveal } from './policy.ts'
import * as store from './store.ts'

const size = 50 as const
const timelineLength = 50

/** Search words and filters as the store takes them; numbers that identify become hashes. Refuses `unit-not-found`. */
export async function filterOf(tx: Tx, ctx: Ctx, query: Omit<PersonQuery, 'page' | 'sort'>): Promise<store.PersonFilter | Refusal<'unit-not-found'>> {
  const ranges = await rangesOf(tx, ctx, query.unit)
  if (isRefusal(ranges)) return ranges
  const { ability, wish, hardship, sex, worked } = query
  return { wanted: await wantedOf(tx, ctx, query.q), ranges, ability, wish, hardship, sex, worked }
}

async function wantedOf(tx: Tx, ctx: Ctx, q: string | undefined): Promise<store.Wanted | null> {
  const search = searchOf(q)
  if (search === null) return null
  if (search.by === 'id-number' || search.by === 'phone') {
    const box = boxIn(ctx.dataFolder)
    const hash = search.by === 'id-number' ? box.hash('idNumber', search.idNumber) : box.hash('phone', search.digits)
    return { by: search.by, hash, roots: await standingOfHash(tx, search.by, hash) }
  }
  if (search.by !== 'name') return search
  const sound = [...search.text].length > 1 ? soundOf(search.text).pinyin : ''
  return { by: 'name', text: search.text, sound: sound || null }
}

/** The paths of the unit asked for; null asks for all in reach. Refuses `unit-not-found`. */
export async function rangesOf(tx: Tx, ctx: Ctx, unitId: number | undefined): Promise<readonly PathRange[] | null | Refusal<'unit-not-found'>> {
  if (unitId === undefined) return null
  if (unitId === ctx.actor.unitId) return [rangeOf(ctx.actor.unitPath)]
  const unit = await unitById(tx, ctx.actor.reach, unitId)
  return unit ? [rangeOf(unit.path)] : refuse('unit-not-found')
}

/** The highest of the programme's levels among those that passed. */
function highest(ctx: Ctx, passed: readonly string[] | undefined): string | null {
  return passed ? (ctx.levels.findLast(({ id }) => passed.includes(id))?.id ?? null) : null
}

/** Rows as lists show them: with the names of places, and how far each filing was checked (`known`: what is known of that already). */
export async function personRows(tx: Tx, ctx: Ctx, rows: readonly store.PersonListRow[], known?: ReadonlyMap<Uuid, readonly string[]>): Promise<PersonRow[]> {
  if (rows.length === 0) return []
  const places = await placesOf(tx, ctx.db, rows.map(({ unitId }) => unitId), ctx.now.epochMilliseconds)
  const passed = known?.size ? known : await passedLevelsOf(tx, 'person', rows.map(({ id }) => id), 'register.person-filed')
  return rows.map((row) => ({
    id: row.id, name: row.name, sex: row.sex, birth: row.birth, unit: places.get(row.unitId)!, householdId: row.householdId, householdNumber: row.householdNumber,
    relation: row.relation, ability: row.ability, wish: row.wish, hardships: row.hardships, works: row.works, checked: highest(ctx, passed.get(row.id)), filedOn: row.filedOn,
  }))
}

/** Persons in reach by search and filters, 50 a page with the total. Refuses `unit-not-found`. */
export async function listOfPersons(ctx: Ctx, query: PersonQuery): Promise<OutOf<typeof listPersons> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const filter = await filterOf(tx, ctx, query)
    if (isRefusal(filter)) return filter
    const { total, rows } = await store.personPage(tx, ctx.actor.reach, filter, { sort: query.sort, limit: size, offset: (query.page - 1) * size })
    const { wanted } = filter
    const sound = wanted?.by === 'name' ? wanted.sound : null
    const alike = query.page === 1 && wanted?.by === 'name' && sound ? await store.homophones(tx, ctx.actor.reach, { ...filter, wanted: { ...wanted, sound } }) : []
    const named = await personRows(tx, ctx, [...rows, ...alike])
    tx.note({ subjects: named.map(({ id }) => id) })
    return { total, page: query.page, size, persons: named.slice(0, rows.length), homophones: named.slice(rows.length), searchedBy: wanted?.by ?? null, pinyin: sound }
  })
}

/** The last entries about a record that the actor reaches; one more than a time line shows. */
async function lastEntries(tx: Tx, ctx: Ctx, type: 'person' | 'household', id: Uuid): Promise<SubjectEntry[]> {
  const subject = (await subjectsOfRecords(tx, type, [id])).get(id)
  return subject ? entriesOfSubject(tx, ctx.actor.reach, subject, timelineLength + 1) : []
}

/** Entries, dated changes and what became of the unit that the card stands at, as one time line, newest first. */
async function timelineOf(tx: Tx, ctx: Ctx, unitId: number, entries: readonly SubjectEntry[], changes: readonly store.ChangeRow[]): Promise<{ items: TimelineItem[]; more: boolean }> {
  const standings = await standingsSince(tx, unitId, entries.filter(({ reversed }) => !reversed).toReversed(), ctx.workspace.topUnitId)
  const whos = [...entries.map(({ actor }) => actor), ...changes.map(({ by }) => by), ...standings.flatMap(({ change }) => change?.by ?? [])]
  const nameOf = await namesOfActors(tx, whos, ctx.now.epochMilliseconds)
  const items: TimelineItem[] = [
    ...entries.map((e): TimelineItem => ({
      ref: `${e.posting}-${e.line}`, is: 'entry', on: e.happenedOn, at: e.at, journal: e.journal, kind: e.kind, facets: e.facets, field: null, before: null, after: null,
      by: nameOf(e.actor), checked: highest(ctx, e.passedLevels), reversed: e.reversed,
    })),
    ...changes.map((c): TimelineItem => ({
      ref: c.id, is: 'change', on: c.on, at: c.at, journal: null, kind: null, facets: {}, field: c.field, before: c.before, after: c.after, by: nameOf(c.by), checked: null, reversed: false,
    })),
    ...standings.map(({ onDay, before, after, change }: Standing): TimelineItem => ({
      ref: `unit-${onDay}`, is: 'unit', on: onDay, at: change?.at ?? '', journal: change ? String(change.number) : null, kind: change?.verb ?? null, facets: {}, field: null,
      before: before.join(' '), after: after.join(' '), by: change ? nameOf(change.by) : null, checked: null, reversed: false,
    })),
  ]
  items.sort((a, b) => (a.on !== b.on ? (a.on < b.on ? 1 : -1) : a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return { items: items.slice(0, timelineLength), more: items.length > timelineLength }
}

/** One card, masked, with its last 50 happenings. Refuses `person-not-found`: what is out of reach is not there. */
export async function cardOf(ctx: Ctx, id: Uuid): Promise<PersonCard | Refusal<'person-not-found'>> {
  return inSnapshot(ctx.db, async (tx) => {
    // Asked together, they travel together; entries of a card out of reach are dropped with it.
    const [card, entries] = await Promise.all([store.cardById(tx, ctx.actor.reach, id, timelineLength + 1), lastEntries(tx, ctx, 'person', id)])
    if (!card) return refuse('person-not-found')
    tx.note({ subjects: [id] })
    const { items, more } = await timelineOf(tx, ctx, card.unitId, entries, card.changes)
    const filed = entries.find(({ kind, reversed }) => kind === 'register.person-filed' && !reversed)
    const [row] = await personRows(tx, ctx, [card], filed && new Map([[id, filed.passedLevels]]))
    return {
      ...row!, idNumber: card.idMask, phone: card.phoneMask,
      household: { id: card.householdId, number: card.householdNumber, headName: card.headName, size: card.size, members: card.members },
      ethnicity: card.ethnicity, education: card.education, health: card.health, classedOn: card.classedOn, incomeFen: card.incomeFen === null ? null : String(card.incomeFen),
      trade: card.trade, helper: card.helper, note: card.note, sheetOn: card.sheetOn, createdAt: card.createdAt,
      timeline: items, timelineMore: more, abilities: cardAbilities(ctx.actor, card.mergedInto !== null), merges: await mergesOf(tx, ctx, card.merges),
    }
  })
}

/** The merges that stand of a card, with who merged. */
async function mergesOf(tx: Tx, ctx: Ctx, merges: readonly store.MergeRow[]): Promise<PersonCard['merges']> {
  if (merges.length === 0) return []
  const nameOf = await namesOfActors(tx, merges.map(({ by }) => by), ctx.now.epochMilliseconds)
  return merges.map(({ otherId, otherName, otherMask, by, ...merge }) => ({ ...merge, other: otherName === null ? null : { id: otherId, name: otherName, idNumber: otherMask! }, by: nameOf(by) }))
}

/** The full number, once, for a reason that stays written beside who asked. Refuses `not-allowed`, `person-not-found`, `nothing-to-reveal`. */
export async function reveal(ctx: Ctx, id: Uuid, field: 'idNumber' | 'phone', reason: string): Promise<{ value: string } | Refusal> {
  const forbidden = forbidsReveal(ctx.actor)
  if (forbidden) return forbidden
  return inTransaction(ctx.db, async (tx) => {
    const found = await store.sealedField(tx, ctx.actor.reach, id, field)
    if (!found) return refuse('person-not-found')
    if (!found.sealed) return refuse('nothing-to-reveal')
    const noted = await store.insertReveal(tx, { id: ctx.requestId, personId: id, field, reason, at: instantText(ctx.now), by: ctx.actor.id })
    if (!noted) return refuse('request-reused')
    tx.note({ subjects: [id], facts: { field } })
    return { value: boxIn(ctx.dataFolder).open(field, found.sealed) }
  })
}

/** Households by number, head or member. Refuses `unit-not-found`. */
export async function listOfHouseholds(ctx: Ctx, query: { q?: string | undefined; unit?: number | undefined; page: number }): Promise<OutOf<typeof listHouseholds> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const ranges = await rangesOf(tx, ctx, query.unit)
    if (isRefusal(ranges)) return ranges
    const { total, rows } = await households.householdPage(tx, ctx.actor.reach, { text: query.q || null, ranges }, { limit: size, offset: (query.page - 1) * size })
    const places = await placesOf(tx, ctx.db, rows.map(({ unitId }) => unitId), ctx.now.epochMilliseconds)
    tx.note({ subjects: rows.map(({ id }) => id) })
    return { total, page: query.page, size, households: rows.map(({ id, number, unitId, headName, size: people, members, filedOn }) => ({ id, number, unit: places.get(unitId)!, headName, size: people, members, filedOn })) }
  })
}

/** One household with its members and time line. Refuses `household-not-found`. */
export async function householdOf(ctx: Ctx, id: Uuid): Promise<OutOf<typeof readHousehold> | Refusal<'household-not-found'>> {
  return inSnapshot(ctx.db, async (tx) => {
    const household = await households.householdById(tx, ctx.actor.reach, id)
    if (!household) return refuse('household-not-found')
    const members = await households.membersOf(tx, ctx.actor.reach, id)
    const rows = await personRows(tx, ctx, members)
    tx.note({ subjects: [id, ...members.map((member) => member.id)] })
    const places = await placesOf(tx, ctx.db, [household.unitId], ctx.now.epochMilliseconds)
    const { items } = await timelineOf(tx, ctx, household.unitId, await lastEntries(tx, ctx, 'household', id), household.changes)
    const { number, headName, size: people, filedOn } = household
    return { id, number, unit: places.get(household.unitId)!, headName, size: people, filedOn, members: rows.map((row, i) => ({ ...row, isHead: members[i]!.isHead })), timeline: items }
  })
}
