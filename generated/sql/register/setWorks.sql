-- register: setWorks (reach, ids, trade)
update register_person p set works = $1 where p.id = any($2::uuid[]) and ("p"."unit_path" >= $3 and "p"."unit_path" < $4);
