-- ledger: sampleOf (reach, id)
select m.posting, m.line, m.sampled as place, j.number as journal, e.kind, e.subject, e.unit_id as "unitId", e.happened_on as "happenedOn", e.facets, f.wrong, f.note,
    exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.source = m.batch_id and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting))) as passed
  from ledger_batch_member m
  join ledger_entry_reached e on e.posting = m.posting and e.line = m.line
  join ledger_journal j on j.posting = m.posting
  left join lateral (select wrong, note from ledger_finding x where x.batch_id = m.batch_id and x.posting = m.posting and x.line = m.line
    order by found_at desc, id desc limit 1) f on true
  where m.batch_id = $1 and m.sampled is not null and ("e"."unit_path" >= $2 and "e"."unit_path" < $3) order by m.sampled;
