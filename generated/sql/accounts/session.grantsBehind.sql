-- accounts: grantsBehind (tokenSha256)
select g.id, g.workspace, g.unit_id as "unitId", g.unit_code as "unitCode", g.role, g.valid_from as "validFrom", g.valid_to as "validTo", g.person_id as "personId", g.ended_at is not null as ended
from public.accounts_session s join public.accounts_grant g on g.account_id = s.account_id where s.token_sha256 = $1 order by g.workspace, g.unit_id, g.role;
