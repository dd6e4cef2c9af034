-- accounts: passwordHashOf (accountId)
select password_hash as hash from public.accounts_account where id = $1;
