-- accounts: endLinks (accountId, at)
update public.accounts_link set over_at = $1 where account_id = $2 and over_at is null;
