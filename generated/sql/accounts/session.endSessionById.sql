-- accounts: endSessionById (accountId, id, at)
update public.accounts_session set ended_at = coalesce(ended_at, $1::timestamptz) where account_id = $2 and id = $3;
