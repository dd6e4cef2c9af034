-- register: membersOf (reach, id)
select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
  p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn"
from register_person p left join register_household h on h.id = p.household_id
where p.household_id = $1 and p.merged_into is null and ("p"."unit_path" >= $2 and "p"."unit_path" < $3) order by p.is_head desc, p.birth, p.id limit 200;
