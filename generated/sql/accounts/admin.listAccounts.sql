-- accounts: listAccounts (asked, filter)
with mine as (
select a.id, a.user_name as name, a.display_name as "displayName",
  case when a.blocked_at is not null then 'blocked' when a.password_hash is null then 'new' when coalesce(a.used_at, a.created_at) <= $1::timestamptz then 'unused' else 'active' end as state,
  (f.secret_cipher is not null) as factor, (f.secret_cipher is null and r.roles && array['system-admin', 'security-admin', 'audit-admin']) as "factorMissing",
  r.roles, a.last_sign_in_at as "lastSignInAt", a.created_at as "createdAt", a.user_name_key as key
from public.accounts_account a left join public.accounts_factor f on f.account_id = a.id
cross join lateral (select coalesce(array_agg(distinct g.role order by g.role), '{}') as roles from public.accounts_grant g
  where g.account_id = a.id and g.workspace = $2 and g.ended_at is null and g.valid_from <= $3::date and (g.valid_to is null or g.valid_to >= $4::date)) r
where a.home_workspace = $5 or exists (select 1 from public.accounts_grant g where g.account_id = a.id and g.workspace = $6))
  select mine.*, count(*) over ()::int as total from mine
  where (key like $7 or lower("displayName") like $8) and ($9::text is null or state = $10 or ($11 = 'no-factor' and not factor))
    and ($12::text is null or $13 = any(roles)) order by key limit $14 offset $15;
