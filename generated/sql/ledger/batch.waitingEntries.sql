-- ledger: waitingEntries (reach, w)
select e.posting, e.line, j.actor as "recordedBy"
  from ledger_entry_reached e join ledger_journal j on j.posting = e.posting where
e.kind = any($1::text[]) and e.unit_path >= $2 collate "C" and e.unit_path < $3 collate "C" and ("e"."unit_path" >= $4 and "e"."unit_path" < $5)
and e.happened_on >= $6 and e.happened_on <= $7
and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
and not exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $8 and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting)))
and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $9 and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting)))
and not exists (select from ledger_batch_member m join ledger_batch mb on mb.id = m.batch_id
  left join ledger_batch_closing mc on mc.batch_id = mb.id
  where m.posting = e.posting and m.line = e.line and mb.level = $10 and mc.batch_id is null) order by e.posting, e.line;
