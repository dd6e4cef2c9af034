-- ledger: laterThan (q)
select count(*) filter (where e.kind = any($1::text[]))::int as added,
  count(*) filter (where e.kind = 'ledger.reversed')::int as reversed
from ledger_entry e join lateral (select ($2::text[])[b.i] as key
  from (select width_bucket("e"."unit_path", $3::text[] collate "C") as i) b
  where b.i > 0 and "e"."unit_path" < ($4::text[])[b.i] collate "C") s on "e"."unit_path" >= $5 collate "C" and "e"."unit_path" < $6 collate "C"
where (e.kind = any($7::text[]) or (e.kind = 'ledger.reversed' and exists (
    select from ledger_entry o where o.posting = e.refers_posting and o.line = e.refers_line and o.kind = any($8::text[]))))
  and e.posting in (select posting from ledger_journal where number > $9)
  and "e"."happened_on" >= $10 and "e"."happened_on" <= $11;
