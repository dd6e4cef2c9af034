-- accounts: hasPhone (phoneHash)
select 1 from public.accounts_account where phone_hash = $1;
