-- ledger: passedLevelsOf (type, recordIds, kind)
select s.record_id as "recordId", (
  select array_agg(distinct v.facets ->> 'level') from ledger_entry e
  join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
  where e.subject = s.id and e.kind = $1) as levels
from ledger_subject s where s.type = $2 and s.record_id = any($3::uuid[]);
