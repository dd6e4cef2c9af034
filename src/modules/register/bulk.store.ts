import type { Reach } from '#kernel/actor.ts'
import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { stageColumns } from './stage.ts'
import type { Ability, Wish } from './words.ts'

/*
 * The set-based write of a roster. Accepted rows come by COPY into a table of this transaction; every step after that is one
 * statement over all of them. `hkey` is the household's key; `person_id` and `household_id` begin as the ids to give and end as
 * the ids that hold. What a row leaves null it does not say: it erases nothing.
 */

/** One import at a time in a workspace; waits for the one before. Held until the transaction ends. */
export async function lockImports(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('register.import:' || current_schema(), 0))`)
}

/** Makes the stage and fills it from lines of `stageColumns`. */
export async function fillStage(tx: Tx, lines: AsyncIterable<Uint8Array>): Promise<void> {
  await tx.run(sql`create temp table register_stage (
    ordinal integer primary key, sheet text not null, row integer not null, person_id uuid not null, household_id uuid, id_hash bytea not null, id_cipher bytea not null,
    id_mask text not null, name text not null, pinyin text not null, initials text not null, name_parts text[] not null, sex text not null, birth date not null,
    phone_hash bytea, phone_cipher bytea, phone_mask text, unit_id integer not null, unit_path text collate "C" not null, hkey text not null, head_hash bytea,
    head_name text, number text, size smallint, is_head boolean not null, relation text, ethnicity text, education text, health text, ability text, wish text,
    hardships text[], income_fen bigint, trade text, helper text, note text, filed_on date not null, sheet_on date not null, is_new boolean not null default true) on commit drop`)
  await tx.copyLinesIn('register_stage', stageColumns, lines)
  await tx.run(sql`analyze register_stage (ordinal, id_hash, head_hash, hkey, person_id, unit_id, is_new)`)
}

/** Rows whose id number stands anywhere in the register under another writing of the name: the caller says whether it is another name, and no more. */
export async function stageNames(tx: Tx): Promise<{ ordinal: number; name: string; known: string }[]> {
  return tx.beyondReach((beyond) => beyond.rows(sql<{ ordinal: number; name: string; known: string }>`
    select s.ordinal, s.name, p.name as known from register_stage s join register_person p on p.id_hash = s.id_hash where p.name <> s.name`))
}

/**
 * Finds who is known already; and whose household, where the sheet names it by head only, is one that the register has. A number that
 * a household out of reach bears is another household's here: nobody joins or changes what he cannot see. All of the register is looked
 * through, since a person is one wherever she lives; what is found stays in the stage.
 */
export async function resolvePersons(tx: Tx, reach: Reach, unitId: number): Promise<void> {
  await tx.beyondReach((beyond) => resolve(beyond, reach, unitId))
}
async function resolve(tx: Tx, reach: Reach, unitId: number): Promise<void> {
  await tx.run(sql`update register_stage s set hkey = s.hkey || ${numberWithin(unitId)} from register_household h
    where s.hkey like 'n:%' and h.key = s.hkey and not ${inReach('h.unit_path', reach)}`)
  await tx.run(sql`update register_stage s set person_id = p.id, is_new = false,
      hkey = case when s.hkey like 'n:%' then s.hkey else h.key end
    from register_person p join register_household h on h.id = p.household_id where p.id_hash = s.id_hash`)
  // A number that stands on a card which was merged away is that of the card that stays. Of two rows that now name one person the first holds.
  const merged = await tx.run(sql`update register_stage s set person_id = r.id, hkey = case when s.hkey like 'n:%' then s.hkey else h.key end
    from register_merge m join register_person p on p.id = m.person_id join register_person r on r.id = p.merged_into join register_household h on h.id = r.household_id where p.id_hash = s.id_hash`)
  if (merged > 0) await tx.run(sql`delete from register_stage s using register_stage f where not s.is_new and not f.is_new and s.person_id = f.person_id and s.ordinal > f.ordinal`)
  await tx.run(sql`update register_stage s set hkey = h.key
    from register_person p join register_household h on h.id = p.household_id
    where s.is_new and s.hkey like 'h:%' and p.id_hash = s.head_hash and p.is_head and p.unit_id = s.unit_id`)
}

/** What tells a household's number apart from the same number out of reach: the unit that the officer works for. */
export const numberWithin = (unitId: number) => `@${unitId}`

export type HouseholdCounts = { new: number; updated: number; unchanged: number }
export type Writing = { at: InstantText; by: string; importId: Uuid | null; requestId: Uuid }

/**
 * Files the households that rows name, changes those that a newer sheet says otherwise of, and gives each row its household. Rows
 * of one household may contradict one another: what any of them confirms is no change. A household out of reach
 * is never changed.
 */
export async function writeHouseholds(tx: Tx, reach: Reach, w: Writing): Promise<HouseholdCounts> {
  // The household of somebody known may be out of reach: it is found, that she is not filed a second one, and never changed.
  await tx.beyondReach((beyond) => beyond.run(sql`create temp table register_stage_household on commit drop as
    with first as (select distinct on (hkey) hkey, coalesce(household_id, gen_random_uuid()) as id, unit_id, unit_path, head_name from register_stage order by hkey, ordinal),
    told as (select hkey, min(filed_on) as filed_on, max(sheet_on) as sheet_on, (array_agg(number order by ordinal) filter (where number is not null))[1] as number,
      (array_agg(size order by ordinal) filter (where size is not null))[1] as size,
      coalesce(array_agg(distinct size) filter (where size is not null), '{}') as sizes, coalesce(array_agg(distinct head_name) filter (where head_name is not null), '{}') as heads
      from register_stage group by hkey)
    select f.*, t.filed_on, t.sheet_on, t.number, t.size, h.id is null as is_new, h.id as known_id,
      case when h.size = any(t.sizes) then h.size else coalesce(t.size, h.size) end as now_size,
      case when h.head_name = any(t.heads) then h.head_name else coalesce(f.head_name, h.head_name) end as now_head
    from first f join told t using (hkey) left join register_household h on h.key = f.hkey`))
  await tx.run(sql`insert into register_household (id, key, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, created_at, created_by, import_id)
    select id, hkey, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, ${w.at}, ${w.by}, ${w.importId} from register_stage_household where is_new`)
  const { updated } = await tx.one(sql<{ updated: number }>`
    with differing as (
      select h.id, s.sheet_on, d.field, d.before, d.after from register_stage_household s join register_household h on h.id = s.known_id
      cross join lateral (values ('size', h.size::text, s.now_size::text), ('headName', h.head_name, s.now_head)) d (field, before, after)
      where s.sheet_on >= h.sheet_on and d.before is distinct from d.after and ${inReach('h.unit_path', reach)}),
    noted as (insert into register_change (id, household_id, field, before, after, effective_on, at, by, request_id)
      select gen_random_uuid(), id, field, before, after, sheet_on, ${w.at}, ${w.by}, ${w.requestId} from differing)
    select count(distinct id)::int as updated from differing`)
  await tx.run(sql`update register_household h set size = s.now_size, head_name = s.now_head, sheet_on = s.sheet_on
    from register_stage_household s where h.id = s.known_id and ${inReach('h.unit_path', reach)} and (s.sheet_on > h.sheet_on
      or (s.sheet_on = h.sheet_on and (s.now_size is distinct from h.size or s.now_head is distinct from h.head_name)))`)
  await tx.run(sql`analyze register_stage_household (hkey, id, is_new)`)
  // Who is new finds her household by its key when she is filed; who is known is compared by its id.
  await tx.run(sql`update register_stage s set household_id = coalesce(h.known_id, h.id) from register_stage_household h where h.hkey = s.hkey and not s.is_new`)
  const { total, fresh } = await tx.one(sql<{ total: number; fresh: number }>`select count(*)::int as total, (count(*) filter (where is_new))::int as fresh from register_stage_household`)
  return { new: fresh, updated, unchanged: total - fresh - updated }
}

/** Files the persons that are new; answers how many. */
export async function insertPersons(tx: Tx, w: Writing): Promise<number> {
  return tx.run(sql`insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id,
      unit_path, household_id, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on, classed_on,
      created_at, created_by, import_id)
    select s.person_id, s.id_hash, s.id_cipher, s.id_mask, s.name, s.pinyin, s.initials, s.name_parts, s.sex, s.birth, s.phone_hash, s.phone_cipher, s.phone_mask, s.unit_id,
      s.unit_path, coalesce(h.known_id, h.id), s.is_head, s.relation, s.ethnicity, s.education, s.health, coalesce(s.ability, 'unknown'), coalesce(s.wish, 'unknown'), coalesce(s.hardships, '{}'), s.income_fen,
      s.trade, s.helper, s.note, s.filed_on, s.sheet_on, s.filed_on, ${w.at}, ${w.by}, ${w.importId}
    from register_stage s join register_stage_household h on h.hkey = s.hkey where s.is_new order by s.ordinal`)
}

/**
 * What newer rows say otherwise of persons known before: dated changes, then the cards. A sheet older than the card changes nothing,
 * and a card out of reach stays as it is: she is the same person, and whoever reads the sheet learns no more.
 * Answers how many persons changed, and those who are classed anew or moved, as they now stand.
 */
export async function changePersons(tx: Tx, reach: Reach, w: Writing): Promise<{ updated: number; reclassed: Reclassed[] }> {
  // A county's first roster: the planner knows of nobody there and would read the stage anew for each of the thousands just filed.
  await tx.run(sql`create index on register_stage (person_id) where not is_new`)
  await tx.run(sql`create temp table register_stage_change on commit drop as
    select s.ordinal, p.id as person_id, s.sheet_on, d.field, d.before, d.after
    from register_stage s join register_person p on p.id = s.person_id and not s.is_new and s.sheet_on >= p.sheet_on and ${inReach('p.unit_path', reach)}
    cross join lateral (values
      ('phone', p.phone_mask, s.phone_mask, p.phone_hash is distinct from s.phone_hash), ('unit', p.unit_id::text, s.unit_id::text, true),
      ('household', p.household_id::text, s.household_id::text, true), ('relation', p.relation, s.relation, true), ('ethnicity', p.ethnicity, s.ethnicity, true),
      ('education', p.education, s.education, true), ('health', p.health, s.health, true), ('ability', p.ability, s.ability, true), ('wish', p.wish, s.wish, true),
      ('hardships', array_to_string(p.hardships, ','), array_to_string(s.hardships, ','), true), ('incomeFen', p.income_fen::text, s.income_fen::text, true),
      ('trade', p.trade, s.trade, true), ('helper', p.helper, s.helper, true), ('note', p.note, s.note, true)) d (field, before, after, differs)
    where d.after is not null and d.differs and (d.field = 'phone' or d.before is distinct from d.after)`)
  await tx.run(sql`insert into register_change (id, person_id, field, before, after, effective_on, at, by, request_id)
    select gen_random_uuid(), person_id, field, nullif(before, ''), after, sheet_on, ${w.at}, ${w.by}, ${w.requestId} from register_stage_change order by ordinal`)
  await tx.run(sql`update register_person p set sheet_on = s.sheet_on, unit_id = s.unit_id, unit_path = s.unit_path, household_id = s.household_id,
      is_head = case when s.relation is null then p.is_head else s.is_head end,
      relation = coalesce(s.relation, p.relation), ethnicity = coalesce(s.ethnicity, p.ethnicity), education = coalesce(s.education, p.education),
      health = coalesce(s.health, p.health), phone_hash = coalesce(s.phone_hash, p.phone_hash), phone_cipher = case when s.phone_hash is null then p.phone_cipher else s.phone_cipher end,
      phone_mask = coalesce(s.phone_mask, p.phone_mask), ability = coalesce(s.ability, p.ability), wish = coalesce(s.wish, p.wish), hardships = coalesce(s.hardships, p.hardships),
      income_fen = coalesce(s.income_fen, p.income_fen), trade = coalesce(s.trade, p.trade), helper = coalesce(s.helper, p.helper), note = coalesce(s.note, p.note),
      classed_on = case when exists (select from register_stage_change c where c.person_id = p.id and c.field in ('ability', 'wish', 'hardships'))
        then greatest(p.classed_on, s.sheet_on) else p.classed_on end
    from register_stage s where p.id = s.person_id and not s.is_new
      and (s.sheet_on > p.sheet_on or exists (select from register_stage_change c where c.person_id = p.id))
      and s.sheet_on >= p.sheet_on and ${inReach('p.unit_path', reach)}`)
  const reclassed = await tx.rows(sql<Reclassed>`
    select p.id, p.unit_id as "unitId", p.unit_path as "unitPath", greatest(p.classed_on, max(c.sheet_on)) as "classedOn", p.ability, p.wish, p.hardships
    from register_stage_change c join register_person p on p.id = c.person_id where c.field in ('ability', 'wish', 'hardships', 'unit')
    group by p.id order by min(c.ordinal)`)
  const { updated } = await tx.one(sql<{ updated: number }>`select count(distinct person_id)::int as updated from register_stage_change`)
  return { updated, reclassed }
}

export type Reclassed = { id: Uuid; unitId: number; unitPath: string; classedOn: DateText; ability: Ability; wish: Wish; hardships: string[] }
export type NewPerson = { ordinal: number; id: Uuid; householdId: Uuid; unitId: number; unitPath: string; filedOn: DateText; ability: Ability; wish: Wish; hardships: string[] }

/** New persons after an ordinal, in the order of the file: what is posted of them. */
export async function newPersons(tx: Tx, after: number, limit: number): Promise<NewPerson[]> {
  return tx.rows(sql<NewPerson>`select s.ordinal, s.person_id as id, coalesce(h.known_id, h.id) as "householdId", s.unit_id as "unitId", s.unit_path as "unitPath", s.filed_on as "filedOn",
      coalesce(s.ability, 'unknown') as ability, coalesce(s.wish, 'unknown') as wish, coalesce(s.hardships, '{}') as hardships
    from register_stage s join register_stage_household h on h.hkey = s.hkey where s.is_new and s.ordinal > ${after} order by s.ordinal limit ${limit}`)
}

export type Joined = { id: Uuid; householdId: Uuid; unitId: number; unitPath: string; on: DateText }

/** Those known before whom this write put into another household, and since when. */
export async function joinedAnew(tx: Tx): Promise<Joined[]> {
  return tx.rows(sql<Joined>`select p.id, p.household_id as "householdId", p.unit_id as "unitId", p.unit_path as "unitPath", c.sheet_on as "on"
    from register_stage_change c join register_person p on p.id = c.person_id where c.field = 'household' order by c.ordinal`)
}

/** The new households of this write after a key, in the order of keys. */
export async function newHouseholds(tx: Tx, after: string, limit: number): Promise<NewHousehold[]> {
  return tx.rows(sql<NewHousehold>`select hkey, id, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn"
    from register_stage_household where is_new and hkey collate "C" > ${after} order by hkey collate "C" limit ${limit}`)
}
export type NewHousehold = { hkey: string; id: Uuid; unitId: number; unitPath: string; filedOn: DateText }

/** How many persons the planner believes there are; 0 where it was never told. */
export async function personsPlanned(tx: Tx): Promise<number> {
  return Math.max(0, (await tx.one(sql<{ n: number }>`select reltuples::float8 as n from pg_class where oid = 'register_person'::regclass`)).n)
}

/** Tells the planner what a large import has brought, in a transaction after it. */
export async function analyze(tx: Tx): Promise<void> {
  await tx.run(sql`select register_analyze()`)
}
