-- accounts: idOfName (key)
select id from public.accounts_account where user_name_key = $1;
