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
  join unnest($5::text[], $6::text[], $7::text[]) as s (key, lo, hi) on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
  left join class on class.subject = e.subject
  where e.kind = any($8::text[]) and "e"."happened_on" >= $9 and "e"."happened_on" <= $10 and "e"."posting" in (select posting from ledger_journal where number <= $11) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $12))
    and exists (select from ledger_entry v where v.kind = 'ledger.passed'
and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $13 and "v"."posting" in (select posting from ledger_journal where number <= $14)) and case jsonb_typeof(coalesce(class.facets, '{}') -> $15::text)
when 'array' then case when (coalesce(class.facets, '{}') -> $16::text) = '[]' then $17 = any($18::text[]) else (coalesce(class.facets, '{}') -> $19::text) ?| $20::text[] end
else coalesce(coalesce(class.facets, '{}') ->> $21::text, $22) = any($23::text[]) end
    and not exists (select from ledger_entry w where w.subject = e.subject
      and w.kind = any($24::text[]) and "w"."happened_on" <= $25 and "w"."posting" in (select posting from ledger_journal where number <= $26) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "w"."posting" and r.refers_line = "w"."line" and "r"."posting" in (select posting from ledger_journal where number <= $27)))
)
select subject, coalesce(sum(count), 0)::int as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
from counted where true and case jsonb_typeof(coalesce(class, '{}') -> $28::text)
when 'array' then case when (coalesce(class, '{}') -> $29::text) = '[]' then $30 = any($31::text[]) else (coalesce(class, '{}') -> $32::text) ?| $33::text[] end
else coalesce(coalesce(class, '{}') ->> $34::text, $35) = any($36::text[]) end group by subject order by subject limit $37;
