-- accounts: linkByHash (tokenSha256, now)
select a.id as "accountId", a.user_name as name, a.display_name as "displayName", a.home_workspace as home, l.expires_at as "expiresAt", a.password_hash as "passwordHash"
from public.accounts_link l join public.accounts_account a on a.id = l.account_id
where l.token_sha256 = $1 and l.over_at is null and l.expires_at > $2 and a.blocked_at is null;
