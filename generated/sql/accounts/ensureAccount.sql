-- accounts: ensureAccount (a)
insert into public.accounts_account (id, user_name, user_name_key, display_name, password_hash, password_at, created_at, used_at, home_workspace, phone_hash, phone_cipher)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (user_name_key) do nothing;
select id from public.accounts_account where user_name_key = $1;
