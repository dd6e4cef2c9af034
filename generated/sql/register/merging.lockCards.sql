-- register: lockCards (reach, ids)
select p.id, p.name, p.unit_id as "unitId", p.unit_path as "unitPath", p.household_id as "householdId", p.merged_into as "mergedInto",
  p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn"
from register_person p where p.id = any($1::uuid[]) and p.erased_at is null and ("p"."unit_path" >= $2 and "p"."unit_path" < $3) order by p.id for update;
