-- plans: newest ()
select what, id, version, definition, note, retired, made_by as "madeBy", made_at as "madeAt", request_id as "requestId" from plans_definition d
where version = (select max(version) from plans_definition o where o.id = d.id) order by (select min(made_at) from plans_definition o where o.id = d.id), id;
