import type { Reach } from '#kernel/actor.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Notice } from './notices.ts'
import type { Channel, Purpose, RequestKind, RequestState } from './words.ts'

export type ConsentRow = { id: Uuid; purpose: Purpose; given: boolean; channel: Channel; at: InstantText; by: string; note: string | null; version: string; text: string; sha256: string }

/** Every consent given or withdrawn by a person, newest first, of all of her cards. Her card was found in reach, or is the reader's own, before. */
export async function consentsOf(tx: Tx, cards: readonly Uuid[]): Promise<ConsentRow[]> {
  return tx.rows(sql<ConsentRow>`select c.id, c.purpose, c.given, c.channel, c.at, c.by, c.note, n.version, n.text, encode(n.sha256, 'hex') as sha256
    from rights_consent c join rights_notice n on n.sha256 = c.notice where c.person_id = any(${cards}::uuid[]) order by c.number desc`)
}

/** Whether the newest word of a person on a purpose, up to an instant, is yes. */
export async function consents(tx: Tx, cards: readonly Uuid[], purpose: Purpose, at: InstantText): Promise<boolean> {
  return (await tx.maybe(sql<{ given: boolean }>`select given from rights_consent where person_id = any(${cards}::uuid[]) and purpose = ${purpose} and at <= ${at} order by number desc limit 1`))?.given ?? false
}

/** Writes a consent given or withdrawn, with the very text; the same id twice is once. */
export async function insertConsent(tx: Tx, c: { id: Uuid; personId: Uuid; purpose: Purpose; given: boolean; channel: Channel; at: InstantText; by: string; note: string | null }, notice: Notice): Promise<void> {
  const digest = Buffer.from(notice.sha256, 'hex')
  await tx.run(sql`insert into rights_notice (sha256, purpose, version, language, text) values (${digest}, ${notice.purpose}, ${notice.version}, ${notice.language}, ${notice.text}) on conflict do nothing`)
  await tx.run(sql`insert into rights_consent (id, person_id, purpose, given, notice, channel, at, by, note)
    values (${c.id}, ${c.personId}, ${c.purpose}, ${c.given}, ${digest}, ${c.channel}, ${c.at}, ${c.by}, ${c.note}) on conflict (id) do nothing`)
}

export type RequestRow = {
  id: Uuid; personId: Uuid; kind: RequestKind; unitId: number; unitPath: string; channel: Channel; receivedAt: InstantText; receivedOn: DateText; answerBy: DateText; carryOutBy: DateText
  clock: string; filedBy: string; details: string | null; state: RequestState
}
const requestColumns = sql.raw(`r.id, r.person_id as "personId", r.kind, r.unit_id as "unitId", r.unit_path as "unitPath", r.channel, r.received_at as "receivedAt", r.received_on as "receivedOn",
  r.answer_by as "answerBy", r.carry_out_by as "carryOutBy", r.clock, r.filed_by as "filedBy", r.details, s.state`)
const newest = sql.raw(`join lateral (select state from rights_request_state where request_id = r.id order by number desc limit 1) s on true`)

/** Writes a request and that it was received. Answers false where the id stands already. */
export async function insertRequest(tx: Tx, r: Omit<RequestRow, 'state'>, stateId: Uuid): Promise<boolean> {
  const made = await tx.run(sql`insert into rights_request (id, person_id, kind, unit_id, unit_path, channel, received_at, received_on, answer_by, carry_out_by, clock, filed_by, details)
    values (${r.id}, ${r.personId}, ${r.kind}, ${r.unitId}, ${r.unitPath}, ${r.channel}, ${r.receivedAt}, ${r.receivedOn}, ${r.answerBy}, ${r.carryOutBy}, ${r.clock}, ${r.filedBy}, ${r.details})
    on conflict (id) do nothing`)
  if (made === 0) return false
  await insertState(tx, { id: stateId, requestId: r.id, state: 'received', at: r.receivedAt, by: r.filedBy, reason: null })
  return true
}

