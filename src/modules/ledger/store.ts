import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { SubjectType } from '#kernel/counting.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { digestOf, EntriesDigest, type Hash, type JournalRow } from './chain.ts'
import type { Entry } from './model.ts'

export type Posted = { number: bigint; at: InstantText; hash: Hash }

const entryColumns = [
  'posting', 'line', 'kind', 'subject', 'unit_id', 'unit_path', 'happened_on', 'count', 'amount', 'currency',
  'facets', 'plan', 'source', 'refers_posting', 'refers_line',
] as const

function* copyRows(posting: bigint, entries: readonly Entry[], before = 0) {
  let line = before
  for (const e of entries) {
    yield [posting, (line += 1), e.kind, e.subject, e.unitId, e.unitPath, e.happenedOn, e.count, e.amount, e.currency,
      JSON.stringify(e.facets), e.plan, e.source, e.refers?.posting ?? null, e.refers?.line ?? null]
  }
}

/** Above this many entries COPY is faster than one INSERT from arrays. */
const copyFromEntries = 200

/** Writes the entries under a new posting number, which it answers. */
async function insertEntries(tx: Tx, entries: readonly Entry[]): Promise<bigint> {
  if (entries.length > copyFromEntries) {
    const { n } = await tx.one(sql<{ n: bigint }>`select nextval('ledger_posting_seq') as n`)
    await tx.copyIn('ledger_entry', entryColumns, copyRows(n, entries))
    return n
  }
  const of = <T>(pick: (e: Entry) => T) => entries.map(pick)
  const { n } = await tx.one(sql<{ n: bigint }>`
    with p as materialized (select nextval('ledger_posting_seq') as n)
    insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on, count, amount, currency,
      facets, plan, source, refers_posting, refers_line)
    select p.n, e.line, e.kind, e.subject, e.unit_id, e.unit_path, e.happened_on, e.count, e.amount, e.currency,
      e.facets::jsonb, e.plan, e.source, e.refers_posting, e.refers_line
    from p, unnest(${of((e) => e.kind)}::text[], ${of((e) => e.subject)}::uuid[], ${of((e) => e.unitId)}::int[], ${of((e) => e.unitPath)}::text[],
      ${of((e) => e.happenedOn)}::date[], ${of((e) => e.count)}::int[], ${of((e) => e.amount)}::bigint[], ${of((e) => e.currency)}::text[],
      ${of((e) => JSON.stringify(e.facets))}::text[], ${of((e) => e.plan)}::text[], ${of((e) => e.source)}::uuid[],
      ${of((e) => e.refers?.posting ?? null)}::bigint[], ${of((e) => e.refers?.line ?? null)}::int[]) with ordinality
      as e (kind, subject, unit_id, unit_path, happened_on, count, amount, currency, facets, plan, source, refers_posting, refers_line, line)
    returning posting as n`)
  return n
}

/**
 * Writes entries and closes the posting and its transaction (decisions/0003): the head's lock is taken by the very last
 * statement, sent together with COMMIT.
 */
export async function append(tx: Tx, who: { actor: string; requestId: Uuid; verb: string }, entries: readonly Entry[]): Promise<Posted> {
  const digest = digestOf(entries)
  return close(tx, who, await insertEntries(tx, entries), entries.length, digest)
}

async function close(tx: Tx, who: { actor: string; requestId: Uuid; verb: string }, posting: bigint, entries: number, digest: Hash): Promise<Posted> {
  return tx.closeWith(sql<Posted>`
    select number, at, encode(hash, 'hex') as hash
    from ledger_append(${posting}, ${who.actor}, ${who.requestId}, ${who.verb}, ${entries}, ${Buffer.from(digest, 'hex')})`)
}

/** The same for a posting too large to stand in memory: batches in the order of their lines. Null, and the transaction left open, where there is no entry. */
export async function appendBatches(tx: Tx, who: { actor: string; requestId: Uuid; verb: string }, batches: AsyncIterable<readonly Entry[]>): Promise<Posted | null> {
  const digest = new EntriesDigest()
  let posting: bigint | undefined
  for await (const entries of batches) {
    if (entries.length === 0) continue
    posting ??= (await tx.one(sql<{ n: bigint }>`select nextval('ledger_posting_seq') as n`)).n
    const before = digest.lines
    digest.add(entries)
    await tx.copyIn('ledger_entry', entryColumns, copyRows(posting, entries, before))
  }
  return posting === undefined ? null : close(tx, who, posting, digest.lines, digest.hash())
}

/** What an earlier arrival of the same request posted, if anything. */
export async function postingOfRequest(tx: Tx, requestId: Uuid): Promise<(Posted & { entries: number; verb: string }) | undefined> {
  return tx.maybe(sql<Posted & { entries: number; verb: string }>`
    select number, at, encode(hash, 'hex') as hash, entries, verb from ledger_journal where request_id = ${requestId}`)
}

/** The journal numbers of requests that posted: request id → number. */
export async function numbersOfRequests(tx: Tx, requestIds: readonly Uuid[]): Promise<Map<Uuid, bigint>> {
  const rows = await tx.rows(sql<{ requestId: Uuid; number: bigint }>`select request_id as "requestId", number from ledger_journal where request_id = any(${requestIds}::uuid[])`)
  return new Map(rows.map((row) => [row.requestId, row.number]))
}

/** The head of the journal: number 0, no time and a hash of noughts where nothing was posted yet. */
export async function head(tx: Tx): Promise<{ number: bigint; at: InstantText | null; hash: Hash }> {
  return tx.one(sql<{ number: bigint; at: InstantText | null; hash: Hash }>`
    select number, case when number > 0 then at end as at, encode(hash, 'hex') as hash from ledger_head where id = 1`)
}

