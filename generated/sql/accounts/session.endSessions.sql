-- accounts: endSessions (accountId, at, but)
update public.accounts_session set ended_at = $1 where account_id = $2 and ended_at is null and token_sha256 is distinct from $3::bytea;
