-- accounts: ensureAccount (a)
insert into public.accounts_account (id, user_name, user_name_key, display_name, password_hash, created_at)
values ($1, $2, $3, $4, $5, $6) on conflict (user_name_key) do nothing;
select id from public.accounts_account where user_name_key = $1;
