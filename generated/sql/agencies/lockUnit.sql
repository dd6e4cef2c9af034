-- agencies: lockUnit (unitId)
select pg_advisory_xact_lock(hashtextextended('agencies:' || $1, 0));
