-- register: personsAfter (reach, f, after, limit)
select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn", p.unit_path as "unitPath", p.id_mask as "idMask", p.phone_mask as "phoneMask", p.education, p.health, p.income_fen as "incomeFen", p.trade, p.helper
  from register_named($1::text[], $2) p left join register_household h on h.id = p.household_id
  where ("p"."unit_path" >= $3 and "p"."unit_path" < $4) and p.merged_into is null and strpos(p.name, $5) > 0
  and p.ability = any($6::text[]) and p.wish = any($7::text[])
  and p.hardships && $8::text[] and p.sex = $9
  and p.works is not null and (p.unit_path, p.id) > ($10, $11)
  order by p.unit_path, p.id limit $12;
