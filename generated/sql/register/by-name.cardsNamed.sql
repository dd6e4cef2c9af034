-- register: cardsNamed (reach, text, atMost)
select p.id from register_named($1::text[], $2) p where ("p"."unit_path" >= $3 and "p"."unit_path" < $4) and p.merged_into is null limit $5;
select id, merged_into as "into" from register_person where merged_into = any($1::uuid[]);
