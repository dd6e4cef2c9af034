import { createHash } from 'node:crypto'
import type { Uuid } from '../../src/kernel/ids.ts'
import { inTransaction } from '../../src/platform/database/transaction.ts'
import { post, type Entry } from '../../src/modules/ledger/index.ts'
import type { TestDatabase } from './database.ts'
import type { ModelEntry } from './figure-model.ts'
import type { Random } from './people.ts'

/** Kinds of one random ledger; a name of its own keeps it apart from others in the same workspace. */
export type LedgerWords = { readonly persons: readonly string[]; readonly households: readonly string[]; readonly classed: string }
export const wordsOf = (name: string): LedgerWords => ({
  persons: ['started', 'ended', 'trained', 'lent', 'repaid', 'classed'].map((one) => `${name}.${one}`), households: ['counted', 'visited'].map((one) => `${name}.${one}`), classed: `${name}.classed`,
})
export const facetValues: Readonly<Record<string, readonly string[]>> = { trade: ['sewing', 'care'], hardship: ['ill', 'alone', 'poor'] }
/** A tree of three tiers; entries are recorded at any of its units. */
export const paths = ['cn.u1.', 'cn.u1.u2.', 'cn.u1.u2.u5.', 'cn.u1.u2.u50.', 'cn.u1.u3.', 'cn.u1.u3.u6.', 'cn.u1.u30.', 'cn.u1.u30.u7.', 'cn.u1.u30.u7.u8.'] as const
/** Days that entries happen on: few, so that many happen on the same. */
export const dayOf = (n: number) => Temporal.PlainDate.from('2024-01-01').add({ days: n }).toString()
export const lastDay = 150

/** What is to be written: `refers` names an earlier one by its place in the list of postings. */
export type Draft = Omit<ModelEntry, 'number' | 'posting' | 'line' | 'refers'> & { readonly refers: { posting: number; line: number } | null }
export type Postings = readonly (readonly Draft[])[]

