import type { InstantText, DateText } from '#kernel/dates.ts'
import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Entry, EntryRef } from './model.ts'
import { stillPassed } from './reached.store.ts'

export type BatchRow = {
  id: Uuid; level: string; unitId: number; unitPath: string; kinds: string[]; happenedFrom: DateText | null; happenedTo: DateText | null
  frozenAt: bigint; members: number; seed: string; sampleSize: number; openedBy: string; openedAt: InstantText
  /** Who recorded its entries, while it is open. */
  recorders: string[]
  found: number; wrong: number; outcome: 'passed' | 'returned' | null; reason: string | null; closedBy: string | null; closedAt: InstantText | null
  /** How many of the entries that it passed the level took back since. */
  takenBack: number
}

const batchFields = sql.raw(`b.id, b.level, b.unit_id as "unitId", b.unit_path as "unitPath", b.kinds, b.happened_from as "happenedFrom",
  b.happened_to as "happenedTo", b.frozen_at_journal as "frozenAt", b.members, b.seed, b.sample_size as "sampleSize", b.opened_by as "openedBy",
  b.opened_at as "openedAt", case when c.batch_id is not null then '{}' else array(select distinct j.actor
    from (select distinct m.posting from ledger_batch_member m where m.batch_id = b.id) m join ledger_journal j on j.posting = m.posting) end as recorders, f.found, f.wrong, c.outcome, c.reason, c.closed_by as "closedBy", c.closed_at as "closedAt",
  coalesce((select sum(t.entries)::int from ledger_taking_back t where t.batch_id = b.id), 0) as "takenBack"`)

/** The newest finding of each sampled entry holds. */
const findings = sql`left join lateral (
  select count(*)::int as found, (count(*) filter (where last.wrong))::int as wrong
  from (select distinct on (posting, line) wrong from ledger_finding where batch_id = b.id order by posting, line, found_at desc, id desc) last) f on true
  left join ledger_batch_closing c on c.batch_id = b.id`

/** Entries of a kind at or below a unit that a level has not passed, nor put into an open batch: how many wait. `before` is the level that must have passed them. */
const waitingWhere = (w: Waiting, reach: Reach) => sql`
  e.kind = any(${[...w.kinds]}::text[]) and e.unit_path >= ${w.lo} collate "C" and e.unit_path < ${w.hi} collate "C" and ${inReach('e.unit_path', reach)}
  ${w.from === null ? sql`` : sql`and e.happened_on >= ${w.from}`} ${w.to === null ? sql`` : sql`and e.happened_on <= ${w.to}`}
  and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
  and not exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = ${w.level} and ${stillPassed('v')})
  ${w.before === null ? sql`` : sql`and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = ${w.before} and ${stillPassed('v')})`}
  and not exists (select from ledger_batch_member m join ledger_batch mb on mb.id = m.batch_id
    left join ledger_batch_closing mc on mc.batch_id = mb.id
    where m.posting = e.posting and m.line = e.line and mb.level = ${w.level} and mc.batch_id is null)`

export type Waiting = { kinds: readonly string[]; level: string; before: string | null; lo: string; hi: string; from: DateText | null; to: DateText | null }

/** How many entries wait for a level, by the units of these ranges, and how many of them this actor recorded; units without any are missing. */
export async function countWaiting(tx: Tx, reach: Reach, w: Waiting, ranges: readonly { key: string; lo: string; hi: string }[], actor: string): Promise<{ key: string; entries: number; own: number }[]> {
  return tx.rows(sql<{ key: string; entries: number; own: number }>`
    select s.key, count(*)::int as entries, (count(*) filter (where j.actor = ${actor}))::int as own
    from unnest(${ranges.map((r) => r.key)}::text[], ${ranges.map((r) => r.lo)}::text[], ${ranges.map((r) => r.hi)}::text[]) as s (key, lo, hi)
    join ledger_entry_reached e on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
    join ledger_journal j on j.posting = e.posting
    where ${waitingWhere(w, reach)} group by s.key`)
}

/** The entries that wait, with who recorded them, in the order of the journal: what a new batch freezes. */
export async function waitingEntries(tx: Tx, reach: Reach, w: Waiting): Promise<{ posting: bigint; line: number; recordedBy: string }[]> {
  return tx.rows(sql<{ posting: bigint; line: number; recordedBy: string }>`select e.posting, e.line, j.actor as "recordedBy"
    from ledger_entry_reached e join ledger_journal j on j.posting = e.posting where ${waitingWhere(w, reach)} order by e.posting, e.line`)
}

export type NewBatch = Omit<BatchRow, 'recorders' | 'found' | 'wrong' | 'outcome' | 'reason' | 'closedBy' | 'closedAt' | 'takenBack' | 'frozenAt'> & { frozenAt: bigint; requestId: Uuid }

/** Freezes a batch with its members; `sampled` is the place in the sample, from 1, or null. */
export async function insertBatch(tx: Tx, b: NewBatch, members: readonly (EntryRef & { sampled: number | null })[]): Promise<void> {
  await tx.run(sql`
    insert into ledger_batch (id, level, unit_id, unit_path, kinds, happened_from, happened_to, frozen_at_journal, members, seed, sample_size, opened_by, opened_at, request_id)
    values (${b.id}, ${b.level}, ${b.unitId}, ${b.unitPath}, ${b.kinds}::text[], ${b.happenedFrom}, ${b.happenedTo}, ${b.frozenAt}, ${b.members}, ${b.seed},
      ${b.sampleSize}, ${b.openedBy}, ${b.openedAt}, ${b.requestId})`)
  await tx.copyIn('ledger_batch_member', ['batch_id', 'posting', 'line', 'sampled'], members.map((m) => [b.id, m.posting, m.line, m.sampled]))
}

