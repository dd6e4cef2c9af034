-- audit: findLines (origin, f, after, limit)
select id, at, workspace, actor, roles, unit_path as "unitPath", verb, subjects[1:$1]::text[] as subjects, cardinality(subjects) as "subjectCount", facts, result, address, request_id as "requestId"
from audit_line where workspace = $2 and ((unit_path >= $3 and unit_path < $4) or (unit_path = '' and $5))
  and at >= $6 and at < $7
  and actor = $8 and verb = $9
  and result <> 'done'
  and address = $10 and request_id = $11
  and id = any(array(select l.id from audit_line l where l.subjects @> array[$12::uuid]))
  and at <= $13 and (at, $14::text, id) < ($15::timestamptz, $16::text, $17::bigint)
order by at desc, id desc limit $18;
