-- accounts: attemptsSince ({, address, device, since)
select count(*) filter (where user_name_key = $1 and device_sha256 is not distinct from $2::bytea)::int as same,
  count(*) filter (where address = $3 and device_sha256 is null)::int as here
from public.accounts_attempt where (user_name_key = $4 or address = $5) and at > $6;
