-- register: insertApart (one, other, w)
insert into register_apart (person_id, other_id, at, by) values ($1, $2, $3, $4) on conflict do nothing;
