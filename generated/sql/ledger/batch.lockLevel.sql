-- ledger: lockLevel (level)
select pg_advisory_xact_lock(hashtextextended(current_schema() || $1::text, 0));
