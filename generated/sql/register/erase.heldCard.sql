-- register: heldCard (id)
select p.id, p.id_cipher as "idCipher", p.phone_cipher as "phoneCipher", p.name, p.sex, p.birth, p.unit_id as "unitId", p.unit_path as "unitPath",
  p.household_id as "householdId", h.number as "householdNumber", h.head_name as "headName", h.size as "householdSize", p.is_head as "isHead", p.relation, p.ethnicity,
  p.education, p.health, p.ability, p.wish, p.hardships, p.classed_on as "classedOn", p.income_fen as "incomeFen", p.trade, p.helper, p.note, p.works, p.filed_on as "filedOn",
  p.sheet_on as "sheetOn", p.created_at as "createdAt", p.created_by as "createdBy", p.import_id as "importId"
from register_person p join register_household h on h.id = p.household_id where p.id = $1 and p.erased_at is null;
