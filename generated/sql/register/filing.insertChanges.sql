-- register: insertChanges (personId, changes, w)
insert into register_change (id, person_id, field, before, after, effective_on, at, by, request_id)
select gen_random_uuid(), $1, c.field, c.before, c.after, $2, $3, $4, $5
from unnest($6::text[], $7::text[], $8::text[]) c (field, before, after);
