-- ledger: entriesOfSubject (reach, subject, limit)
with recursive one (id) as (select $1::uuid union select m.subject from one join ledger_entry m on m.kind = 'ledger.merged' and m.source = one.id
    and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = m.posting and r.refers_line = m.line))
  select j.number::text as journal, e.posting::text as posting, e.line, e.kind, e.unit_id as "unitId", e.happened_on as "happenedOn", e.count, e.facets,
    j.at, j.actor, e.source,
    coalesce((select array_agg(v.facets ->> 'level') from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting))), '{}') as "passedLevels",
    exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line) as reversed
  from ledger_entry_reached e join ledger_journal j on j.posting = e.posting
  where e.subject = any(array(select id from one)) and e.kind not in ('ledger.reversed', 'ledger.passed', 'ledger.returned', 'ledger.merged', $2) and ("e"."unit_path" >= $3 and "e"."unit_path" < $4)
  order by e.happened_on desc, e.posting desc, e.line desc limit $5;
