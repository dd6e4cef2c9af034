-- register: personsByIds (reach, ids)
select a.id as asked, p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn", p.unit_path as "unitPath"
  from register_person a join register_person p on p.id = case when a.merged_into is null then a.id else a.merged_into end left join register_household h on h.id = p.household_id
  where a.id = any($1::uuid[]) and ("p"."unit_path" >= $2 and "p"."unit_path" < $3);
