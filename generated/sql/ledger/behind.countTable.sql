-- ledger: countTable (q, across)
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
),
gathered as materialized (
  select key, subject, coalesce((class -> $30::text)::text, $31) as wording, sum(count) as times, count(*) as entries from counted group by 1, 2, 3
),
parts as materialized (
  select wording, jsonb_array_elements_text(case
    when wording = '[]' then $32::jsonb
    when left(wording, 1) = '[' then wording::jsonb else jsonb_build_array(wording::jsonb) end) as part
  from (select distinct wording from gathered) w
)
select null::text as "row", null::text as "column", value, times, entries from (select (select count(*)::int from (select distinct subject from gathered) d) as value, coalesce(sum(times), 0)::int as times, coalesce(sum(entries), 0)::int as entries from gathered) w
union all select key, null, value, times, 0 from (select key, count(*)::int as value, sum(times)::int as times from (select key, subject, sum(times) as times from gathered group by key, subject) d group by key) r
union all select null, part, value, times, 0 from (select part, count(*)::int as value, sum(times)::int as times from (select part, subject, sum(times) as times from gathered join parts using (wording) group by part, subject) d group by part) c
union all select key, part, value, times, 0 from (select key, part, count(*)::int as value, sum(times)::int as times from (select key, part, subject, sum(times) as times from gathered join parts using (wording) group by key, part, subject) d group by key, part) b;
