-- ledger: journalAt (number)
select number, at, encode(hash, 'hex') as hash from ledger_journal where number = $1;
