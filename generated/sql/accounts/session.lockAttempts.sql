-- accounts: lockAttempts (key, address)
select pg_advisory_xact_lock(hashtext('accounts.attempt'), hashtext($1));
select pg_advisory_xact_lock(hashtext('accounts.address'), hashtext($1));
