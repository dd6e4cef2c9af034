-- exports: lockTakings (by)
select pg_advisory_xact_lock(hashtextextended('exports:' || current_schema() || ':' || $1, 0));
