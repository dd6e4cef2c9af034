import type { Reach } from '#kernel/actor.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Ability, Wish } from './words.ts'

/** One who merges, or takes a merge back, comes after the other: two that merge the same two cards either way make no circle. Held until the transaction ends. */
export async function lockMerging(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('register.merging:' || current_schema(), 0))`)
}

export type MergeCard = {
  id: Uuid; name: string; unitId: number; unitPath: string; householdId: Uuid; mergedInto: Uuid | null; ability: Ability; wish: Wish; hardships: string[]; works: string | null
  filedOn: DateText
}
/** Cards in reach by id, locked; erased ones and those out of reach are missing. */
export async function lockCards(tx: Tx, reach: Reach, ids: readonly Uuid[]): Promise<Map<Uuid, MergeCard>> {
  const rows = await tx.rows(sql<MergeCard>`select p.id, p.name, p.unit_id as "unitId", p.unit_path as "unitPath", p.household_id as "householdId", p.merged_into as "mergedInto",
      p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn"
    from register_person p where p.id = any(${ids}::uuid[]) and p.erased_at is null and ${inReach('p.unit_path', reach)} order by p.id for update`)
  return new Map(rows.map((row) => [row.id, row]))
}

export type Merge = { id: Uuid; personId: Uuid; intoId: Uuid; tookWorks: boolean; reason: string; at: InstantText; by: string }

/** A merge by its id, and whether it was taken back; undefined where neither card is in reach. */
export async function mergeById(tx: Tx, id: Uuid): Promise<(Merge & { undone: Uuid | null }) | undefined> {
  return tx.maybe(sql<Merge & { undone: Uuid | null }>`select m.id, m.person_id as "personId", m.into_id as "intoId", m.took_works as "tookWorks", m.reason, m.at, m.by, u.id as undone
    from register_merge m left join register_merge_undone u on u.merge_id = m.id where m.id = ${id}`)
}

/**
 * Closes a card and names the one that stays. Cards merged into it before name that one, too: they may lie beyond the reach of who
 * merges, and nothing of them is told.
 */
export async function insertMerge(tx: Tx, m: Merge, works: string | null): Promise<void> {
  await tx.run(sql`insert into register_merge (id, person_id, into_id, took_works, reason, at, by)
    values (${m.id}, ${m.personId}, ${m.intoId}, ${m.tookWorks}, ${m.reason}, ${m.at}, ${m.by})`)
  if (m.tookWorks) await tx.run(sql`update register_person set works = ${works} where id = ${m.intoId}`)
  await tx.beyondReach((beyond) => beyond.run(sql`update register_person set merged_into = ${m.intoId} where id = ${m.personId} or merged_into = ${m.personId}`))
}

/** Opens a closed card again, with what had been merged into it before: these may lie beyond the reach, and nothing of them is told. */
export async function undoMerge(tx: Tx, m: Merge, u: { id: Uuid; reason: string; at: InstantText; by: string }): Promise<void> {
  await tx.run(sql`insert into register_merge_undone (merge_id, id, reason, at, by) values (${m.id}, ${u.id}, ${u.reason}, ${u.at}, ${u.by})`)
  if (m.tookWorks) await tx.run(sql`update register_person p set works = null from register_person closed where p.id = ${m.intoId} and closed.id = ${m.personId} and p.works = closed.works`)
  await tx.beyondReach((beyond) => beyond.run(sql`
    with recursive below (id) as (select ${m.personId}::uuid union select s.person_id from below b join register_merge s on s.into_id = b.id
      where not exists (select from register_merge_undone u where u.merge_id = s.id))
    update register_person p set merged_into = case when p.id = ${m.personId} then null else ${m.personId}::uuid end from below b where p.id = b.id`))
}

/** The standing cards behind an id number or a phone, by its hash, where that stands on a card that was closed: wherever it is, and by id alone. */
export async function standingOfHash(tx: Tx, field: 'id-number' | 'phone', hash: Buffer): Promise<Uuid[]> {
  const column = sql.ref(field === 'id-number' ? 'p.id_hash' : 'p.phone_hash')
  return (await tx.beyondReach((beyond) => beyond.rows(sql<{ id: Uuid }>`select distinct p.merged_into as id from register_person p where ${column} = ${hash} and p.merged_into is not null`))).map(({ id }) => id)
}

/** All cards of one person that the transaction sees: of the card asked for, the one that stands first, then those merged into it. */
export async function cardsOfPerson(tx: Tx, id: Uuid): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ id: Uuid }>`with root as materialized (select coalesce(p.merged_into, p.id) as id from register_person p where p.id = ${id})
    select c.id from register_person c where c.id = (select id from root) or c.merged_into = (select id from root) order by c.merged_into is not null, c.id`)
  return rows.map((row) => row.id)
}

/** Cards that were merged into these standing ones, as the transaction sees them: the closed card → the one that stands. */
export async function closedCardsOf(tx: Tx, ids: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const rows = await tx.rows(sql<{ id: Uuid; into: Uuid }>`select id, merged_into as "into" from register_person where merged_into = any(${[...ids]}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.into]))
}

/** Says that two cards are two persons; twice is once. */
export async function insertApart(tx: Tx, one: Uuid, other: Uuid, w: { at: InstantText; by: string }): Promise<void> {
  const [first, second] = [one, other].sort() as [Uuid, Uuid]
  await tx.run(sql`insert into register_apart (person_id, other_id, at, by) values (${first}, ${second}, ${w.at}, ${w.by}) on conflict do nothing`)
}
