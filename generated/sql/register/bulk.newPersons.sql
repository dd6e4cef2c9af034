-- register: newPersons (after, limit)
select ordinal, person_id as id, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn",
  coalesce(ability, 'unknown') as ability, coalesce(wish, 'unknown') as wish, coalesce(hardships, '{}') as hardships
from register_stage where is_new and ordinal > $1 order by ordinal limit $2;
