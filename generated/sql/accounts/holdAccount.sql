-- accounts: holdAccount (accountId)
select 1 from public.accounts_account where id = $1 for update;
