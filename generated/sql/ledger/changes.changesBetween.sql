-- ledger: changesBetween (before, after)
select e.subject, e.source as "into" from ledger_entry e where e.kind = 'ledger.merged' and "e"."posting" in (select posting from ledger_journal where number <= $1) and not exists (select from ledger_entry r where r.kind = 'ledger.reversed'
and r.refers_posting = "e"."posting" and r.refers_line = "e"."line" and "r"."posting" in (select posting from ledger_journal where number <= $2))
union all select null, null where exists (select from ledger_entry v where v.kind = 'ledger.returned');
