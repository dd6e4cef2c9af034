-- accounts: displayNames (ids)
select id, display_name as name from public.accounts_account where id = any($1::uuid[]);
