-- ledger: countWaiting (reach, w, ranges)
select s.key, count(*)::int as entries
  from unnest($1::text[], $2::text[], $3::text[]) as s (key, lo, hi)
  join ledger_entry e on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
  where
e.kind = any($4::text[]) and e.unit_path >= $5 collate "C" and e.unit_path < $6 collate "C" and ("e"."unit_path" >= $7 and "e"."unit_path" < $8)
and e.happened_on >= $9 and e.happened_on <= $10
and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line)
and not exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $11)
and exists (select from ledger_entry v where v.kind = 'ledger.passed' and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $12)
and not exists (select from ledger_batch_member m join ledger_batch mb on mb.id = m.batch_id
  left join ledger_batch_closing mc on mc.batch_id = mb.id
  where m.posting = e.posting and m.line = e.line and mb.level = $13 and mc.batch_id is null) group by s.key;
