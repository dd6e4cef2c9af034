-- ledger: head ()
select number, case when number > 0 then at end as at, encode(hash, 'hex') as hash from ledger_head where id = 1;
