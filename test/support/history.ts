import fc from 'fast-check'
import { randomId, uuidv7 } from '../../src/kernel/ids.ts'
import { inTransaction } from '../../src/platform/database/transaction.ts'
import type { Ctx } from '../../src/platform/http/ctx.ts'
import { entryOf, ledgerKinds, post, type Entry } from '../../src/modules/ledger/index.ts'
import type { Unit } from '../../src/modules/organisation/index.ts'
import { classified, householdFiled, joinedHousehold, personFiled, workStarted } from './kinds.ts'

type EntryInput = Parameters<typeof entryOf>[1]

/** What may happen in a village's books; numbers choose among units, persons and earlier entries. */
export type Happening =
  | { is: 'filed' | 'household' | 'started' | 'classed' | 'joined' | 'merged'; who: number; where: number; day: number; pick: number[]; count: number }
  | { is: 'reversed' | 'passed' | 'returned'; which: number; level: number }
export type History = Happening[][]

const index = fc.nat(1_000_000)
const happens = <Is extends Happening['is']>(...is: Is[]) => ({ is: fc.constantFrom(...is), who: fc.nat(25), where: index, day: fc.nat(700), pick: fc.array(index, { minLength: 4, maxLength: 4 }), count: fc.constantFrom(1, 1, 1, 3) })
const speaks = <Is extends Happening['is']>(...is: Is[]) => ({ is: fc.constantFrom(...is), which: index, level: fc.nat(1) })
const inPostings = (happening: fc.Arbitrary<Happening>): fc.Arbitrary<History> => fc.array(fc.array(happening, { minLength: 1, maxLength: 8 }), { minLength: 10, maxLength: 40 })

/** Random histories: postings of one to eight happenings. */
export const histories: fc.Arbitrary<History> = inPostings(fc.oneof(
  { weight: 5, arbitrary: fc.record(happens('filed', 'household', 'started', 'classed')) },
  { weight: 2, arbitrary: fc.record(speaks('reversed', 'passed')) },
))
/** The same, and households are joined, cards merged, passings taken back. */
export const fullHistories: fc.Arbitrary<History> = inPostings(fc.oneof(
  { weight: 12, arbitrary: fc.record(happens('filed', 'household', 'started', 'classed', 'joined')) },
  { weight: 1, arbitrary: fc.record(happens('merged')) },
  { weight: 6, arbitrary: fc.record(speaks('reversed', 'passed', 'passed', 'returned')) },
))

export const dayOf = (n: number) => Temporal.PlainDate.from('2017-01-01').add({ days: n }).toString()
const [reversed, passed, returned, merged] = ledgerKinds
const levels = ['county', 'city'] as const

type Written = { posting: bigint; line: number; entry: Entry }
/** What the books hold so far. Persons join few of the households, so that several belong to one. */
type Books = { readonly people: readonly string[]; readonly households: readonly string[]; readonly written: Written[]; readonly gone: Set<string>; readonly passedBy: Map<string, boolean>; readonly into: Map<string, Entry> }

/** Posts a history into a workspace, a posting each, by the ledger's own door. */
export async function live(ctx: Ctx, units: readonly Unit[], history: History): Promise<void> {
  const books: Books = { people: Array.from({ length: 26 }, randomId), households: Array.from({ length: 26 }, randomId), written: [], gone: new Set(), passedBy: new Map(), into: new Map() }
  for (const postings of history) {
    const entries: Entry[] = []
    for (const one of postings) {
      const entry = 'which' in one ? aboutEarlier(one, books) : one.is === 'merged' ? mergedCards(one, units, books) : happened(one, units, books)
      if (entry) entries.push(entry)
    }
    if (entries.length === 0) continue
    const requestId = uuidv7()
    await inTransaction(ctx.db, (tx) => post(tx, { actor: ctx.actor, requestId }, 'test.post', entries))
    const { rows } = await ctx.db.pool.query<{ posting: bigint }>(`select posting from ${ctx.db.schema}.ledger_journal where request_id = $1`, [requestId])
    entries.forEach((entry, i) => books.written.push({ posting: rows[0]!.posting, line: i + 1, entry }))
  }
}

type Plain = Extract<Happening, { who: number }>
function baseOf(one: Plain, units: readonly Unit[], subject: string): EntryInput {
  const unit = units[one.where % units.length]!
  return { subject, unitId: unit.id, unitPath: unit.path, happenedOn: dayOf(one.day), count: one.is === 'started' ? one.count : 1 }
}

function happened(one: Plain, units: readonly Unit[], { people, households }: Books): Entry {
  const base = baseOf(one, units, one.is === 'household' ? households[one.who]! : people[one.who]!)
  const from = <T>(values: readonly T[], i: number) => values[one.pick[i]! % values.length]!
  if (one.is === 'filed') return entryOf(personFiled!, base)
  if (one.is === 'household') return entryOf(householdFiled!, base)
  if (one.is === 'joined') return entryOf(joinedHousehold!, { ...base, source: from(households.slice(0, 8), 0) })
  if (one.is === 'started') return entryOf(workStarted!, { ...base, ...(one.pick[0]! % 5 === 0 ? {} : { facets: { trade: from(workStarted!.facets['trade']!.values, 1) } }) })
  const hardships = classified!.facets['hardship']!.values.filter((_, i) => (one.pick[2]! >> i) % 4 === 1).slice(0, 3)
  return entryOf(classified!, { ...base, facets: { ability: from(classified!.facets['ability']!.values, 0), wish: from(classified!.facets['wish']!.values, 1), ...(one.pick[3]! % 7 === 0 ? {} : { hardship: hardships }) } })
}

/** One card stands for another from now on; both stand for themselves before. */
function mergedCards(one: Plain, units: readonly Unit[], { people, into }: Books): Entry | null {
  const roots = people.filter((person) => !into.has(person))
  const [subject, source] = [roots[one.who % roots.length]!, roots[one.pick[0]! % roots.length]!]
  if (subject === source || roots.length < 10) return null
  const entry = entryOf(merged!, { ...baseOf(one, units, subject), source })
  into.set(subject, entry)
  return entry
}

function aboutEarlier(one: Extract<Happening, { which: number }>, { written, gone, passedBy, into }: Books): Entry | null {
  const found = written[one.which % Math.max(written.length, 1)]
  if (!found || /^ledger\.(reversed|passed|returned)$/.test(found.entry.kind)) return null
  const level = levels[one.level]!
  const [place, key] = [`${found.posting}:${found.line}`, `${found.posting}:${found.line}:${level}`]
  const { subject, unitId, unitPath, happenedOn } = found.entry
  const base: EntryInput = { subject, unitId, unitPath, happenedOn, refers: { posting: found.posting, line: found.line } }
  if (one.is === 'reversed') {
    if (gone.has(place)) return null
    gone.add(place)
    if (into.get(subject) === found.entry) into.delete(subject)
    return entryOf(reversed!, { ...base, facets: { reason: 'mistake' } })
  }
  if (found.entry.kind === 'ledger.merged' || (passedBy.get(key) ?? false) === (one.is === 'passed')) return null
  passedBy.set(key, one.is === 'passed')
  return entryOf(one.is === 'passed' ? passed! : returned!, { ...base, facets: { level } })
}
