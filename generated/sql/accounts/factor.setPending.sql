-- accounts: setPending (accountId, sealed)
insert into public.accounts_factor (account_id, pending_cipher) values ($1, $2) on conflict (account_id) do update set pending_cipher = excluded.pending_cipher;
