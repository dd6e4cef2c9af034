-- register: ownCard (id)
select p.id, p.name, p.sex, p.birth, p.id_mask as "idNumber", p.phone_mask as phone, p.unit_id as "unitId", p.unit_path as "unitPath",
  h.number as "householdNumber", p.relation, p.ethnicity, p.education, p.health, p.ability, p.wish, p.hardships, p.income_fen as "incomeFen", p.trade, p.helper, p.note, p.works,
  p.filed_on as "filedOn"
from register_person p join register_household h on h.id = p.household_id where p.id = $1 and p.erased_at is null;
