-- register: homophones (reach, f)
select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn" from register_person p left join register_household h on h.id = p.household_id
  where ("p"."unit_path" >= $1 and "p"."unit_path" < $2) and p.merged_into is null
  and p.ability = any($3::text[]) and p.wish = any($4::text[])
  and p.hardships && $5::text[] and p.sex = $6
  and p.works is not null and p.pinyin >= $7 and p.pinyin < $8 and strpos(p.name, $9) = 0
  order by p.pinyin, p.unit_path, p.id limit 10;
