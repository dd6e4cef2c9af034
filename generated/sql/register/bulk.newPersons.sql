-- register: newPersons (after, limit)
select s.ordinal, s.person_id as id, coalesce(h.known_id, h.id) as "householdId", s.unit_id as "unitId", s.unit_path as "unitPath", s.filed_on as "filedOn",
  coalesce(s.ability, 'unknown') as ability, coalesce(s.wish, 'unknown') as wish, coalesce(s.hardships, '{}') as hardships
from register_stage s join register_stage_household h on h.hkey = s.hkey where s.is_new and s.ordinal > $1 order by s.ordinal limit $2;
