-- accounts: attemptsSince (key, address, since)
select count(*) filter (where address = $1)::int as here, count(*)::int as all
from public.accounts_attempt where user_name_key = $2 and at > $3;
