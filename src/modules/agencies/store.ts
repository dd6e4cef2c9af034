import type { Reach } from '#kernel/actor.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Act, KindOfAgency, reversalReasons, ShownState } from './words.ts'

export type AgencyRow = { id: Uuid; name: string; kind: KindOfAgency; unitId: number; unitPath: string; joinedOn: DateText; leftOn: DateText | null; takenBack: boolean }
export type ChangeRow = { id: Uuid; agencyId: Uuid; act: Act; name: string; on: DateText; at: InstantText; by: string }
/** A step of an agency's life as it stands: with why it was taken back, where it was. */
export type LifeRow = ChangeRow & { reversedFor: (typeof reversalReasons)[number] | null }

const columns = sql.raw('a.id, n.name, a.kind, a.unit_id as "unitId", a.unit_path as "unitPath", a.joined_on as "joinedOn", e.on_day as "leftOn", j.id is not null as "takenBack"')
/** No change lies in the future, so the newest name is today's. What was taken back is not looked at. */
const source = sql.raw(`agencies_agency a
  join lateral (select name from agencies_change c where c.agency_id = a.id and (c.act <> 'left' or not exists (select from agencies_reversal r where r.change_id = c.id)) order by on_day desc, number desc limit 1) n on true
  left join agencies_change e on e.agency_id = a.id and e.act = 'left' and not exists (select from agencies_reversal r where r.change_id = e.id)
  left join agencies_reversal j on j.change_id = a.id`)

/** One agency, if the reach holds it. */
export async function agencyById(tx: Tx, reach: Reach, id: Uuid): Promise<AgencyRow | undefined> {
  return tx.maybe(sql<AgencyRow>`select ${columns} from ${source} where a.id = ${id} and ${inReach('a.unit_path', reach)}`)
}

/** One page of the agencies in reach by name, and how many there are. `text` is looked for in today's name, blank is any. */
export async function agencyPage(tx: Tx, reach: Reach, text: string, f: { kind: KindOfAgency | null; state: ShownState }, page: { limit: number; offset: number }): Promise<{ total: number; rows: AgencyRow[] }> {
  const literal = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const where = sql`${inReach('a.unit_path', reach)} and (${text} = '' or n.name ilike ${literal}) and (${f.kind}::text is null or a.kind = ${f.kind})
    and (${f.state} = 'all' or (j.id is null and (e.id is null) = (${f.state} = 'at-work')))`
  const { total } = (await tx.maybe(sql<{ total: number }>`select count(*)::int as total from ${source} where ${where}`))!
  const rows = await tx.rows(sql<AgencyRow>`select ${columns} from ${source} where ${where} order by n.name, a.id limit ${page.limit} offset ${page.offset}`)
  return { total, rows }
}

/** Agencies at work beside a unit: today's names of one kind. The unit was found in reach. */
export async function atWorkBeside(tx: Tx, unitId: number, kind: KindOfAgency): Promise<{ id: Uuid; name: string }[]> {
  return tx.rows(sql<{ id: Uuid; name: string }>`select a.id, n.name from ${source} where a.unit_id = ${unitId} and a.kind = ${kind} and e.id is null and j.id is null`)
}

/** What became of an agency, oldest first. It was found in reach. */
export async function lifeOf(tx: Tx, agencyId: Uuid): Promise<LifeRow[]> {
  return tx.rows(sql<LifeRow>`select c.id, c.agency_id as "agencyId", c.act, c.name, c.on_day as "on", c.at, c.by, r.reason as "reversedFor"
    from agencies_change c left join agencies_reversal r on r.change_id = c.id where c.agency_id = ${agencyId} order by c.on_day, c.number`)
}

/** Two who write beside one unit come one after the other. */
export async function lockUnit(tx: Tx, unitId: number): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('agencies:' || ${unitId}, 0))`)
}

/** Writes an agency; false where the id stands already, perhaps out of reach. */
export async function insertAgency(tx: Tx, a: { id: Uuid; kind: KindOfAgency; unitId: number; unitPath: string; joinedOn: DateText; at: InstantText; by: string }): Promise<boolean> {
  return (await tx.run(sql`insert into agencies_agency (id, kind, unit_id, unit_path, joined_on, at, by) values (${a.id}, ${a.kind}, ${a.unitId}, ${a.unitPath}, ${a.joinedOn}, ${a.at}, ${a.by}) on conflict (id) do nothing`)) === 1
}
/** Writes a change; false where the id stands already, perhaps out of reach. */
export async function insertChange(tx: Tx, c: ChangeRow): Promise<boolean> {
  return (await tx.run(sql`insert into agencies_change (id, agency_id, act, name, on_day, at, by) values (${c.id}, ${c.agencyId}, ${c.act}, ${c.name}, ${c.on}, ${c.at}, ${c.by}) on conflict (id) do nothing`)) === 1
}

/** Puts the agencies beside some units at other ones, since the tree changed; what was posted keeps its path. Out: how many. */
export async function moveAgencies(tx: Tx, moves: readonly { readonly fromPath: string; readonly toUnitId: number; readonly toPath: string }[]): Promise<number> {
  if (moves.length === 0) return 0
  return tx.run(sql`update agencies_agency a set unit_id = m.unit_id, unit_path = m.unit_path
    from unnest(${moves.map(({ fromPath }) => fromPath)}::text[], ${moves.map(({ toUnitId }) => toUnitId)}::int[], ${moves.map(({ toPath }) => toPath)}::text[]) m (from_path, unit_id, unit_path)
    where a.unit_path = m.from_path collate "C"`)
}

/** What a request's id stands for already; undefined also where its agency is out of reach. */
export async function changeById(tx: Tx, id: Uuid): Promise<{ agencyId: Uuid; act: Act; name: string; on: DateText } | undefined> {
  return tx.maybe(sql<{ agencyId: Uuid; act: Act; name: string; on: DateText }>`select agency_id as "agencyId", act, name, on_day as "on" from agencies_change where id = ${id}`)
}

/** Writes that a change was taken back; false where the id stands already, or the change was taken back before. */
export async function insertReversal(tx: Tx, r: { id: Uuid; changeId: Uuid; reason: string; at: InstantText; by: string }): Promise<boolean> {
  return (await tx.run(sql`insert into agencies_reversal (id, change_id, reason, at, by) values (${r.id}, ${r.changeId}, ${r.reason}, ${r.at}, ${r.by}) on conflict do nothing`)) === 1
}
/** What a request's id took back; undefined also where the agency is out of reach. */
export async function reversalById(tx: Tx, id: Uuid): Promise<{ changeId: Uuid; reason: string } | undefined> {
  return tx.maybe(sql<{ changeId: Uuid; reason: string }>`select change_id as "changeId", reason from agencies_reversal where id = ${id}`)
}

/** Names of agencies in reach. */
export async function namesOf(tx: Tx, reach: Reach, ids: readonly Uuid[]): Promise<{ id: Uuid; name: string }[]> {
  return tx.rows(sql<{ id: Uuid; name: string }>`select a.id, n.name from ${source} where a.id = any(${ids}::uuid[]) and ${inReach('a.unit_path', reach)}`)
}
