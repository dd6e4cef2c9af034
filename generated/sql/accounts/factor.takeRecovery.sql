-- accounts: takeRecovery (accountId, hash)
delete from public.accounts_recovery where account_id = $1 and code_hash = $2;
