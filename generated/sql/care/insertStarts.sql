-- care: insertStarts (starts)
insert into care_work_start (id, person_id, trade, started_on, note, request_id, at, by)
select s.id, s.person_id, $1, $2, $3, $4, $5, $6
from unnest($7::uuid[], $8::uuid[]) s (id, person_id);
