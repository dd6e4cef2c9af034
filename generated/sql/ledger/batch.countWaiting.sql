-- ledger: countWaiting (reach, w, ranges, actor)
select s.key, count(*)::int as entries, (count(*) filter (where j.actor = $1))::int as own
  from unnest($2::text[], $3::text[], $4::text[]) as s (key, lo, hi)
  join ledger_entry_reached e on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
  join ledger_journal j on j.posting = e.posting
  where
e.kind = any($5::text[]) and e.unit_path >= $6 collate "C" and e.unit_path < $7 collate "C" and ("e"."unit_path" >= $8 and "e"."unit_path" < $9)
and e.happened_on >= $10 and e.happened_on <= $11
and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
and not exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $12 and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting)))
and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $13 and not exists (select from ledger_entry t where t.kind = 'ledger.returned' and t.refers_posting = v.refers_posting
and t.refers_line = v.refers_line and t.facets ->> 'level' = v.facets ->> 'level'
and (select j.number from ledger_journal j where j.posting = t.posting) > (select j.number from ledger_journal j where j.posting = v.posting)))
and not exists (select from ledger_batch_member m join ledger_batch mb on mb.id = m.batch_id
  left join ledger_batch_closing mc on mc.batch_id = mb.id
  where m.posting = e.posting and m.line = e.line and mb.level = $14 and mc.batch_id is null) group by s.key;
