-- register: personPage (reach, f, page)
select t.total, l.* from (select count(*)::int as total from register_person p where ("p"."unit_path" >= $1 and "p"."unit_path" < $2) and ("p"."unit_path" >= $3 and "p"."unit_path" < $4) and p.name_parts @> $5::text[] and strpos(p.name, $6) > 0
  and p.ability = any($7::text[]) and p.wish = any($8::text[])
  and p.hardships && $9::text[] and p.sex = $10
  and p.works is not null) t
  left join lateral (
    select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn", row_number() over (order by p.unit_path, p.id) as place from (
      select p.* from register_person p where ("p"."unit_path" >= $11 and "p"."unit_path" < $12) and ("p"."unit_path" >= $13 and "p"."unit_path" < $14) and p.name_parts @> $15::text[] and strpos(p.name, $16) > 0
  and p.ability = any($17::text[]) and p.wish = any($18::text[])
  and p.hardships && $19::text[] and p.sex = $20
  and p.works is not null order by p.unit_path, p.id limit $21 offset $22) p
    join register_household h on h.id = p.household_id) l on true
  order by l.place;
