-- register: personPage (reach, f, page)
with hit as materialized (select p.id, p.unit_path, p.pinyin, p.name, p.birth, p.filed_on from register_named($1::text[], $2) p where ("p"."unit_path" >= $3 and "p"."unit_path" < $4) and p.merged_into is null and strpos(p.name, $5) > 0
  and p.ability = any($6::text[]) and p.wish = any($7::text[])
  and p.hardships && $8::text[] and p.sex = $9
  and p.works is not null),
    page as materialized (select p.id, row_number() over (order by p.unit_path, p.id) as place from hit p order by p.unit_path, p.id limit $10 offset $11)
    select t.total, l.* from (select count(*)::int as total from hit) t
    left join lateral (select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn", page.place from page join register_person p on p.id = page.id left join register_household h on h.id = p.household_id) l on true
    order by l.place;
