-- accounts: setPassword (accountId, hash, at)
update public.accounts_account set password_hash = $1, password_at = $2, used_at = $3 where id = $4;
