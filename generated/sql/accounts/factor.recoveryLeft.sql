-- accounts: recoveryLeft (accountId)
select count(*)::int as n from public.accounts_recovery where account_id = $1;
