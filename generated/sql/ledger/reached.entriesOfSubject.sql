-- ledger: entriesOfSubject (reach, subject, limit)
select j.number::text as journal, e.posting::text as posting, e.line, e.kind, e.unit_id as "unitId", e.happened_on as "happenedOn", e.count, e.facets,
  j.at, j.actor, e.source,
  coalesce((select array_agg(v.facets ->> 'level') from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line), '{}') as "passedLevels",
  exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line) as reversed
from ledger_entry_reached e join ledger_journal j on j.posting = e.posting
where e.subject = $1 and e.kind not in ('ledger.reversed', 'ledger.passed') and ("e"."unit_path" >= $2 and "e"."unit_path" < $3)
order by e.happened_on desc, e.posting desc, e.line desc limit $4;
