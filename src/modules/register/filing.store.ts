import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Ability, Wish } from './words.ts'

export type NewCard = {
  id: Uuid; idHash: Buffer; idCipher: Buffer; idMask: string; name: string; pinyin: string; initials: string; nameParts: readonly string[]; sex: 'female' | 'male'; birth: DateText
  phoneHash: Buffer | null; phoneCipher: Buffer | null; phoneMask: string | null; unitId: number; unitPath: string; householdId: Uuid; isHead: boolean
  relation: string | null; ethnicity: string | null; education: string | null; health: string | null; ability: Ability; wish: Wish; hardships: readonly string[]
  incomeFen: bigint | null; trade: string | null; helper: string | null; note: string | null; filedOn: DateText; sheetOn: DateText; at: InstantText; by: string
}
export type NewHousehold = { id: Uuid; key: string; number: string | null; unitId: number; unitPath: string; headName: string | null; size: number | null; filedOn: DateText; sheetOn: DateText }

/** Files one card, and its household where that is new, in one round trip. */
export async function insertCard(tx: Tx, c: NewCard, household: NewHousehold | null): Promise<void> {
  const h = household
  await tx.run(sql`
    with household as (
      insert into register_household (id, key, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, created_at, created_by)
      select ${h?.id ?? null}::uuid, ${h?.key ?? null}, ${h?.number ?? null}, ${h?.unitId ?? null}::int, ${h?.unitPath ?? null}, ${h?.headName ?? null}, ${h?.size ?? null}::smallint,
        ${h?.filedOn ?? null}::date, ${h?.sheetOn ?? null}::date, ${c.at}::timestamptz, ${c.by} where ${h !== null})
    insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id, unit_path,
      household_id, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on, classed_on, created_at, created_by)
    values (${c.id}, ${c.idHash}, ${c.idCipher}, ${c.idMask}, ${c.name}, ${c.pinyin}, ${c.initials}, ${c.nameParts}::text[], ${c.sex}, ${c.birth}, ${c.phoneHash}, ${c.phoneCipher},
      ${c.phoneMask}, ${c.unitId}, ${c.unitPath}, ${c.householdId}, ${c.isHead}, ${c.relation}, ${c.ethnicity}, ${c.education}, ${c.health}, ${c.ability}, ${c.wish},
      ${c.hardships}::text[], ${c.incomeFen}, ${c.trade}, ${c.helper}, ${c.note}, ${c.filedOn}, ${c.sheetOn}, ${c.filedOn}, ${c.at}, ${c.by})`)
}

/** What a card's fields are now, for a change; locked until the transaction ends. */
export type CardFields = {
  name: string; sex: string; relation: string | null; ethnicity: string | null; education: string | null; health: string | null; phoneHash: string | null; phoneMask: string | null
  ability: Ability; wish: Wish; hardships: string[]; incomeFen: bigint | null; trade: string | null; helper: string | null; note: string | null
  unitId: number; unitPath: string; filedOn: DateText; classedOn: DateText; sheetOn: DateText; mergedInto: Uuid | null
}
/** Undefined where it was erased in the meantime. */
export async function lockCard(tx: Tx, id: Uuid): Promise<CardFields | undefined> {
  return tx.maybe(sql<CardFields>`select name, sex, relation, ethnicity, education, health, encode(phone_hash, 'hex') as "phoneHash", phone_mask as "phoneMask", ability, wish, hardships,
      income_fen as "incomeFen", trade, helper, note, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn", classed_on as "classedOn", sheet_on as "sheetOn", merged_into as "mergedInto"
    from register_person where id = ${id} and erased_at is null for update`)
}

export type FieldChange = { field: string; before: string | null; after: string }
/** Writes the changes of one card, dated, with who and for which request. */
export async function insertChanges(tx: Tx, personId: Uuid, changes: readonly FieldChange[], w: { effectiveOn: DateText; at: InstantText; by: string; requestId: Uuid }): Promise<void> {
  await tx.run(sql`insert into register_change (id, person_id, field, before, after, effective_on, at, by, request_id)
    select gen_random_uuid(), ${personId}, c.field, c.before, c.after, ${w.effectiveOn}, ${w.at}, ${w.by}, ${w.requestId}
    from unnest(${changes.map((c) => c.field)}::text[], ${changes.map((c) => c.before)}::text[], ${changes.map((c) => c.after)}::text[]) c (field, before, after)`)
}
/** Fields that an earlier arrival of the request changed. */
export async function changesOfRequest(tx: Tx, personId: Uuid, requestId: Uuid): Promise<string[]> {
  return (await tx.rows(sql<{ field: string }>`select field from register_change where person_id = ${personId} and request_id = ${requestId}`)).map(({ field }) => field)
}

export type CardUpdate = Omit<CardFields, 'phoneHash' | 'unitId' | 'unitPath' | 'filedOn' | 'mergedInto'> & { pinyin: string; initials: string; nameParts: readonly string[]; phone: { hash: Buffer; cipher: Buffer } | null }
export async function updateCard(tx: Tx, id: Uuid, c: CardUpdate): Promise<void> {
  await tx.run(sql`update register_person set name = ${c.name}, pinyin = ${c.pinyin}, initials = ${c.initials}, name_parts = ${c.nameParts}::text[], sex = ${c.sex}, relation = ${c.relation},
      ethnicity = ${c.ethnicity}, education = ${c.education}, health = ${c.health}, phone_mask = ${c.phoneMask},
      phone_hash = coalesce(${c.phone?.hash ?? null}::bytea, phone_hash), phone_cipher = coalesce(${c.phone?.cipher ?? null}::bytea, phone_cipher),
      ability = ${c.ability}, wish = ${c.wish}, hardships = ${c.hardships}::text[], income_fen = ${c.incomeFen}, trade = ${c.trade}, helper = ${c.helper}, note = ${c.note},
      classed_on = ${c.classedOn}, sheet_on = ${c.sheetOn} where id = ${id}`)
}
