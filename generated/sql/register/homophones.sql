-- register: homophones (reach, f)
select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn" from register_person p join register_household h on h.id = p.household_id
  where ("p"."unit_path" >= $1 and "p"."unit_path" < $2) and ("p"."unit_path" >= $3 and "p"."unit_path" < $4)
  and p.ability = any($5::text[]) and p.wish = any($6::text[])
  and p.hardships && $7::text[] and p.sex = $8
  and p.works is not null and p.pinyin >= $9 and p.pinyin < $10 and strpos(p.name, $11) = 0
  order by p.pinyin, p.unit_path, p.id limit 10;
