-- ledger: membersToPass (id, before)
select e.posting, e.line, e.subject, e.unit_id as "unitId", e.unit_path as "unitPath", e.happened_on as "happenedOn"
  from ledger_batch_member m join ledger_entry_reached e on e.posting = m.posting and e.line = m.line
  where m.batch_id = $1
    and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
    and (not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = e.posting and t.refers_line = e.line and t.facets ->> 'level' = $2)
      or exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $3 and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting))))
    and not coalesce((select f.wrong from ledger_finding f where f.batch_id = m.batch_id and f.posting = m.posting and f.line = m.line
      order by f.found_at desc, f.id desc limit 1), false)
  order by e.posting, e.line;