/** Batches of units that the actor reaches, newest first. */
export async function batches(tx: Tx, reach: Reach, filter: { open: boolean | null; limit: number }): Promise<BatchRow[]> {
  return tx.rows(sql<BatchRow>`
    select ${batchFields} from ledger_batch b ${findings}
    where ${inReach('b.unit_path', reach)} ${filter.open === null ? sql`` : filter.open ? sql`and c.batch_id is null` : sql`and c.batch_id is not null`}
    order by b.opened_at desc limit ${filter.limit}`)
}

export async function batchById(tx: Tx, reach: Reach, id: Uuid): Promise<BatchRow | undefined> {
  return tx.maybe(sql<BatchRow>`select ${batchFields} from ledger_batch b ${findings} where b.id = ${id} and ${inReach('b.unit_path', reach)}`)
}

export async function batchOfRequest(tx: Tx, reach: Reach, requestId: Uuid): Promise<BatchRow | undefined> {
  return tx.maybe(sql<BatchRow>`select ${batchFields} from ledger_batch b ${findings} where b.request_id = ${requestId} and ${inReach('b.unit_path', reach)}`)
}

/** Locks a batch against being closed twice at once. */
export async function lockBatch(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger.batch:${id}`}, 0))`)
}

export type SampleRow = { posting: bigint; line: number; place: number; journal: bigint; kind: string; subject: Uuid; unitId: number; happenedOn: DateText; facets: Entry['facets']; wrong: boolean | null; note: string | null; passed: boolean }

/** The sample of a batch in the order drawn, with what was found so far. */
export async function sampleOf(tx: Tx, reach: Reach, id: Uuid): Promise<SampleRow[]> {
  return tx.rows(sql<SampleRow>`
    select m.posting, m.line, m.sampled as place, j.number as journal, e.kind, e.subject, e.unit_id as "unitId", e.happened_on as "happenedOn", e.facets, f.wrong, f.note,
      exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.source = m.batch_id and ${stillPassed('v')}) as passed
    from ledger_batch_member m
    join ledger_entry_reached e on e.posting = m.posting and e.line = m.line
    join ledger_journal j on j.posting = m.posting
    left join lateral (select wrong, note from ledger_finding x where x.batch_id = m.batch_id and x.posting = m.posting and x.line = m.line
      order by found_at desc, id desc limit 1) f on true
    where m.batch_id = ${id} and m.sampled is not null and ${inReach('e.unit_path', reach)} order by m.sampled`)
}

/** Answers false where the id of the request stands beside a finding about another entry. */
export async function insertFinding(tx: Tx, f: EntryRef & { id: Uuid; batchId: Uuid; wrong: boolean; note: string | null; by: string; at: InstantText }): Promise<boolean> {
  const made = await tx.run(sql`insert into ledger_finding (id, batch_id, posting, line, wrong, note, found_by, found_at)
    values (${f.id}, ${f.batchId}, ${f.posting}, ${f.line}, ${f.wrong}, ${f.note}, ${f.by}, ${f.at}) on conflict (id) do nothing`)
  return made === 1 || (await tx.maybe(sql`select 1 from ledger_finding where id = ${f.id} and batch_id = ${f.batchId} and posting = ${f.posting} and line = ${f.line}`)) !== undefined
}

export async function insertClosing(tx: Tx, c: { batchId: Uuid; outcome: 'passed' | 'returned'; wrong: number; reason: string | null; by: string; at: InstantText }): Promise<void> {
  await tx.run(sql`insert into ledger_batch_closing (batch_id, outcome, wrong, reason, closed_by, closed_at)
    values (${c.batchId}, ${c.outcome}, ${c.wrong}, ${c.reason}, ${c.by}, ${c.at})`)
}

export type Member = { posting: bigint; line: number; subject: Uuid; unitId: number; unitPath: string; happenedOn: DateText }

/**
 * The members of a batch that still stand (not reversed since it was frozen), were not found wrong, and that the level before (`before`) did not take
 * back in the meantime: what a passing passes.
 */
export async function membersToPass(tx: Tx, id: Uuid, before: string | null): Promise<Member[]> {
  return tx.rows(sql<Member>`
    select e.posting, e.line, e.subject, e.unit_id as "unitId", e.unit_path as "unitPath", e.happened_on as "happenedOn"
    from ledger_batch_member m join ledger_entry_reached e on e.posting = m.posting and e.line = m.line
    where m.batch_id = ${id}
      and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
      ${before === null ? sql`` : sql`and (not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = e.posting and t.refers_line = e.line and t.facets ->> 'level' = ${before})
        or exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = ${before} and ${stillPassed('v')}))`}
      and not coalesce((select f.wrong from ledger_finding f where f.batch_id = m.batch_id and f.posting = m.posting and f.line = m.line
        order by f.found_at desc, f.id desc limit 1), false)
    order by e.posting, e.line`)
}

/** Two batches of one level are not opened at once: an entry is in one open batch of a level at most. */
export async function lockLevel(tx: Tx, level: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ${`.ledger.level:${level}`}::text, 0))`)
}