export type StateRow = { id: Uuid; requestId: Uuid; state: RequestState; at: InstantText; by: string; reason: string | null }
/** Moves a request on. Two who end it at once: the second breaks on the unique index and is tried again. */
export async function insertState(tx: Tx, s: StateRow): Promise<void> {
  await tx.run(sql`insert into rights_request_state (id, request_id, state, at, by, reason) values (${s.id}, ${s.requestId}, ${s.state}, ${s.at}, ${s.by}, ${s.reason})`)
}

/** How a request went on, oldest first. */
export async function statesOf(tx: Tx, requestIds: readonly Uuid[]): Promise<StateRow[]> {
  return tx.rows(sql<StateRow>`select id, request_id as "requestId", state, at, by, reason from rights_request_state where request_id = any(${requestIds}::uuid[]) order by number`)
}

/** One request of a unit in reach, or of the person herself. */
export async function requestById(tx: Tx, reach: Reach, own: Uuid | null, id: Uuid): Promise<RequestRow | undefined> {
  return tx.maybe(sql<RequestRow>`select ${requestColumns} from rights_request r ${newest} where r.id = ${id} and (${inReach('r.unit_path', reach)} or r.person_id = ${own}::uuid)`)
}
/** Two who act on one request, or write for one person, come one after the other. In: the id of the request or the card. */
export async function lockRequest(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('rights:' || ${id}, 0))`)
}

/** All requests of one person, newest first, of all of her cards. Her card was found in reach, or is the reader's own, before. */
export async function requestsOf(tx: Tx, cards: readonly Uuid[]): Promise<RequestRow[]> {
  return tx.rows(sql<RequestRow>`select ${requestColumns} from rights_request r ${newest} where r.person_id = any(${cards}::uuid[]) order by r.received_at desc, r.id`)
}

/** Whether something that was asked about one of these cards is still open, wherever it was asked: yes or no, and no more. */
export async function hasOpenRequest(tx: Tx, cards: readonly Uuid[]): Promise<boolean> {
  return tx.beyondReach(async (beyond) => (await beyond.maybe(sql`select 1 from rights_request r ${newest} where r.person_id = any(${cards}::uuid[]) and s.state not in ('carried-out', 'refused', 'lapsed') limit 1`)) !== undefined)
}

/** One page of the requests in reach, what is due first on top, and how many there are; ended ones newest first. */
export async function requestPage(tx: Tx, reach: Reach, f: { ended: boolean; kind: RequestKind | null }, page: { limit: number; offset: number }): Promise<{ total: number; rows: RequestRow[] }> {
  const where = sql`${inReach('r.unit_path', reach)} and (s.state in ('carried-out', 'refused', 'lapsed')) = ${f.ended} ${f.kind === null ? sql`` : sql`and r.kind = ${f.kind}`}`
  const order = f.ended ? sql`r.received_at desc, r.id` : sql`case when s.state = 'received' then r.answer_by else r.carry_out_by end, r.received_at, r.id`
  const rows = await tx.rows(sql<RequestRow & { total: number }>`
    select t.total, l.* from (select count(*)::int as total from rights_request r ${newest} where ${where}) t
    left join lateral (select ${requestColumns}, row_number() over (order by ${order}) as place from rights_request r ${newest} where ${where} order by ${order} limit ${page.limit} offset ${page.offset}) l on true
    order by l.place`)
  return { total: rows[0]!.total, rows: rows[0]!.id === null ? [] : rows }
}

/** How many open requests in reach are past their day. */
export async function overdueCount(tx: Tx, reach: Reach, today: DateText): Promise<number> {
  return (await tx.one(sql<{ n: number }>`select count(*)::int as n from rights_request r ${newest} where ${inReach('r.unit_path', reach)}
    and s.state in ('received', 'answered') and case when s.state = 'received' then r.answer_by else r.carry_out_by end < ${today}`)).n
}

/** Erases whom a request names; the database holds it against the rule of two people. Answers false where it was done already. */
export async function erase(tx: Tx, e: { requestId: Uuid; by: string; stateId: Uuid; at: InstantText; words: readonly string[] }): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select rights_erase(${e.requestId}, ${e.by}, ${e.stateId}, ${e.at}::timestamptz, ${e.words}::text[]) as done`)).done
}
