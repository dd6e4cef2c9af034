-- accounts: takeStep (accountId, step)
update public.accounts_factor set last_step = $1 where account_id = $2 and last_step < $3;
