-- accounts: blockAccount (id, by, reason, at)
update public.accounts_account set blocked_at = coalesce(blocked_at, $1::timestamptz), blocked_by = $2, blocked_reason = $3 where id = $4;
