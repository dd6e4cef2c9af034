-- accounts: accountForSignIn (key, phoneHash, device)
select a.id, a.user_name as name, a.display_name as "displayName", a.language, a.password_hash as "passwordHash", a.blocked_at is not null as blocked,
  coalesce(a.used_at, a.created_at) as "usedAt", coalesce(a.home_workspace, (select min(workspace) from public.accounts_grant g where g.account_id = a.id)) as workspace,
  exists (select 1 from public.accounts_factor f where f.account_id = a.id and f.secret_cipher is not null) as "hasFactor",
  exists (select 1 from public.accounts_device d where d.account_id = a.id and d.token_sha256 = $1::bytea) as "knownDevice"
from public.accounts_account a where a.user_name_key = $2 or a.phone_hash = $3::bytea order by (a.user_name_key = $4) desc limit 1;
