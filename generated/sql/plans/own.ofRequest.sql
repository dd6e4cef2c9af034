-- plans: ofRequest (requestId)
select what, id, version, definition, note, retired, made_by as "madeBy", made_at as "madeAt", request_id as "requestId" from plans_definition where request_id = $1;
