-- accounts: lockAttempts (key)
select pg_advisory_xact_lock(hashtext('accounts.attempt'), hashtext($1));
