import type { RawBuilder } from 'kysely'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { rootsOf, type Question, type Roots } from './question.ts'

/* What a question reads from: which entries are known and stand, who counts as whom, where its ranges lie. */

export type Fragment = RawBuilder<unknown>
export const nothing = sql``

/** Names under which statements here read `ledger_entry`. */
export type Alias = 'e' | 'i' | 'r' | 'v' | 't' | 'c' | 'w' | 'b'

/** What is known as of a journal number and changes how a statement must be put: who counts as whom, and whether any level ever took a passing back. */
export type Known = { readonly asOf: bigint | null; readonly roots: Roots; readonly returned: boolean }

const kept = new WeakMap<Tx, Map<string, Promise<Known>>>()

/** `Known` at a journal number (null: the head of this snapshot), read once a transaction: most workspaces have neither merges nor returns, and pay nothing for them. */
export function knownAt(tx: Tx, asOf: bigint | null): Promise<Known> {
  const mine = kept.get(tx) ?? new Map<string, Promise<Known>>()
  kept.set(tx, mine)
  const found = mine.get(String(asOf)) ?? readKnown(tx, asOf)
  mine.set(String(asOf), found)
  return found
}

async function readKnown(tx: Tx, asOf: bigint | null): Promise<Known> {
  const rows = await tx.rows(sql<{ subject: Uuid | null; into: Uuid | null }>`
    select e.subject, e.source as "into" from ledger_entry e where e.kind = 'ledger.merged' ${known('e', asOf)} ${standing('e', asOf)}
    union all select null, null where exists (select from ledger_entry v where v.kind = 'ledger.returned')`)
  const merges = rows.flatMap(({ subject, into }) => (subject === null || into === null ? [] : [{ subject, into }]))
  return { asOf, roots: rootsOf(merges), returned: rows.some(({ subject }) => subject === null) }
}

/** Who counts as whom at a journal number (null: the head of this snapshot). */
export async function rootsAt(tx: Tx, asOf: bigint | null): Promise<Roots> {
  return (await knownAt(tx, asOf)).roots
}

/**
 * The table `roots`, to stand first in a WITH: of everybody whom a merge touches, whom she counts as, and all who count as the same (`kin`).
 * Without merges there is none, and nothing joins it.
 */
export function rootsTable({ roots }: Known): Fragment {
  if (roots.size === 0) return nothing
  const kin = new Map<Uuid, Uuid[]>()
  for (const [subject, root] of roots) kin.set(root, [...(kin.get(root) ?? [root]), subject])
  const rows = [...kin].flatMap(([root, all]) => all.map((subject) => ({ subject, root, all: `{${all.join(',')}}` })))
  return sql`roots as materialized (
      select subject, root, kin::uuid[] as kin
      from unnest(${rows.map((row) => row.subject)}::uuid[], ${rows.map((row) => row.root)}::uuid[], ${rows.map((row) => row.all)}::text[]) r (subject, root, kin)
    ),`
}

/** Joins `roots` as `m…` to the alias; `rootOf` and `kinOf` then read from it. */
export function joinRoots({ roots }: Known, alias: Alias, column: 'subject' | 'source' = 'subject', as = `m${alias}`): Fragment {
  return roots.size === 0 ? nothing : sql`left join roots ${sql.ref(as)} on ${sql.ref(`${as}.subject`)} = ${sql.ref(`${alias}.${column}`)}`
}

export function rootOf({ roots }: Known, alias: Alias, column: 'subject' | 'source' = 'subject', as = `m${alias}`): Fragment {
  return roots.size === 0 ? sql`${sql.ref(`${alias}.${column}`)}` : sql`coalesce(${sql.ref(`${as}.root`)}, ${sql.ref(`${alias}.${column}`)})`
}

