-- register: insertReveal (r)
insert into register_reveal (id, person_id, field, reason, at, by) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing;
