-- ledger: insertClosing (c)
insert into ledger_batch_closing (batch_id, outcome, wrong, reason, closed_by, closed_at)
values ($1, $2, $3, $4, $5, $6);
