-- audit: linesAfter (after, upto, limit)
select id, at, workspace, actor, roles, unit_path as "unitPath", verb, subjects::text as subjects, facts::text as facts, result, address, request_id as "requestId" from audit_line where ($1::bigint is null or id > $2) and id <= $3 order by id limit $4;
