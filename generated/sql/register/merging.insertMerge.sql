-- register: insertMerge (m, works)
insert into register_merge (id, person_id, into_id, took_works, reason, at, by)
values ($1, $2, $3, $4, $5, $6, $7);
update register_person set works = $1 where id = $2;
update register_person set merged_into = $1 where id = $2 or merged_into = $3;
