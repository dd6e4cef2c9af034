-- register: personIds (reach, f)
select p.id from register_named($1::text[], $2) p where ("p"."unit_path" >= $3 and "p"."unit_path" < $4) and p.merged_into is null and strpos(p.name, $5) > 0
and p.ability = any($6::text[]) and p.wish = any($7::text[])
and p.hardships && $8::text[] and p.sex = $9
and p.works is not null order by p.unit_path, p.id;
