-- ledger: insertTakingBack (t)
insert into ledger_taking_back (id, batch_id, posting, line, entries, reason, by, at)
values ($1, $2, $3, $4, $5, $6, $7, $8);
