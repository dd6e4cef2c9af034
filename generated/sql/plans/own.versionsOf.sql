-- plans: versionsOf (id)
select what, id, version, definition, note, retired, made_by as "madeBy", made_at as "madeAt", request_id as "requestId" from plans_definition where id = $1 order by version desc;
