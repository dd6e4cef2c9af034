-- accounts: accountIn (asked, id)
with mine as (
select a.id, a.user_name as name, a.display_name as "displayName",
  case when a.blocked_at is not null then 'blocked' when a.password_hash is null then 'new' when coalesce(a.used_at, a.created_at) <= $1::timestamptz then 'unused' else 'active' end as state,
  (f.secret_cipher is not null) as factor, (f.secret_cipher is null and r.roles && array['system-admin', 'security-admin', 'audit-admin']) as "factorMissing",
  r.roles, a.last_sign_in_at as "lastSignInAt", a.created_at as "createdAt", a.user_name_key as key
from public.accounts_account a left join public.accounts_factor f on f.account_id = a.id
cross join lateral (select coalesce(array_agg(distinct g.role order by g.role), '{}') as roles from public.accounts_grant g
  where g.account_id = a.id and g.workspace = $2 and g.ended_at is null and g.valid_from <= $3::date and (g.valid_to is null or g.valid_to >= $4::date)) r
where a.home_workspace = $5 or exists (select 1 from public.accounts_grant g where g.account_id = a.id and g.workspace = $6))
  select mine.*, coalesce(a.home_workspace = $7, false) as home, a.phone_cipher as phone, a.blocked_at as "blockedAt", a.blocked_by as "blockedBy", a.blocked_reason as "blockedReason",
    exists (select 1 from public.accounts_grant g where g.account_id = a.id and g.ended_at is null and g.role in ('system-admin', 'security-admin', 'audit-admin') and (g.valid_to is null or g.valid_to >= $8::date)) as administrator,
    (select count(*)::int from public.accounts_session s where s.account_id = a.id and s.ended_at is null and s.created_at > $9 and s.last_seen_at > $10) as "openSessions"
  from mine join public.accounts_account a on a.id = mine.id where mine.id = $11;