function uuid(draw: Random): Uuid {
  const hex = Array.from({ length: 32 }, () => draw.below(16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/**
 * A random ledger: fifteen to thirty-five postings about a dozen persons and four households. Things happen in any order, are taken back, passed, returned and passed
 * again; cards are merged, also onto one that was merged before, and un-merged; persons join households and leave them for others.
 */
export function randomLedger(draw: Random, words: LedgerWords): Postings {
  const persons = Array.from({ length: 9 + draw.below(6) }, () => uuid(draw))
  const households = Array.from({ length: 4 }, () => uuid(draw))
  const postings: Draft[][] = []
  const all: { draft: Draft; at: { posting: number; line: number } }[] = []
  const reversed = new Set<Draft>()
  const passings: { about: (typeof all)[number]; level: string; passed: boolean }[] = []
  const into = new Map<Uuid, { to: Uuid; by: Draft }>()
  const happened = (): Draft => {
    const ofHousehold = draw.chance(0.2)
    const joins = !ofHousehold && draw.chance(0.2)
    const kind = ofHousehold ? draw.of(words.households) : joins ? 'register.joined-household' : draw.of(words.persons)
    const money = /lent|repaid/.test(kind) && draw.chance(0.9)
    const hardship = facetValues['hardship']!.filter(() => draw.chance(0.35))
    return {
      kind, subject: draw.of(ofHousehold ? households : persons), unitPath: draw.of(paths), happenedOn: dayOf(draw.below(lastDay / 5) * 5 + (draw.chance(0.3) ? draw.below(5) : 0)),
      count: draw.of([1, 1, 1, 1, 0, 3]), amount: money ? draw.below(9_000) - 1_000 : null, currency: money ? draw.of(['CNY', 'CNY', 'CNY', 'VND']) : null,
      facets: joins ? {} : { ...(draw.chance(0.8) ? { trade: draw.of(facetValues['trade']!) } : {}), ...(draw.chance(0.8) ? { hardship } : {}) }, source: joins ? draw.of(households) : null, refers: null,
    }
  }
  const about = (kind: string, { draft, at }: { draft: Draft; at: Draft['refers'] }, facets: Draft['facets']): Draft =>
    ({ ...draft, kind, count: 1, amount: null, currency: null, facets, source: null, refers: at })
  const earlier = () => all.filter(({ draft }) => !/^ledger\.(reversed|passed|returned)$/.test(draft.kind))
  const one = (): Draft | null => {
    const before = earlier()
    if (before.length === 0 || draw.chance(0.55)) return happened()
    const chosen = draw.of(before)
    if (draw.chance(0.5)) {
      if (chosen.draft.kind === 'ledger.merged') return null
      // What a level has passed it mostly takes back, then passes again.
      const again = passings.length > 0 && draw.chance(0.6) ? draw.of(passings) : { about: chosen, level: draw.of(['county', 'county', 'city']), passed: false }
      const is = again.passed === draw.chance(0.1)
      if (again.about === chosen) passings.push(again)
      again.passed = is
      return about(is ? 'ledger.passed' : 'ledger.returned', again.about, { level: again.level })
    }
    if (draw.chance(0.4)) {
      const roots = persons.filter((person) => !into.has(person))
      const [from, to] = [draw.of(roots), draw.of(roots)]
      if (from === to || roots.length < 4) return null
      const merged: Draft = { ...happened(), kind: 'ledger.merged', subject: from, source: to, count: 1, amount: null, currency: null, facets: {} }
      into.set(from, { to, by: merged })
      return merged
    }
    if (reversed.has(chosen.draft)) return null
    reversed.add(chosen.draft)
    for (const [subject, { by }] of into) if (by === chosen.draft) into.delete(subject)
    return about('ledger.reversed', chosen, { reason: 'mistake' })
  }
  for (let i = 15 + draw.below(21); i > 0; i -= 1) {
    const drafts = Array.from({ length: 1 + draw.below(7) }, one).filter((draft) => draft !== null)
    if (drafts.length === 0) continue
    drafts.forEach((draft, line) => all.push({ draft, at: { posting: postings.length, line: line + 1 } }))
    postings.push(drafts)
  }
  return postings
}

/**
 * Writes postings after those in `written` and answers all of them as the model reads them. `byDoor`: each through the ledger's own `post`; else as the owner, some hundred
 * times faster, in rows of the same shape. Then some neighbours get each other's posting number, as happens when one commits before another that began first.
 */
export async function writeLedger(db: TestDatabase, postings: Postings, written: readonly ModelEntry[], { draw, byDoor }: { draw: Random; byDoor: boolean }): Promise<ModelEntry[]> {
  const places = [...new Map(written.map(({ number, posting }) => [number, posting])).values()]
  const modelOf = (draft: Draft, number: number, posting: number, line: number): ModelEntry =>
    ({ ...draft, number, posting, line, refers: draft.refers && { posting: places[draft.refers.posting]!, line: draft.refers.line } })
  const made: ModelEntry[] = []
  if (byDoor) {
    for (const drafts of postings.slice(places.length)) {
      const entries = drafts.map((draft, i) => entryOf(modelOf(draft, 0, 0, i + 1)))
      const requestId = uuid(draw)
      await inTransaction(db.workspace, (tx) => post(tx, { actor: { id: 'operator:test' }, requestId }, 'test.post', entries))
      const { rows } = await db.pool.query<{ posting: bigint; number: bigint }>(`select posting, number from ${db.workspace.schema}.ledger_journal where request_id = $1`, [requestId])
      places.push(Number(rows[0]!.posting))
      drafts.forEach((draft, i) => made.push(modelOf(draft, Number(rows[0]!.number), Number(rows[0]!.posting), i + 1)))
    }
    return [...written, ...made]
  }
  await db.asOwner(async (owner) => {
    await owner.query(`set search_path to ${db.workspace.schema}, public`)
    const rest = postings.slice(places.length)
    const { rows } = await owner.query<{ number: string; last: string }>(`select h.number::text as number, (setval('ledger_posting_seq', nextval('ledger_posting_seq') + $1) - $1)::text as last from ledger_head h`, [rest.length])
    const numbers = rest.map((_, i) => Number(rows[0]!.last) + i)
    for (let i = 0; i + 1 < rest.length; i += 1) {
      const refers = rest[i + 1]!.some((draft) => draft.refers?.posting === places.length + i)
      if (!refers && draw.chance(0.2)) [numbers[i], numbers[i + 1]] = [numbers[i + 1]!, numbers[i]!]
    }
    const before = places.length
    places.push(...numbers)
    rest.forEach((drafts, p) => drafts.forEach((draft, i) => made.push(modelOf(draft, Number(rows[0]!.number) + 1 + p, places[before + p]!, i + 1))))
    await owner.query('begin')
    await owner.query(`insert into ledger_journal (number, posting, at, actor, request_id, verb, entries, entries_digest, previous_hash, hash)
      select number, posting, greatest(clock_timestamp(), (select at from ledger_head)) + number * interval '1 microsecond', 'operator:test', gen_random_uuid(), 'test.post', entries, $2, $2, sha256(convert_to('test ' || number, 'UTF8'))
      from json_to_recordset($1) as j (number bigint, posting bigint, entries int)`, [JSON.stringify(rest.map((drafts, p) => ({ number: Number(rows[0]!.number) + 1 + p, posting: numbers[p], entries: drafts.length }))), createHash('sha256').digest()])
    await owner.query(`insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on, count, amount, currency, facets, plan, source, refers_posting, refers_line)
      select * from json_to_recordset($1) as e (posting bigint, line int, kind text, subject uuid, unit_id int, unit_path text, happened_on date, count int, amount bigint, currency text, facets jsonb, plan text, source uuid, refers_posting bigint, refers_line int)`,
    [JSON.stringify(made.map(({ refers, ...entry }) => ({ ...entry, unit_path: entry.unitPath, unit_id: unitOf(entry), happened_on: entry.happenedOn, refers_posting: refers?.posting, refers_line: refers?.line })))])
    await owner.query(`update ledger_head h set number = j.number, at = j.at, hash = j.hash from (select * from ledger_journal order by number desc limit 1) j`)
    await owner.query('commit')
  })
  return [...written, ...made]
}

const unitOf = ({ unitPath }: Pick<ModelEntry, 'unitPath'>) => Number(/(\d+)\.$/.exec(unitPath)![1])
function entryOf({ kind, subject, unitPath, happenedOn, count, amount, currency, facets, source, refers }: ModelEntry): Entry {
  return {
    kind, subject, unitId: unitOf({ unitPath }), unitPath, happenedOn, count, amount: amount === null ? null : BigInt(amount), currency, facets, plan: null, source,
    refers: refers && { posting: BigInt(refers.posting), line: refers.line },
  }
}
