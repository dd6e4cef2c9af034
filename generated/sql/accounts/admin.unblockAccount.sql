-- accounts: unblockAccount (id, at)
update public.accounts_account set blocked_at = null, blocked_by = null, blocked_reason = null, used_at = $1 where id = $2;
