-- accounts: clearFactor (accountId)
update public.accounts_factor set secret_cipher = null, since = null, pending_cipher = null, request_id = null where account_id = $1;
delete from public.accounts_recovery where account_id = $1;
