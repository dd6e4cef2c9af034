-- register: lockMerging ()
select pg_advisory_xact_lock(hashtextextended('register.merging:' || current_schema(), 0));
