-- register: insertPersons (w)
insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id,
  unit_path, household_id, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on, classed_on,
  created_at, created_by, import_id)
select person_id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id,
  unit_path, household_id, is_head, relation, ethnicity, education, health, coalesce(ability, 'unknown'), coalesce(wish, 'unknown'), coalesce(hardships, '{}'), income_fen,
  trade, helper, note, filed_on, sheet_on, filed_on, $1, $2, $3
from register_stage where is_new order by ordinal;
