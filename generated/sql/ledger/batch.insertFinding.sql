-- ledger: insertFinding (f)
insert into ledger_finding (id, batch_id, posting, line, wrong, note, found_by, found_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing;