/** "The entry of `other` is about the same as that of `alias`": an equality where nobody was merged, so that any join may serve it. */
export function sameSubject({ roots }: Known, other: Alias, alias: Alias): Fragment {
  if (roots.size === 0) return sql`${sql.ref(`${other}.subject`)} = ${sql.ref(`${alias}.subject`)}`
  return sql`${sql.ref(`${other}.subject`)} = any(coalesce(${sql.ref(`m${alias}.kin`)}, array[${sql.ref(`${alias}.subject`)}]))`
}

/** Entries of the alias that the journal knew at `asOf`. At the head of the snapshot every visible entry is known: no join. */
export function known(alias: Alias, asOf: bigint | null): Fragment {
  if (asOf === null) return nothing
  return sql`and ${sql.ref(`${alias}.posting`)} in (select posting from ledger_journal where number <= ${asOf})`
}

/** Entries of the alias that no later entry, known at `asOf`, takes back. */
export function standing(alias: Alias, asOf: bigint | null): Fragment {
  return sql`and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
    and r.refers_posting = ${sql.ref(`${alias}.posting`)} and r.refers_line = ${sql.ref(`${alias}.line`)} ${known('r', asOf)})`
}

/**
 * "No return of this passing's entry and level came after it", to follow the conditions on a passing `v`: of the passings and returns of a level
 * the one with the greatest journal number holds. Nothing is asked where no level ever took a passing back.
 */
export function notReturned({ returned, asOf }: Known): Fragment {
  if (!returned) return nothing
  return sql`and not exists (select from ledger_entry t join ledger_journal jt on jt.posting = t.posting join ledger_journal jv on jv.posting = v.posting
    where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
      and (jt.number, t.posting, t.line) > (jv.number, v.posting, v.line) ${asOf === null ? nothing : sql`and jt.number <= ${asOf}`})`
}

/** `offset 0` keeps it a look-up for each entry; turned into a join, every passing of the workspace comes first. */
export function passedBy(level: string | null, at: Known): Fragment {
  if (level === null) return nothing
  return sql`and exists (select from ledger_entry v where v.kind = 'ledger.passed'
    and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = ${level} ${known('v', at.asOf)} ${notReturned(at)} offset 0)`
}

export function within(column: string, from: DateText | null, to: DateText | null): Fragment {
  return sql`${from === null ? nothing : sql`and ${sql.ref(column)} >= ${from}`} ${to === null ? nothing : sql`and ${sql.ref(column)} <= ${to}`}`
}

/** The key of the range in which the alias's path lies, or null. Found by halving (width_bucket over the starts in byte order): ranges do not overlap. */
export function keyOf(ranges: NonNullable<Question['ranges']>, alias: Alias): Fragment {
  const sorted = [...ranges].sort((a, b) => (a.lo < b.lo ? -1 : 1))
  if (sorted.length === 0) return sql`select null::text as key where false`
  const path = sql.ref(`${alias}.unit_path`)
  return sql`select (${sorted.map((r) => r.key)}::text[])[b.i] as key
      from (select width_bucket(${path}, ${sorted.map((r) => r.lo)}::text[] collate "C") as i) b
      where b.i > 0 and ${path} < (${sorted.map((r) => r.hi)}::text[])[b.i] collate "C"`
}

/**
 * Joins entries of the alias to the range they lie in: `s.key`. A join on "between" would hold every entry against every range.
 * The outermost bounds stand beside it, because only they let the index leave out what lies elsewhere.
 */
export function joinRanges({ ranges }: Pick<Question, 'ranges'>, alias: Alias): Fragment {
  if (ranges === null) return sql`cross join (select '' as key) s`
  if (ranges.length === 0) return sql`join (select null::text as key where false) s on false`
  const path = sql.ref(`${alias}.unit_path`)
  const [first, last] = ranges.reduce(([lo, hi], range) => [range.lo < lo ? range.lo : lo, range.hi > hi ? range.hi : hi], [ranges[0]!.lo, ''])
  return sql`join lateral (${keyOf(ranges, alias)}) s on ${path} >= ${first} collate "C" and ${path} < ${last} collate "C"`
}
