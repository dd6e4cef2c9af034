-- accounts: ensureGrant (g)
insert into public.accounts_grant (account_id, workspace, unit_id, unit_code, role, valid_from)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing;
