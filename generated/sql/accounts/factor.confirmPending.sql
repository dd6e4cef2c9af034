-- accounts: confirmPending (accountId, sealed, step, requestId, at, onlyFirst)
update public.accounts_factor set secret_cipher = pending_cipher, pending_cipher = null, since = $1, last_step = $2, request_id = $3
where account_id = $4 and pending_cipher = $5 and (not $6 or secret_cipher is null);
