-- ledger: subjectsAmong (q, part, subjects)
select e.subject, e.source as "into" from ledger_entry e where e.kind = 'ledger.merged' and "e"."posting" in (select posting from ledger_journal where number <= $1) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $2))
union all select null, null where exists (select from ledger_entry v where v.kind = 'ledger.returned');
with
class as (
  select distinct on ("c"."subject") "c"."subject" as subject, c.facets from ledger_entry c
  where c.kind = $1 and "c"."happened_on" <= $2 and "c"."posting" in (select posting from ledger_journal where number <= $3) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "c"."posting" and r.refers_line = "c"."line" and "r"."posting" in (select posting from ledger_journal where number <= $4))
  order by "c"."subject", c.happened_on desc, c.posting desc, c.line desc
),
counted as (
  select e.posting, e.line, "e"."subject" as subject, s.key, e.happened_on, e.count, e.amount as amount, e.facets, class.facets as class,
    true as is_first
  from ledger_entry e
  join lateral (select ($5::text[])[b.i] as key
  from (select width_bucket("e"."unit_path", $6::text[] collate "C") as i) b
  where b.i > 0 and "e"."unit_path" < ($7::text[])[b.i] collate "C") s on "e"."unit_path" >= $8 collate "C" and "e"."unit_path" < $9 collate "C"
  left join class on class.subject = "e"."subject"
  left join (with
taken as (
  select distinct on ("e"."subject") e.posting, e.line, e.kind, "e"."subject" as subject, e.unit_path, e.happened_on, e.count, e.amount, e.currency, e.facets
  from ledger_entry e
  where e.kind = any($10::text[]) and "e"."posting" in (select posting from ledger_journal where number <= $11) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $12))
  order by "e"."subject", e.happened_on, e.posting, e.line
),
membership as (
  select "b"."subject" as person, "b"."source" as household, b.happened_on as since,
    lead(b.happened_on) over (partition by "b"."subject" order by b.happened_on, b.posting, b.line) as until
  from ledger_entry b
  where b.kind = $13 and "b"."posting" in (select posting from ledger_journal where number <= $14) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "b"."posting" and r.refers_line = "b"."line" and "r"."posting" in (select posting from ledger_journal where number <= $15))
),
counted as (
  select e.posting, e.line, b.person as subject, s.key, e.happened_on, e.count, e.amount as amount, e.facets, null::jsonb as class,
    row_number() over (partition by e.posting, e.line) = 1 as is_first
  from taken e
  cross join (select '' as key) s
  join membership b on b.household = "e"."subject" and b.since <= e.happened_on and (b.until is null or b.until > e.happened_on)
  where true
) select distinct subject from counted) "a0" on "a0"."subject" = "e"."subject"
  where e.kind = any($16::text[]) and "e"."happened_on" >= $17 and "e"."happened_on" <= $18 and "e"."posting" in (select posting from ledger_journal where number <= $19) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $20)) and e.subject = any($21::uuid[])
    and exists (select from ledger_entry v where v.kind = 'ledger.passed'
and v.refers_posting = e.posting and v.refers_line = e.line and v.facets ->> 'level' = $22 and "v"."posting" in (select posting from ledger_journal where number <= $23) offset 0)
    and case jsonb_typeof(coalesce(class.facets, '{}') -> $24::text)
when 'array' then case when (coalesce(class.facets, '{}') -> $25::text) = '[]' then $26 = any($27::text[]) else (coalesce(class.facets, '{}') -> $28::text) ?| $29::text[] end
else coalesce(coalesce(class.facets, '{}') ->> $30::text, $31) = any($32::text[]) end
    and not exists (select from ledger_entry w where "w"."subject" = "e"."subject"
      and w.kind = any($33::text[]) and "w"."happened_on" <= $34 and "w"."posting" in (select posting from ledger_journal where number <= $35) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "w"."posting" and r.refers_line = "w"."line" and "r"."posting" in (select posting from ledger_journal where number <= $36))) and exists (select from ledger_entry w where "w"."subject" = "e"."subject" and (w.posting, w.line) <> (e.posting, e.line)
    and w.kind = any($37::text[]) and w.happened_on >= e.happened_on + $38::int and w.happened_on <= e.happened_on + $39::int and "w"."posting" in (select posting from ledger_journal where number <= $40) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "w"."posting" and r.refers_line = "w"."line" and "r"."posting" in (select posting from ledger_journal where number <= $41)))
    and "a0"."subject" is null
)
select subject, coalesce(sum(count), 0)::float8 as times, min(happened_on) as "firstOn", max(happened_on) as "lastOn"
from counted where subject = any($42::uuid[]) and case jsonb_typeof(coalesce(class, '{}') -> $43::text)
when 'array' then case when (coalesce(class, '{}') -> $44::text) = '[]' then $45 = any($46::text[]) else (coalesce(class, '{}') -> $47::text) ?| $48::text[] end
else coalesce(coalesce(class, '{}') ->> $49::text, $50) = any($51::text[]) end group by subject;
