import fc from 'fast-check'
import { randomId, uuidv7 } from '../../src/kernel/ids.ts'
import { inTransaction } from '../../src/platform/database/transaction.ts'
import type { Ctx } from '../../src/platform/http/ctx.ts'
import { entryOf, ledgerKinds, post, type Entry } from '../../src/modules/ledger/index.ts'
import type { Unit } from '../../src/modules/organisation/index.ts'
import { classified, householdFiled, personFiled, workStarted } from './kinds.ts'

type EntryInput = Parameters<typeof entryOf>[1]

/** What may happen in a village's books; numbers choose among units, persons and earlier entries. */
export type Happening =
  | { is: 'filed' | 'household' | 'started' | 'classed'; who: number; where: number; day: number; pick: number[]; count: number }
  | { is: 'reversed' | 'passed'; which: number; level: number }
export type History = Happening[][]

const index = fc.nat(1_000_000)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constantFrom('filed' as const, 'household' as const, 'started' as const, 'classed' as const), who: fc.nat(25), where: index, day: fc.nat(700), pick: fc.array(index, { minLength: 4, maxLength: 4 }), count: fc.constantFrom(1, 1, 1, 3) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('reversed' as const, 'passed' as const), which: index, level: fc.nat(1) }) },
)
/** Random histories: postings of one to eight happenings. */
export const histories: fc.Arbitrary<History> = fc.array(fc.array(happening, { minLength: 1, maxLength: 8 }), { minLength: 10, maxLength: 40 })

export const dayOf = (n: number) => Temporal.PlainDate.from('2017-01-01').add({ days: n }).toString()
const [reversed, passed] = ledgerKinds
const levels = ['county', 'city'] as const

/** Posts a history into a workspace, a posting each, by the ledger's own door. */
export async function live(ctx: Ctx, units: readonly Unit[], history: History): Promise<void> {
  const people = Array.from({ length: 26 }, randomId)
  const households = Array.from({ length: 26 }, randomId)
  const written: { posting: bigint; line: number; entry: Entry }[] = []
  const used = new Set<string>()
  for (const postings of history) {
    const entries: Entry[] = []
    for (const one of postings) {
      const entry = 'which' in one ? aboutEarlier(one, written, used) : happened(one, units, people, households)
      if (entry) entries.push(entry)
    }
    if (entries.length === 0) continue
    const requestId = uuidv7()
    await inTransaction(ctx.db, (tx) => post(tx, { actor: ctx.actor, requestId }, 'test.post', entries))
    const { rows } = await ctx.db.pool.query<{ posting: bigint }>(`select posting from ${ctx.db.schema}.ledger_journal where request_id = $1`, [requestId])
    entries.forEach((entry, i) => written.push({ posting: rows[0]!.posting, line: i + 1, entry }))
  }
}

function happened(one: Extract<Happening, { who: number }>, units: readonly Unit[], people: readonly string[], households: readonly string[]): Entry {
  const unit = units[one.where % units.length]!
  const base: EntryInput = { subject: (one.is === 'household' ? households : people)[one.who]!, unitId: unit.id, unitPath: unit.path, happenedOn: dayOf(one.day), count: one.is === 'started' ? one.count : 1 }
  const from = <T>(values: readonly T[], i: number) => values[one.pick[i]! % values.length]!
  if (one.is === 'filed') return entryOf(personFiled!, base)
  if (one.is === 'household') return entryOf(householdFiled!, base)
  if (one.is === 'started') return entryOf(workStarted!, { ...base, ...(one.pick[0]! % 5 === 0 ? {} : { facets: { trade: from(workStarted!.facets['trade']!.values, 1) } }) })
  const hardships = classified!.facets['hardship']!.values.filter((_, i) => (one.pick[2]! >> i) % 4 === 1).slice(0, 3)
  return entryOf(classified!, { ...base, facets: { ability: from(classified!.facets['ability']!.values, 0), wish: from(classified!.facets['wish']!.values, 1), ...(one.pick[3]! % 7 === 0 ? {} : { hardship: hardships }) } })
}

function aboutEarlier(one: Extract<Happening, { which: number }>, written: readonly { posting: bigint; line: number; entry: Entry }[], used: Set<string>): Entry | null {
  const about = written[one.which % Math.max(written.length, 1)]
  if (!about || about.entry.kind.startsWith('ledger.')) return null
  const key = `${about.posting}:${about.line}:${one.is === 'passed' ? one.level : 'reversed'}`
  if (used.has(key)) return null
  used.add(key)
  const { subject, unitId, unitPath, happenedOn } = about.entry
  const base: EntryInput = { subject, unitId, unitPath, happenedOn, refers: { posting: about.posting, line: about.line } }
  return one.is === 'passed' ? entryOf(passed!, { ...base, facets: { level: levels[one.level]! } }) : entryOf(reversed!, { ...base, facets: { reason: 'mistake' } })
}
