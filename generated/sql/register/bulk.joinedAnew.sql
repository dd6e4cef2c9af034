-- register: joinedAnew ()
select p.id, p.household_id as "householdId", p.unit_id as "unitId", p.unit_path as "unitPath", c.sheet_on as "on"
from register_stage_change c join register_person p on p.id = c.person_id where c.field = 'household' order by c.ordinal;
