-- register: newHouseholds (after, limit)
select hkey, id, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn"
from register_stage_household where is_new and hkey collate "C" > $1 order by hkey collate "C" limit $2;
