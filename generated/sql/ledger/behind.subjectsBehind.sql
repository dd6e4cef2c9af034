-- ledger: subjectsBehind (q, part, limit)
with
class as (
  select distinct on (c.subject) c.subject, c.facets from ledger_entry c
  where c.kind = $1 and "c"."happened_on" <= $2 and "c"."posting" in (select posting from ledger_journal where number <= $3) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "c"."posting" and r.refers_line = "c"."line" and "r"."posting" in (select posting from ledger_journal where number <= $4))
  order by c.subject, c.happened_on desc, c.posting desc, c.line desc
),
counted as (
  select e.posting, e.line, e.subject, s.key, e.happened_on, e.count, e.facets, class.facets as class
  from ledger_entry e
  join lateral (
  select ($5::text[])[b.i] as key
  from (select width_bucket("e"."unit_path", $6::text[] collate "C") as i) b
  where b.i > 0 and "e"."unit_path" < ($7::text[])[b.i] collate "C") s
on "e"."unit_path" >= $8 collate "C" and "e"."unit_path" < $9 collate "C"
  left join class on class.subject = e.subject
  where e.kind = any($10::text[]) and "e"."happened_on" >= $11 and "e"."happened_on" <= $12 and "e"."posting" in (select posting from ledger_journal where number <= $13) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $14))
    and exists (select from ledger_entry v where v.kind = 'ledger.passed'
and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $15 and "v"."posting" in (select posting from ledger_journal where number <= $16) offset 0) and case jsonb_typeof(coalesce(class.facets, '{}') -> $17::text)
when 'array' then case when (coalesce(class.facets, '{}') -> $18::text) = '[]' then $19 = any($20::text[]) else (coalesce(class.facets, '{}') -> $21::text) ?| $22::text[] end
else coalesce(coalesce(class.facets, '{}') ->> $23::text, $24) = any($25::text[]) end
    and not exists (select from ledger_entry w where w.subject = e.subject
      and w.kind = any($26::text[]) and "w"."happened_on" <= $27 and "w"."posting" in (select posting from ledger_journal where number <= $28) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "w"."posting" and r.refers_line = "w"."line" and "r"."posting" in (select posting from ledger_journal where number <= $29)))
)
select subject, coalesce(sum(count), 0)::int as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
from counted where true and case jsonb_typeof(coalesce(class, '{}') -> $30::text)
when 'array' then case when (coalesce(class, '{}') -> $31::text) = '[]' then $32 = any($33::text[]) else (coalesce(class, '{}') -> $34::text) ?| $35::text[] end
else coalesce(coalesce(class, '{}') ->> $36::text, $37) = any($38::text[]) end group by subject order by subject limit $39;
