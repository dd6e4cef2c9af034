-- register: lockCard (id)
select name, sex, relation, ethnicity, education, health, encode(phone_hash, 'hex') as "phoneHash", phone_mask as "phoneMask", ability, wish, hardships,
  income_fen as "incomeFen", trade, helper, note, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn", classed_on as "classedOn", sheet_on as "sheetOn", merged_into as "mergedInto"
from register_person where id = $1 and erased_at is null for update;
