-- ledger: laterThan (q)
select count(*) filter (where e.kind = any($1::text[]))::int as added,
  count(*) filter (where e.kind = 'ledger.reversed')::int as reversed
from ledger_entry e join unnest($2::text[], $3::text[], $4::text[]) as s (key, lo, hi) on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
where (e.kind = any($5::text[]) or (e.kind = 'ledger.reversed' and exists (
    select from ledger_entry o where o.posting = e.refers_posting and o.line = e.refers_line and o.kind = any($6::text[]))))
  and e.posting in (select posting from ledger_journal where number > $7)
  and "e"."happened_on" >= $8 and "e"."happened_on" <= $9;
