-- accounts: setRecovery (accountId, hashes, requestId)
delete from public.accounts_recovery where account_id = $1;
insert into public.accounts_recovery (account_id, code_hash) select $1, unnest($2::bytea[]);
update public.accounts_factor set request_id = $1 where account_id = $2;