/** One journal row's number, time and hash. */
export async function journalAt(tx: Tx, number: bigint): Promise<Posted | undefined> {
  return tx.maybe(sql<Posted>`select number, at, encode(hash, 'hex') as hash from ledger_journal where number = ${number}`)
}

/** The last journal number whose time is not after `instant`; 0 where all are later. */
export async function numberAt(tx: Tx, instant: InstantText): Promise<bigint> {
  const row = await tx.maybe(sql<{ number: bigint }>`select number from ledger_journal where at <= ${instant} order by at desc limit 1`)
  return row?.number ?? 0n
}

/** Journal rows after `after`, in order, at most `limit`. */
export async function journalPage(tx: Tx, after: bigint, limit: number): Promise<JournalRow[]> {
  return tx.rows(sql<JournalRow>`
    select number, posting, at, actor, request_id as "requestId", verb, entries, encode(entries_digest, 'hex') as "entriesDigest",
      encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
    from ledger_journal where number > ${after} order by number limit ${limit}`)
}

/** An entry as it stands, with its place. */
export type StoredEntry = Entry & { posting: bigint; line: number }
export type EntryRow = Omit<StoredEntry, 'refers'> & { refersPosting: bigint | null; refersLine: number | null }

export const entryFields = sql.raw(`posting, line, kind, subject, unit_id as "unitId", unit_path as "unitPath", happened_on as "happenedOn", count, amount,
  currency, facets, plan, source, refers_posting as "refersPosting", refers_line as "refersLine"`)

export function storedEntry({ refersPosting, refersLine, ...entry }: EntryRow): StoredEntry {
  return { ...entry, refers: refersPosting === null ? null : { posting: refersPosting, line: refersLine! } }
}

/** All entries of these postings, in order of posting and line. For `verify` and export, which read everything. */
export async function entriesOfPostings(tx: Tx, postings: readonly bigint[], after: { posting: bigint; line: number }, limit: number): Promise<StoredEntry[]> {
  const rows = await tx.rows(sql<EntryRow>`
    select ${entryFields} from ledger_entry
    where posting = any(${postings}::bigint[]) and (posting, line) > (${after.posting}, ${after.line})
    order by posting, line limit ${limit}`)
  return rows.map(storedEntry)
}

/** Whether a later entry takes this one back. */
export async function isReversed(tx: Tx, ref: { posting: bigint; line: number }): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = ${ref.posting} and r.refers_line = ${ref.line}`)) !== undefined
}

/** Entries under postings that the journal does not know: there can be none unless somebody wrote past the program. */
export async function postingsWithoutJournal(tx: Tx): Promise<bigint[]> {
  const rows = await tx.rows(sql<{ posting: bigint }>`
    select distinct posting from ledger_entry e where not exists (select 1 from ledger_journal j where j.posting = e.posting) limit 10`)
  return rows.map((row) => row.posting)
}

/** Gives records their subjects: makes those that are missing. Answers record id → subject id. */
export async function addSubjects(tx: Tx, type: SubjectType, pairs: readonly { id: Uuid; recordId: Uuid }[]): Promise<void> {
  if (pairs.length > copyFromEntries) {
    await tx.copyIn('ledger_subject', ['id', 'type', 'record_id'], pairs.map((pair) => [pair.id, type, pair.recordId]))
    return
  }
  await tx.run(sql`
    insert into ledger_subject (id, type, record_id)
    select s.id, ${type}, s.record_id from unnest(${pairs.map((pair) => pair.id)}::uuid[], ${pairs.map((pair) => pair.recordId)}::uuid[]) as s (id, record_id)`)
}

/** Record id → subject id, for those that have one. */
export async function subjectsOfRecords(tx: Tx, type: SubjectType, recordIds: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const rows = await tx.rows(sql<{ id: Uuid; recordId: Uuid }>`
    select id, record_id as "recordId" from ledger_subject where type = ${type} and record_id = any(${recordIds}::uuid[])`)
  return new Map(rows.map((row) => [row.recordId, row.id]))
}

/** Subject id → record id, for those whose tie was not erased. */
export async function recordsOfSubjects(tx: Tx, subjects: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const rows = await tx.rows(sql<{ id: Uuid; recordId: Uuid }>`
    select id, record_id as "recordId" from ledger_subject where id = any(${subjects}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.recordId]))
}

/** Of these subjects, those about whom an entry of a kind was ever posted. */
export async function subjectsWith(tx: Tx, kind: string, subjects: readonly Uuid[]): Promise<Set<Uuid>> {
  const rows = await tx.rows(sql<{ subject: Uuid }>`select distinct subject from ledger_entry where subject = any(${subjects}::uuid[]) and kind = ${kind}`)
  return new Set(rows.map(({ subject }) => subject))
}

/** Whether the very first posting of one of these verbs holds an entry of a kind; undefined where there is no such posting. */
export async function firstPostingTells(tx: Tx, verbs: readonly string[], kind: string): Promise<boolean | undefined> {
  const row = await tx.maybe(sql<{ tells: boolean }>`select exists (select from ledger_entry e where e.posting = j.posting and e.kind = ${kind}) as tells
    from ledger_journal j where j.verb = any(${verbs}::text[]) order by j.number limit 1`)
  return row?.tells
}

/** Tells the planner what a large posting has brought, in a transaction after it. */
export async function analyze(tx: Tx): Promise<void> {
  await tx.run(sql`select ledger_analyze()`)
}
