-- register: soundsByIds (reach, ids)
select a.id as asked, p.id, p.name, p.pinyin as sound
from register_person a join register_person p on p.id = case when a.merged_into is null then a.id else a.merged_into end where a.id = any($1::uuid[]) and ("p"."unit_path" >= $2 and "p"."unit_path" < $3);
