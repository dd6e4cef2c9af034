-- register: lockImports ()
select pg_advisory_xact_lock(hashtextextended('register.import:' || current_schema(), 0));
