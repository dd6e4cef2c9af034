-- accounts: grantsIn (accountId, workspace)
select id, role, unit_id as "unitId", unit_code as "unitCode", valid_from as "validFrom", valid_to as "validTo", person_id as "personId", given_by as "givenBy", given_at as "givenAt",
  ended_by as "endedBy", ended_at as "endedAt"
from public.accounts_grant where account_id = $1 and workspace = $2 order by ended_at nulls first, valid_from desc, id limit 500;
