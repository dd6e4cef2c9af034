-- plans: lock ()
select pg_advisory_xact_lock(hashtextextended('plans:' || current_schema(), 0));
