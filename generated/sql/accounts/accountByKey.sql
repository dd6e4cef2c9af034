-- accounts: accountByKey (key)
select id, user_name as name, display_name as "displayName", language, password_hash as "passwordHash", blocked_at is not null as blocked
from public.accounts_account where user_name_key = $1;
