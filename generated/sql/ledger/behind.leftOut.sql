-- ledger: leftOut (q, asOf)
select e.subject, e.source as "into" from ledger_entry e where e.kind = 'ledger.merged' and "e"."posting" in (select posting from ledger_journal where number <= $1) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $2))
union all select null, null where exists (select from ledger_entry v where v.kind = 'ledger.returned');
with reasons as (
  select "e"."subject" as subject, case
    when j.number > $1 then 'known-later'
    when rj.number <= $2 then 'reversed'
    when not (true and "e"."happened_on" >= $3 and "e"."happened_on" <= $4) then 'outside-period'
    when rj.number > $5 then 'reversed-later' end as reason
  from ledger_entry e join lateral (select ($6::text[])[b.i] as key
  from (select width_bucket("e"."unit_path", $7::text[] collate "C") as i) b
  where b.i > 0 and "e"."unit_path" < ($8::text[])[b.i] collate "C") s on "e"."unit_path" >= $9 collate "C" and "e"."unit_path" < $10 collate "C"
  join ledger_journal j on j.posting = e.posting
  left join ledger_entry r on r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line
  left join ledger_journal rj on rj.posting = r.posting
  where e.kind = any($11::text[])
)
select reason, count(distinct subject)::int as subjects, count(*)::int as entries from reasons where reason is not null group by reason order by reason;
