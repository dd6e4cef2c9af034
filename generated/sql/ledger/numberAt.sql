-- ledger: numberAt (instant)
select number from ledger_journal where at <= $1 order by at desc limit 1;
