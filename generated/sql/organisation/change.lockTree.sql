-- organisation: lockTree ()
select pg_advisory_xact_lock(hashtextextended(current_schema() || '.organisation.tree', 0));
