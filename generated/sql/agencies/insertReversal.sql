-- agencies: insertReversal (r)
insert into agencies_reversal (id, change_id, reason, at, by) values ($1, $2, $3, $4, $5) on conflict do nothing;
