-- accounts: touchAccount (accountId, at)
update public.accounts_account set last_sign_in_at = $1, used_at = $2 where id = $3;
