-- plans: insert (one)
insert into plans_definition (what, id, version, definition, note, retired, made_by, made_at, request_id)
values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9);
