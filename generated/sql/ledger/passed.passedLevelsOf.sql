-- ledger: passedLevelsOf (type, recordIds, kind)
select e.subject, e.source as "into" from ledger_entry e where e.kind = 'ledger.merged' and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" )
union all select null, null where exists (select from ledger_entry v where v.kind = 'ledger.returned');
select s.record_id as "recordId", (
  select array_agg(distinct v.facets ->> 'level') from ledger_entry e
  join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
  where e.subject = s.id and e.kind = $1) as levels
from ledger_subject s where s.type = $2 and s.record_id = any($3::uuid[]);
