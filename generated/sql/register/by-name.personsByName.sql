-- register: personsByName (reach, after, limit)
select p.pinyin as sound, p.id from register_person p where ("p"."unit_path" >= $1 and "p"."unit_path" < $2) and p.pinyin >= $3 and (p.pinyin, p.id) > ($4, $5::uuid) order by p.pinyin, p.id limit $6;
