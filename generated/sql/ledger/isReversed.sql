-- ledger: isReversed (ref)
select 1 from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = $1 and r.refers_line = $2;
