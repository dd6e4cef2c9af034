-- accounts: factorOf (accountId)
select secret_cipher as secret, since, last_step::float8 as "lastStep", pending_cipher as pending, request_id as "requestId" from public.accounts_factor where account_id = $1;
