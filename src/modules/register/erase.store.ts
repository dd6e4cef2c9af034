import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/*
 * All that the register holds of one person, for herself. No reach is asked here: whoever calls has found out that it is her own card,
 * or one that she reaches (`standsInReach`), and opens what lies beyond it (`tx.beyondReach`).
 */

export type HeldCard = {
  id: Uuid; idCipher: Buffer; phoneCipher: Buffer | null; name: string; sex: 'female' | 'male'; birth: DateText; unitId: number; unitPath: string; householdId: Uuid
  householdNumber: string | null; headName: string | null; householdSize: number | null; isHead: boolean; relation: string | null; ethnicity: string | null
  education: string | null; health: string | null; ability: string; wish: string; hardships: string[]; classedOn: DateText; incomeFen: bigint | null; trade: string | null
  helper: string | null; note: string | null; works: string | null; filedOn: DateText; sheetOn: DateText; createdAt: InstantText; createdBy: string; importId: Uuid | null
}

/** A card that is not erased, whole; undefined where there is none. */
export async function heldCard(tx: Tx, id: Uuid): Promise<HeldCard | undefined> {
  return tx.maybe(sql<HeldCard>`select p.id, p.id_cipher as "idCipher", p.phone_cipher as "phoneCipher", p.name, p.sex, p.birth, p.unit_id as "unitId", p.unit_path as "unitPath",
      p.household_id as "householdId", h.number as "householdNumber", h.head_name as "headName", h.size as "householdSize", p.is_head as "isHead", p.relation, p.ethnicity,
      p.education, p.health, p.ability, p.wish, p.hardships, p.classed_on as "classedOn", p.income_fen as "incomeFen", p.trade, p.helper, p.note, p.works, p.filed_on as "filedOn",
      p.sheet_on as "sheetOn", p.created_at as "createdAt", p.created_by as "createdBy", p.import_id as "importId"
    from register_person p join register_household h on h.id = p.household_id where p.id = ${id} and p.erased_at is null`)
}

export type HeldChange = { field: string; before: string | null; after: string | null; on: DateText; at: InstantText; by: string }
/** Every change of her card and of her household, oldest first. */
export async function heldChanges(tx: Tx, id: Uuid, householdId: Uuid): Promise<HeldChange[]> {
  return tx.rows(sql<HeldChange>`select field, before, after, effective_on as "on", at, by from register_change
    where person_id = ${id} or household_id = ${householdId} order by at, effective_on`)
}

export type HeldReveal = { field: 'idNumber' | 'phone'; reason: string; at: InstantText; by: string }
/** Who had her numbers shown, and for what reason. */
export async function heldReveals(tx: Tx, id: Uuid): Promise<HeldReveal[]> {
  return tx.rows(sql<HeldReveal>`select field, reason, at, by from register_reveal where person_id = ${id} order by at`)
}

/** What her card said before it was changed, of what says who she is; a phone stands there masked. */
export async function formerWords(tx: Tx, id: Uuid): Promise<string[]> {
  const found = await tx.rows(sql<{ word: string }>`select distinct unnest(array[before, after]) as word from register_change where person_id = ${id} and field in ('name', 'phone')`)
  return found.flatMap(({ word }) => word?.trim() || [])
}

/** The rosters that filed her or changed her card, by the name of their file. */
export async function heldImports(tx: Tx, id: Uuid): Promise<{ fileName: string; at: InstantText; by: string }[]> {
  return tx.rows(sql<{ fileName: string; at: InstantText; by: string }>`select i.file_name as "fileName", i.created_at as at, i.created_by as by from register_import i
    where i.id in (select p.import_id from register_person p where p.id = ${id}) or i.id in (select c.request_id from register_change c where c.person_id = ${id}) order by i.created_at`)
}

/** The fields of a card that were changed since an instant, each once. */
export async function fieldsChangedSince(tx: Tx, id: Uuid, at: InstantText): Promise<string[]> {
  return (await tx.rows(sql<{ field: string }>`select distinct field from register_change where person_id = ${id} and at >= ${at} order by field`)).map(({ field }) => field)
}

export type OwnCard = {
  id: Uuid; name: string; sex: 'female' | 'male'; birth: DateText; idNumber: string; phone: string | null; unitId: number; unitPath: string; householdNumber: string | null
  relation: string | null; ethnicity: string | null; education: string | null; health: string | null; ability: string; wish: string; hardships: string[]; incomeFen: bigint | null
  trade: string | null; helper: string | null; note: string | null; works: string | null; filedOn: DateText
}
/** A member's own card, numbers masked; undefined where it was erased. */
export async function ownCard(tx: Tx, id: Uuid): Promise<OwnCard | undefined> {
  return tx.maybe(sql<OwnCard>`select p.id, p.name, p.sex, p.birth, p.id_mask as "idNumber", p.phone_mask as phone, p.unit_id as "unitId", p.unit_path as "unitPath",
      h.number as "householdNumber", p.relation, p.ethnicity, p.education, p.health, p.ability, p.wish, p.hardships, p.income_fen as "incomeFen", p.trade, p.helper, p.note, p.works,
      p.filed_on as "filedOn"
    from register_person p join register_household h on h.id = p.household_id where p.id = ${id} and p.erased_at is null`)
}
