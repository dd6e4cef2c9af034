-- accounts: setPending (accountId, sealed, onlyFirst)
insert into public.accounts_factor as f (account_id, pending_cipher) values ($1, $2)
on conflict (account_id) do update set pending_cipher = excluded.pending_cipher where not $3 or f.secret_cipher is null;
