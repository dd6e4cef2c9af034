-- ledger: isReversed (ref)
select 1 from ledger_entry where kind = 'ledger.reversed' and refers_posting = $1 and refers_line = $2;
