-- ledger: stillPassedOf (batchId, only, above)
select e.posting, e.line, e.subject, e.unit_id as "unitId", e.unit_path as "unitPath", e.happened_on as "happenedOn", j.actor as "recordedBy",
    array(select distinct v.facets ->> 'level' from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line
      and v.facets ->> 'level' = any($1::text[]) and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting))) as above
  from ledger_batch_member m join ledger_entry_reached e on e.posting = m.posting and e.line = m.line join ledger_journal j on j.posting = e.posting
  where m.batch_id = $2 and m.posting = $3 and m.line = $4
    and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.source = m.batch_id and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting)))
    and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
  order by e.posting, e.line;
