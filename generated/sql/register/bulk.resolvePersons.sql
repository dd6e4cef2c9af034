-- register: resolvePersons (reach, unitId)
update register_stage s set hkey = s.hkey || $1 from register_household h
where s.hkey like 'n:%' and h.key = s.hkey and not ("h"."unit_path" >= $2 and "h"."unit_path" < $3);
update register_stage s set person_id = p.id, is_new = false,
  hkey = case when s.hkey like 'n:%' then s.hkey else h.key end
from register_person p join register_household h on h.id = p.household_id where p.id_hash = s.id_hash;
update register_stage s set person_id = r.id, hkey = case when s.hkey like 'n:%' then s.hkey else h.key end
from register_merge m join register_person p on p.id = m.person_id join register_person r on r.id = p.merged_into join register_household h on h.id = r.household_id where p.id_hash = s.id_hash;
delete from register_stage s using register_stage f where not s.is_new and not f.is_new and s.person_id = f.person_id and s.ordinal > f.ordinal;
update register_stage s set hkey = h.key
from register_person p join register_household h on h.id = p.household_id
where s.is_new and s.hkey like 'h:%' and p.id_hash = s.head_hash and p.is_head and p.unit_id = s.unit_id;
