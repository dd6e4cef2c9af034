-- ledger: monthsOf (q)
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
), gathered as materialized (
  select subject, to_char(happened_on, 'YYYY-MM') as month, sum(count) as times from counted group by 1, 2
), months as (
  select month, count(*)::int as value, sum(times)::int as times from gathered group by 1
), firsts as (
  select month, count(*)::int as first from (select min(month) as month from gathered group by subject) f group by 1
)
select months.month, months.value, coalesce(firsts.first, 0) as first, months.times from months left join firsts using (month) order by 1;
