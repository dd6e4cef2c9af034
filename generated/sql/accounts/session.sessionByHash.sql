-- accounts: sessionByHash (tokenSha256)
select s.id, json_build_object('id', a.id, 'name', a.user_name, 'displayName', a.display_name, 'language', a.language) as account,
  s.workspace, s.unit_id as "unitId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ended_at is not null as ended, a.blocked_at is not null as blocked,
  s.factor, s.password_due as "passwordDue", s.address, s.device
from public.accounts_session s join public.accounts_account a on a.id = s.account_id where s.token_sha256 = $1;
