-- accounts: insertSession (s)
insert into public.accounts_session (token_sha256, account_id, workspace, unit_id, created_at, last_seen_at, address, device, factor, password_due)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
