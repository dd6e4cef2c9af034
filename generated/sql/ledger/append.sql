-- ledger: append (who, entries)
with p as materialized (select nextval('ledger_posting_seq') as n)
insert into ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on, count, amount, currency,
  facets, plan, source, refers_posting, refers_line)
select p.n, e.line, e.kind, e.subject, e.unit_id, e.unit_path, e.happened_on, e.count, e.amount, e.currency,
  e.facets::jsonb, e.plan, e.source, e.refers_posting, e.refers_line
from p, unnest($1::text[], $2::uuid[], $3::int[], $4::text[],
  $5::date[], $6::int[], $7::bigint[], $8::text[],
  $9::text[], $10::text[], $11::uuid[],
  $12::bigint[], $13::int[]) with ordinality
  as e (kind, subject, unit_id, unit_path, happened_on, count, amount, currency, facets, plan, source, refers_posting, refers_line, line)
returning posting as n;
select number, at, encode(hash, 'hex') as hash
from ledger_append($1, $2, $3, $4, $5, $6);
