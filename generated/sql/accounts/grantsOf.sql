-- accounts: grantsOf (accountId)
select id, workspace, unit_id as "unitId", unit_code as "unitCode", role, valid_from as "validFrom", valid_to as "validTo", person_id as "personId", ended_at is not null as ended
from public.accounts_grant where account_id = $1 order by workspace, unit_id, role;
