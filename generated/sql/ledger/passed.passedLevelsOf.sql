-- ledger: passedLevelsOf (type, recordIds, kind)
select s.record_id as "recordId", array_agg(distinct v.facets ->> 'level') as levels
from ledger_subject s join ledger_entry e on e.subject = s.id and e.kind = $1
join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
where s.type = $2 and s.record_id = any($3::uuid[]) group by 1;
