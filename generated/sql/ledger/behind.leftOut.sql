-- ledger: leftOut (q, asOf)
select reason, count(distinct subject)::int as subjects, count(*)::int as entries from (
  select e.subject, case
    when j.number > $1 then 'known-later'
    when rj.number <= $2 then 'reversed'
    when not (true and "e"."happened_on" >= $3 and "e"."happened_on" <= $4) then 'outside-period'
    when rj.number > $5 then 'reversed-later' end as reason
  from ledger_entry e join unnest($6::text[], $7::text[], $8::text[]) as s (key, lo, hi) on e.unit_path >= s.lo collate "C" and e.unit_path < s.hi collate "C"
  join ledger_journal j on j.posting = e.posting
  left join ledger_entry r on r.kind = 'ledger.reversed' and r.refers_posting = e.posting and r.refers_line = e.line
  left join ledger_journal rj on rj.posting = r.posting
  where e.kind = any($9::text[])
) e where reason is not null group by reason order by reason;
