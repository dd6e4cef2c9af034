-- register: insertPersons (w)
insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id,
  unit_path, household_id, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on, classed_on,
  created_at, created_by, import_id)
select s.person_id, s.id_hash, s.id_cipher, s.id_mask, s.name, s.pinyin, s.initials, s.name_parts, s.sex, s.birth, s.phone_hash, s.phone_cipher, s.phone_mask, s.unit_id,
  s.unit_path, coalesce(h.known_id, h.id), s.is_head, s.relation, s.ethnicity, s.education, s.health, coalesce(s.ability, 'unknown'), coalesce(s.wish, 'unknown'), coalesce(s.hardships, '{}'), s.income_fen,
  s.trade, s.helper, s.note, s.filed_on, s.sheet_on, s.filed_on, $1, $2, $3
from register_stage s join register_stage_household h on h.hkey = s.hkey where s.is_new order by s.ordinal;
